import { expect, test } from 'vitest';
import { saidActions } from '@/lib/audit/audit-sentence';
import { eraseAction } from '@/server/audit/erasure-seal';
import { commands } from '@/server/commands/table';

/** What goes on record without being asked for. */
const byItself = ['sign-in', 'sign-out', 'token-used', 'move-ended', 'person-returned', 'redial-ended', 'make-call', 'release-call', 'delete-call', eraseAction];

test('there is a sentence for each kind of record', () => {
  const deeds = Object.entries(commands).flatMap(([name, { kind }]) => (kind === 'deed' ? [name] : []));
  expect([...saidActions].sort()).toEqual([...deeds, ...byItself].sort());
});
