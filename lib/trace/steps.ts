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

/** What shows a step whomever it names, since it is told of one move only. */
const shownSteps: Partial<Record<Saying['says'], number>> = {
  asked: 1, request: 1, payload: 1, move: 1,
  storage: 5, 'account-created': 5, 'leg-made': 5, 'participant-made': 5, location: 5, 'session-made': 5, 'instance-made': 5,
  'browser-told': 7,
  'browser-left': 8,
  'socket-opened': 11, 'session-asked': 11, 'session-runs': 11,
  'token-taken': 11, 'call-allocated': 11, 'leg-configured': 11, 'media-set-up': 11, 'joined-place': 11, joined: 11,
};

/** The step that a saying shows. Those of the newcomer and of the person who is moved are told apart by whom they name. */
function stepOf(said: Saying, { participant, newParticipant, newAccount, account }: MoveCase): number | null {
  const isOfAnother = (ended: string) => (account === null ? ended === newAccount : ended !== account);
  switch (said.says) {
    case 'placement':
      return said.what === 'no-room' ? null : 4;
    case 'appeared':
      return said.movedFrom === participant ? 5 : null;
    case 'answer':
      return said.status < 300 ? 5 : null;
    case 'move-told':
      return said.isDelivered ? 7 : 6;
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
    case 'gone':
      return said.participant === participant ? 10 : null;
    case 'connected':
      return said.participant === newParticipant ? 11 : null;
    default:
      return shownSteps[said.says] ?? null;
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
