import { clockLeads, clockOf } from '@/lib/trace/clock/clock-leads';
import type { Bound } from '@/lib/trace/clock/clock-bounds';
import type { Heard } from '@/lib/trace/heard';

export interface ByOneClock {
  /** In the order in which it came, with times by one clock as far as it is certain how the others differ. */
  readonly heard: readonly Heard[];
  /** Which clocks were put right, and by how much, for a person. */
  readonly words: readonly string[];
}

/**
 * Puts times right by one of the clocks. All that one clock told moves by the same, so that nothing changes its place among what the same source said.
 * @param known what is known of clocks besides
 */
export function byOneClock(heard: readonly Heard[], known: readonly Bound[] = []): ByOneClock {
  const { reference, leadMs, isContradictory } = clockLeads(heard, known);
  if (isContradictory) return { heard, words: ['What the sources say of the same moves contradicts itself in its times. They are shown as they were written.'] };
  if (leadMs.size === 0) return { heard, words: [] };
  return {
    heard: heard.map((one) => {
      const ms = leadMs.get(clockOf(one) ?? '') ?? 0;
      return ms === 0 ? one : { ...one, atMs: one.atMs - ms, leadMs: ms };
    }),
    words: Array.from(leadMs, ([clock, ms]) => leadWords(clock, reference ?? '', ms)),
  };
}

function leadWords(clock: string, reference: string, ms: number): string {
  return `The clock of ${clock} is ${(Math.abs(ms) / 1_000).toFixed(1)} s ${ms > 0 ? 'ahead of' : 'behind'} ${reference}'s, as what both say of the same move shows. Its times are shown by ${reference}'s.`;
}
