import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { diagnosedFiles } from '@/server/diagnoses/example-diagnosis';

const move = readFileSync('lib/trace/examples/three-bridges.log', 'utf8').trim().split('\n');
const asked = move.slice(0, 5);

/** Lines of the move, so many seconds earlier, as a request and a newcomer of their own. */
function earlier(lines: readonly string[], seconds: number, request: number): string[] {
  return lines.map((line) =>
    line
      .replace(/\d\d:\d\d:\d\d\.\d{3}/, (time) => new Date(Date.parse(`2026-01-01T${time}Z`) - seconds * 1_000).toISOString().slice(11, 23))
      .replaceAll('f204f938-e231-4993-983b-44582e57b83f', `${request}0000000-e231-4993-983b-44582e57b83f`)
      .replaceAll('guest1226790144', `guest22222222${request}`)
      .replace('API trace 1:', `API trace ${request}:`)
      .replace('login request 2:', `login request ${request}:`),
  );
}

async function found(lines: readonly string[]) {
  const { moves } = await diagnosedFiles([['all.log', lines.join('\n')]], { nowMs: Date.UTC(2026, 10, 30) });
  return moves.map(({ finding: { symptom, cause, otherCauses }, steps }) => ({ symptom, causes: [...(cause ? [cause] : []), ...otherCauses], last: steps.findLast(({ at }) => at !== null)?.step }));
}

const went = { symptom: 'joined', causes: [], last: 11 };
const busy = (request: number, seconds: number) => earlier([...asked, move[20]?.replace('200 response', '503 response') ?? ''], seconds, request);

test('that somebody left when they were moved once more does not make the attempt before one that dropped them', async () => {
  const refused = { symptom: 'nothing-happened', causes: ['bridge-busy'], last: 1 };
  expect(await found([...busy(7, 5), ...move])).toEqual([refused, went]);
  expect(await found([...busy(8, 9), ...busy(7, 5), ...move])).toEqual([refused, refused, went]);
  expect(await found([...busy(7, 0.2), ...move])).toEqual([refused, went]);
});

test('nor where the browser was told and did not react the first time', async () => {
  const [first, second] = await found([...earlier(move.slice(0, 23), 40, 7), ...move]);
  expect(first).toMatchObject({ symptom: 'nothing-happened', last: 7 });
  expect(first?.causes).toContain('client-silent');
  expect(first?.causes).not.toContain('client-left');
  expect(second).toEqual(went);
});
