import { expect, test } from 'vitest';
import type { Change } from '@/lib/meeting/change';
import { exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import { KeptReads } from '@/server/commands/kept-reads';

const scope = { clusters: ['c1'], spaces: [] };
const person = (meeting: string): Change => ({ event: 'participant', data: exampleParticipant({ meeting }) });
const meeting = (id: string): Change => ({ event: 'meeting', data: exampleMeeting({ id }) });

/** What is kept, and how often it was made. */
function counting() {
  const kept = new KeptReads();
  const made: string[] = [];
  const read = (id: string, form = 'people', of: typeof scope | null = null) =>
    kept.ofMeeting(id, form, of, () => {
      made.push(id);
      return { items: [id], total: 1 };
    });
  const list = () => kept.ofAllMeetings('all', null, () => ({ made: made.push('list') }));
  return { kept, made, read, list };
}

test('an answer is made once, until somebody in the meeting becomes different', () => {
  const { kept, made, read } = counting();
  expect(read('a').toString()).toBe('"items":["a"],"total":1}');
  read('a');
  kept.take(person('b'));
  read('a');
  expect(made).toEqual(['a']);
  for (const change of [person('a'), meeting('a'), { event: 'participant-left', data: { id: 'p', meeting: 'a', reason: null } } as const]) {
    kept.take(change);
    read('a');
  }
  expect(made).toHaveLength(4);
});

test('the list of meetings is made anew when any of them becomes different, and not for people', () => {
  const { kept, made, list } = counting();
  list();
  kept.take(person('a'));
  list();
  kept.take(meeting('a'));
  list();
  kept.take({ event: 'meeting-ended', data: { id: 'b' } });
  list();
  expect(made).toHaveLength(3);
});

test('each form and each scope has its own', () => {
  const { made, read } = counting();
  for (let times = 0; times < 2; times += 1) for (const form of ['people 20', 'people 500']) for (const of of [null, scope]) read('a', form, of);
  expect(made).toHaveLength(4);
  read('a', 'people 20', structuredClone(scope));
  expect(made).toHaveLength(4);
});

test('it is bounded, whatever is asked for', () => {
  const kept = new KeptReads(1_000);
  for (let count = 0; count < 1_000; count += 1) {
    kept.ofMeeting(`m${count % 7}`, `limit ${count}`, null, () => ({ text: 'x'.repeat(count % 400) }));
    expect(kept.bytes).toBeLessThanOrEqual(1_000);
  }
  for (let count = 0; count < 7; count += 1) kept.take(meeting(`m${count}`));
  expect(kept.bytes).toBe(0);
});
