import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { diagnose } from '@/lib/trace/diagnose';
import type { Heard } from '@/lib/trace/heard';
import { heardIn } from '@/lib/trace/log/heard-in-log';
import { LogReader } from '@/lib/trace/log/log-reader';

function heardInFile(name: string): Heard[] {
  const heard: Heard[] = [];
  const reader = new LogReader(name, (line) => heard.push(...[heardIn(line, ({ ms }) => ms) ?? []].flat()));
  for (const [at, line] of readFileSync(path.join(import.meta.dirname, 'examples', name), 'utf8').split('\n').entries()) reader.read(line, at + 1);
  reader.finish();
  return heard;
}

describe("the log of Cisco's own document, as it is pasted there", () => {
  const [diagnosis] = diagnose(heardInFile('guest-move.log'));

  test('yields the move, with whom it moved and made, and by which accounts', () => {
    expect(diagnosis?.move).toMatchObject({
      participant: '26de0160-30b5-4d7b-8a05-304472af284a',
      newParticipant: 'dd2bc8c6-fa80-495f-9a20-1da19010cfab',
      call: 'ae778701-7fed-410c-b3e6-c2860907a3f4',
      account: 'guest921953266',
      newAccount: 'guest2316075499',
      name: 'User X',
    });
  });

  test('yields the steps that it shows, each at its time, and no other', () => {
    const shown = diagnosis?.steps.map(({ step, shownBy }) => [step, shownBy.map(({ said, atMs }) => `${said.says} ${new Date(atMs).toISOString().slice(17, -1)}`)]);
    expect(Object.fromEntries(shown ?? [])).toEqual({
      1: ['request 03.915', 'payload 03.915', 'payload 03.915', 'payload 03.915', 'move 03.915'],
      2: [],
      3: [],
      4: ['placement 03.921', 'placement 03.921'],
      5: [
        ...['storage 03.915', 'account-created 03.915', 'storage 03.915', 'storage 03.915', 'storage 03.921', 'leg-made 03.921'],
        ...['participant-made 03.922', 'answer 03.922', 'location 03.922', 'session-made 03.923', 'instance-made 03.923'],
      ],
      6: [],
      7: [],
      8: [],
      9: [],
      10: ['leg-ended 03.948', 'account-ended 03.948', 'account-ended 03.948'],
      11: ['call-allocated 04.106', 'leg-configured 04.106', 'media-set-up 04.107', 'joined-place 04.108', 'joined 04.108'],
    });
  });

  test('tells when each of these came about', () => {
    const told = diagnosis?.steps.flatMap(({ step, toldBy }) => (toldBy ? [[step, new Date(toldBy.atMs).toISOString().slice(17, -1)]] : []));
    expect(told).toEqual([[1, '03.915'], [4, '03.921'], [5, '03.923'], [10, '03.948'], [11, '04.108']]);
  });

  test('is found to have gone well', () => {
    expect(diagnosis?.finding).toMatchObject({ symptom: 'joined', cause: null, confidence: 'high' });
  });
});
