import { says, type Heard, type HeardOf } from '@/lib/trace/heard';
import type { MoveCase } from '@/lib/trace/move-case';

/** A browser is told at once, or not at all; and so much clocks may differ. In milliseconds. */
const toldWithinMs = 10_000;
const clocksDifferMs = 10_000;

/**
 * The end of a recording of the browser that was in the old call: it goes on for long enough after the move had begun, and shows nothing of it. Null where
 * there is none such.
 * @param recorded what recordings say
 */
export function untoldBrowser({ participant, account, atMs }: Pick<MoveCase, 'participant' | 'account' | 'atMs'>, recorded: readonly Heard[]): HeardOf<'recording-ended'> | null {
  const names = (said: { readonly ids: readonly string[]; readonly accounts: readonly string[] }) => [...said.ids, ...said.accounts].some((name) => name === participant || name === account);
  for (const asked of recorded.filter(says('session-asked'))) {
    if (!names(asked.said) || asked.atMs > atMs - clocksDifferMs) continue;
    const beside = recorded.filter(({ place }) => place === asked.place);
    const end = beside.findLast(says('recording-ended'));
    const isOver = beside.some(({ said }) => (said.says === 'browser-told' || said.says === 'browser-left') && said.socket === asked.said.socket);
    if (end && !isOver && end.atMs >= atMs + toldWithinMs + clocksDifferMs) return end;
  }
  return null;
}
