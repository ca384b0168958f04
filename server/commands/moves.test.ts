import { expect, test } from 'vitest';
import type { Caller } from '@/lib/access/access';
import { exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import type { Participant } from '@/lib/meeting/participant';
import type { DryRun } from '@/lib/move/order';
import type { Consequence, Verdict } from '@/lib/move/verdict';
import type { CommandParts } from '@/server/commands/command';
import { submitMove } from '@/server/commands/moves';
import { ToldInventory } from '@/server/inventory/told-inventory';

const caller: Caller = { kind: 'person', id: 'p1', name: 'Ana', role: 'operator', scope: null, address: null };
const unknown: Consequence = { code: 'admits-lobby', known: false };

/** What is done, in order, where a move is judged like this. */
async function done(verdict: Partial<Verdict>, person: Partial<Participant> = {}): Promise<string[]> {
  const deeds: string[] = [];
  const inventory = new ToldInventory();
  inventory.tell(
    { event: 'meeting', data: exampleMeeting({ id: 'm1' }) },
    { event: 'meeting', data: exampleMeeting({ id: 'm2' }) },
    { event: 'participant', data: exampleParticipant({ id: 'old', meeting: 'm1', ...person }) },
  );
  const parts = {
    inventory,
    closeLook: { complete: (meetings: readonly string[]) => Promise.resolve(void deeds.push(`read ${meetings.join(' and ')}`)) },
    moves: {
      async submit(...[, , , look]: Parameters<CommandParts['moves']['submit']>) {
        await look?.({ items: [{ participant: 'old', to: { meeting: 'm2' }, verdict: { allowed: true, reasons: [], consequences: [], ...verdict } }] } as DryRun);
        deeds.push('record');
      },
    },
  } as unknown as CommandParts;
  await submitMove.run(parts, caller, { participants: ['old'], to: { meeting: 'm2' } });
  return deeds;
}

test('what is not known of a move is read before it is judged and put on record', async () => {
  expect(await done({ consequences: [{ code: 'chat-lost' }, unknown] })).toEqual(['read m2 and m1', 'record']);
});

test('a move of which everything is known does not wait for reads', async () => {
  expect(await done({ consequences: [{ code: 'chat-lost' }] })).toEqual(['record']);
});

test('somebody of whom a bridge has told no more than the name is read before they are refused', async () => {
  const refused = { allowed: false, reasons: ['not-connected', 'needs-2.6'] as const } satisfies Partial<Verdict>;
  expect(await done(refused, { state: 'initial', canMove: null })).toEqual(['read m2 and m1', 'record']);
  expect(await done(refused, { state: 'initial', canMove: false })).toEqual(['record']);
});
