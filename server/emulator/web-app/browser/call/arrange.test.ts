import { describe, expect, it } from 'vitest';
import type { Arrangement } from '../layouts';
import { arrange, type Box, type Stage } from './arrange';

const STAGES: Record<string, Stage> = {
  laptop: { width: 1396, height: 752, gap: 12, minTileWidth: 150 },
  tablet: { width: 796, height: 1032, gap: 12, minTileWidth: 150 },
  phone: { width: 374, height: 724, gap: 8, minTileWidth: 104 },
  sliver: { width: 90, height: 40, gap: 8, minTileWidth: 104 },
};
const KINDS: Arrangement[] = ['equal', 'side', 'below', 'alone'];
const COUNTS = [0, 1, 2, 3, 5, 9, 10, 24, 25, 30, 200];
const cases = KINDS.flatMap((kind) => Object.keys(STAGES).flatMap((stage) => COUNTS.map((count) => [kind, stage, count] as const)));

function overlap(a: Box, b: Box): boolean {
  const slack = 0.01;
  return (
    a.x + a.width > b.x + slack && b.x + b.width > a.x + slack && a.y + a.height > b.y + slack && b.y + b.height > a.y + slack
  );
}

describe.each(cases)('%s on a %s with %i people', (kind, name, count) => {
  const stage = STAGES[name] ?? { width: 0, height: 0, gap: 0, minTileWidth: 1 };
  const { main, small, hidden } = arrange(kind, count, stage);
  const boxes = main === null ? small : [main, ...small];

  it('keeps every box on the stage and apart from the others', () => {
    for (const [index, box] of boxes.entries()) {
      expect(Math.min(box.width, box.height)).toBeGreaterThan(0);
      expect(box.x).toBeGreaterThanOrEqual(-0.01);
      expect(box.y).toBeGreaterThanOrEqual(-0.01);
      expect(box.x + box.width).toBeLessThanOrEqual(stage.width + 0.01);
      expect(box.y + box.height).toBeLessThanOrEqual(stage.height + 0.01);
      expect(boxes.slice(index + 1).some((other) => overlap(box, other))).toBe(false);
    }
  });

  it('shows or counts everybody', () => {
    if (kind === 'alone') return expect(small).toEqual([]);
    expect(hidden > 0 ? small.length - 1 + hidden : small.length).toBe(count);
  });
});

it('gives what the column does not use to the large box', () => {
  const { main, small } = arrange('side', 5, { width: 1396, height: 752, gap: 12, minTileWidth: 120 });
  const left = Math.min(...small.map((box) => box.x));
  expect((main?.width ?? 0) + 12).toBeCloseTo(left);
});

it('fits 25 people on a laptop and on a phone', () => {
  for (const stage of [STAGES.laptop, STAGES.phone]) if (stage) expect(arrange('equal', 25, stage).hidden).toBe(0);
});
