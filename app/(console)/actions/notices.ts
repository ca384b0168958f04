'use server';

import { noticeSchema, type Notice } from '@/lib/move/notice';
import type { Outcome } from '@/lib/problem/problem';
import { runAs } from './run-as';

/** Puts a notice away, for everybody. */
export async function dismissNotice(input: { id: string }): Promise<Outcome<Notice>> {
  return runAs('dismiss-notice', noticeSchema, input);
}
