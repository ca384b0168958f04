import { expect, test } from 'vitest';
import { aMeeting, aNotice, numbered } from '@/components/live/fixture';
import { readFrame } from '@/components/live/open-stream';

test('a frame comes out as the change that went in', () => {
  const change = numbered(3, { event: 'meeting', data: aMeeting('a') });
  expect(readFrame(JSON.stringify(change))).toEqual(change);
});

test('a notice is a change like any other: nothing is read anew because of it', () => {
  const change = numbered(3, { event: 'notice', data: aNotice('ana') });
  expect(readFrame(JSON.stringify(change))).toEqual(change);
});

test('the answer to a wish comes out as one', () => {
  const answer = { event: 'wish', data: { wish: 3 }, id: 'e-7' };
  expect(readFrame(JSON.stringify(answer))).toEqual(answer);
});

test.each(['', '{"id":"e-1","event":"wish","data":{}}', '{', 'null', '[]', '{"id":"e-1"}', '{"id":"e-1","event":"meeting","data":{}}', '{"id":"e-1","event":"toString","data":{"id":"a"}}', '{"id":7,"event":"reset","data":{}}', new ArrayBuffer(4)])(
  'a frame like %j is no change',
  (data) => {
    expect(readFrame(data)).toBeNull();
  },
);
