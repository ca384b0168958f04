'use server';

import { joinLinkSchema, type JoinLink } from '@/lib/move/join-link';
import { noticeSchema, type Notice, type Side } from '@/lib/move/notice';
import type { Outcome } from '@/lib/problem/problem';
import { runAs } from './run-as';

/** Puts a notice away, for everybody. */
export async function dismissNotice(input: { id: string }): Promise<Outcome<Notice>> {
  return runAs('dismiss-notice', noticeSchema, input);
}

/** Has somebody called again who was lost; answers once the bridge has. */
export async function redialPerson(input: { id: string; into: Side }): Promise<Outcome<Notice>> {
  return runAs('redial-person', noticeSchema, input);
}

/** How a guest joins again. A secret: it lets in whoever has it. */
export async function takeJoinLink(input: { id: string; into: Side }): Promise<Outcome<JoinLink>> {
  return runAs('take-join-link', joinLinkSchema, input);
}
