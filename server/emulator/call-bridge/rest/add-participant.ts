import { moveParticipant } from '../placing/move-participant';
import type { MoveRefusal } from '../placing/move-participant';
import type { PlacementWish } from '../placing/choose-bridge';
import { dialOut, longestUri } from '../placing/dial-out';
import type { Newcomer } from '../placing/dial-out';
import { logAskedFor } from '../placing/placement-log';
import { isAtLeast } from '../version';
import type { Call } from '../world/world';
import { badParameters, created, failed } from './answer';
import type { Answer } from './answer';
import { faultyAnswer } from './faulty-move';
import type { Handlers, RestParts, RestRequest } from './handler';
import { placeRefusals } from './place-refusals';
import { newcomerIn } from './newcomer';

type Request = RestRequest<'add-call-participant'>;

/** Source: `docs/cms-wire.md`, section 2.2. */
export const addParticipantHandlers: Handlers<'add-call-participant'> = {
  'add-call-participant': async (parts, request) => {
    const { core } = parts;
    const { ids, form } = request;
    const call = core.world.calls.get(ids.call);
    if (!call) return failed('callDoesNotExist');
    const read = newcomerIn(core, form);
    if ('answer' in read) return read.answer;
    const { newcomer } = read;
    const wish = readWish(parts, request);
    if ('answer' in wish) return wish.answer;
    const moved = knowsMoves(core) ? (form.get('movedParticipant')?.toLowerCase() ?? '') : '';
    const remoteParty = form.get('remoteParty') ?? '';
    if (moved !== '') return move(parts, request, call, moved, newcomer, wish.wish);
    if (remoteParty.length > longestUri) return badParameters('remoteParty');
    if (remoteParty !== '') return callOut(parts, request, call, remoteParty, newcomer, wish.wish);
    core.log.write('API provider: invalid call parameters for create', 'user', 'warning');
    return badParameters('remoteParty');
  },
};

/** Moves came with 2.6 (`docs/cms-wire.md`, section 6.1); to an older bridge `movedParticipant` is a parameter like any unknown one. */
function knowsMoves({ version }: RestParts['core']): boolean {
  return isAtLeast(version, '2.6');
}

async function move(
  parts: RestParts,
  request: Request,
  call: Call,
  moved: string,
  newcomer: Newcomer,
  wish: PlacementWish,
): Promise<Answer> {
  const faulty = faultyAnswer(parts.core, call, moved);
  if (faulty) return faulty;
  const outcome = await moveParticipant(parts, call, moved, newcomer, wish);
  if (!outcome.ok) return refusals[outcome.refusal];
  return answerCreated(parts, request, call, outcome.participant);
}

/** How a refused move is answered is mostly not documented: these are the most plausible failures. See the README, Gaps. */
const refusals: Record<MoveRefusal, Answer> = {
  'unknown-participant': badParameters('movedParticipant'),
  'same-call': badParameters('movedParticipant'),
  'cannot-move': failed('participantCannotBeModified'),
  'dual-homed': failed('participantCannotBeModified'),
  'home-unreachable': failed('callBridgeUnavailable'),
  ...placeRefusals,
};

async function callOut(
  parts: RestParts,
  request: Request,
  call: Call,
  remoteParty: string,
  newcomer: Newcomer,
  wish: PlacementWish,
): Promise<Answer> {
  const placed = await dialOut(parts, call, remoteParty, newcomer, wish);
  return placed.ok ? answerCreated(parts, request, call, placed.participant) : placeRefusals[placed.refusal];
}

function answerCreated({ core }: RestParts, request: Request, call: Call, participant: string): Answer {
  logAskedFor(core, request, participant, call.id);
  return created(`participants/${participant}`);
}

function readWish({ core }: RestParts, { form }: Request): { wish: PlacementWish } | { answer: Answer } {
  const callBridge = form.get('callBridge')?.toLowerCase() ?? '';
  const group = form.get('callBridgeGroup')?.toLowerCase() ?? '';
  if (callBridge !== '') {
    return core.cluster.callBridges.has(callBridge) ? { wish: { callBridge } } : { answer: failed('callBridgeDoesNotExist') };
  }
  if (group === '') return { wish: null };
  const found = core.cluster.callBridgeGroups.get(group);
  if (!found) return { answer: failed('callBridgeGroupDoesNotExist') };
  return found.loadBalancesOutgoingCalls ? { wish: { group } } : { answer: failed('loadBalancingDisabled') };
}
