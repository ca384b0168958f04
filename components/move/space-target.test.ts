import { expect, test } from 'vitest';
import { aCallBridge, aParticipant } from '@/components/live/fixture';
import { usualChoices } from '@/lib/move/choices';
import { answerFor } from '@/components/move/answer-for';
import { requestFor } from '@/components/move/ask-for-moves';
import { meetingToBeIn, withTarget } from '@/components/move/space-target';

const space = { id: 's1', name: 'Space 5', uri: null, callId: '1005', cluster: { id: 'cluster', name: 'webapp.com' } };
const ana = aParticipant('ana', 'a');

test('who is moved into a space that has no meeting is sent to the space', () => {
  expect(requestFor([ana], meetingToBeIn(space), usualChoices).to).toEqual({ space: 's1', cluster: 'cluster' });
});

test('a space without a meeting lets in whoever can be moved, and has no lobby to open', () => {
  const target = meetingToBeIn(space);
  const answer = answerFor([ana], target, { role: 'operator', callBridges: new Map([['bridge', aCallBridge('bridge')]]), details: withTarget(new Map(), target) });
  expect(answer.allowed).toBe(1);
  expect(answer.notKnown).not.toContain('who waits in the lobby');
});

test('the meeting of a space stays the same until something new is found of it', () => {
  expect(meetingToBeIn(space)).toBe(meetingToBeIn(space));
  expect(meetingToBeIn({ ...space })).not.toBe(meetingToBeIn(space));
});
