import type { Heard } from '@/lib/trace/heard';
import type { Saying } from '@/lib/trace/log/saying';
import type { MoveCase } from '@/lib/trace/move-case';

const stepCount = 11;

/** What is known of one of a move's eleven steps (`docs/architecture.md`). */
export interface Step {
  /** 1 to 11. */
  readonly step: number;
  /** What shows it, in the order of time; none where it is not known. */
  readonly shownBy: readonly Heard[];
  /** Of these, what tells best that the step came about, and when; null where it is not known. */
  readonly toldBy: Heard | null;
}

/** What tells best that a step came about, best first. Of others the first that was said does. */
const bestTellers: Partial<Record<number, readonly Saying['says'][]>> = {
  1: ['asked'],
  5: ['session-made', 'participant-made', 'leg-made', 'answer', 'appeared', 'account-created'],
  10: ['leg-ended', 'left', 'call-ended', 'gone'],
  11: ['joined', 'joined-place', 'connected', 'leg-configured', 'token-taken', 'session-runs', 'session-asked'],
};

function bestOf(step: number, shownBy: readonly Heard[]): Heard | null {
  const best = (bestTellers[step] ?? []).flatMap((kind) => shownBy.find(({ said }) => said.says === kind) ?? [])[0];
  return best ?? (step === 4 ? shownBy.at(-1) : shownBy[0]) ?? null;
}

/** The step that a saying shows. Those of the newcomer and of the person who is moved are told apart by whom they name. */
function stepOf(said: Saying, { participant, newParticipant, newAccount, account }: MoveCase): number | null {
  const isOfAnother = (ended: string) => (account === null ? ended === newAccount : ended !== account);
  switch (said.says) {
    case 'asked':
    case 'request':
    case 'payload':
    case 'move':
      return 1;
    case 'placement':
      return said.what === 'no-room' ? null : 4;
    case 'storage':
    case 'account-created':
    case 'leg-made':
    case 'participant-made':
    case 'location':
    case 'session-made':
    case 'instance-made':
      return 5;
    case 'appeared':
      return said.movedFrom === participant ? 5 : null;
    case 'gone':
      return said.participant === participant ? 10 : null;
    case 'connected':
      return said.participant === newParticipant ? 11 : null;
    case 'answer':
      return said.status < 300 ? 5 : null;
    case 'move-told':
      return said.isDelivered ? 7 : 6;
    case 'browser-told':
      return 7;
    case 'browser-left':
      return 8;
    case 'socket-opened':
    case 'session-asked':
    case 'session-runs':
      return 11;
    case 'client-did':
      return said.what === 'leave' ? 8 : 11;
    case 'session-ended':
      return isOfAnother(said.account) ? null : 9;
    case 'call-ended':
    case 'left':
    case 'account-ended':
      return isOfAnother(said.account) ? null : 10;
    case 'leg-ended':
      return said.leg === newParticipant ? null : 10;
    case 'token-taken':
    case 'call-allocated':
    case 'leg-configured':
    case 'media-set-up':
    case 'joined-place':
    case 'joined':
      return 11;
    default:
      return null;
  }
}

/** The eleven steps of a move: what shows each, nothing where nothing does. */
export function stepsOf(move: MoveCase): Step[] {
  const shown = Array.from({ length: stepCount }, (): Heard[] => []);
  for (const one of move.heard) {
    const step = stepOf(one.said, move);
    if (step !== null) shown[step - 1]?.push(one);
  }
  return shown.map((shownBy, at) => ({ step: at + 1, shownBy, toldBy: bestOf(at + 1, shownBy) }));
}
