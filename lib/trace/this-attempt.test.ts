import { expect, test } from 'vitest';
import type { Heard, Source } from '@/lib/trace/heard';
import type { Saying } from '@/lib/trace/log/saying';
import { ofThisAttempt } from './this-attempt';

const [participant, other] = ['26de0160-30b5-4d7b-8a05-304472af284a', 'dd2bc8c6-fa80-495f-9a20-1da19010cfab'];
let line = 0;
const heard = (source: Source, atMs: number, said: Saying): Heard => ({ source, atMs, said, place: 'cbcms1', file: 'cbcms1', line: ++line, text: '' });
const asked = (atMs: number) => heard('request', atMs, { says: 'asked', participant, call: 'c' });

test('what was said of the person once they were to be moved again is not of the attempt before; what was said of others, or of bridges, may be', () => {
  const first = asked(10_000);
  const answer: Heard = { ...first, atMs: 10_005, said: { says: 'answer', trace: 0, status: 200 } };
  const around = [heard('log', 9_000, { says: 'move-told', participant, isDelivered: true }), heard('event', 60_000, { says: 'gone', participant: other, why: null }), heard('event', 61_000, { says: 'alarms', types: [] })];
  const again = [asked(50_000), heard('event', 50_100, { says: 'gone', participant, why: null })];
  const attempt = { participant, beganMs: 10_001, isOwn: true };
  expect(ofThisAttempt([...around, first, answer, ...again], attempt)).toEqual([...around, first, answer]);
  expect(ofThisAttempt([...around, first, answer], attempt)).toEqual([...around, first, answer]);
  expect(ofThisAttempt([...around, first, answer, ...again], { ...attempt, beganMs: 50_000 })).toEqual([...around, ...again]);
});
