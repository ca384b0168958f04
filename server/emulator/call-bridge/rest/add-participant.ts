import type { Placement } from '../link/link-message';
import { moveParticipant } from '../placing/move-participant';
import type { MoveRefusal } from '../placing/move-participant';
import type { PlacementWish } from '../placing/choose-bridge';
import { placeInGroup } from '../placing/placer';
import type { Call } from '../world/world';
import { badParameters, created, failed } from './answer';
import type { Answer } from './answer';
import type { Handlers, RestParts, RestRequest } from './handler';
import { readLegParameters, readLobbyWish } from './leg-parameters';

const longestUri = 255;

type Request = RestRequest<'add-call-participant'>;

/** What the request says of whoever comes. */
type Newcomer = Pick<Placement, 'settings' | 'lobby'>;

/** Source: `docs/cms-wire.md`, section 2.2. */
export const addParticipantHandlers: Handlers<'add-call-participant'> = {
  'add-call-participant': async (parts, request) => {
    const { core } = parts;
    const { ids, form } = request;
    const call = core.world.calls.get(ids.call);
    if (!call) return failed('callDoesNotExist');
    const read = readLegParameters(form);
    if (!read.ok) return badParameters(...read.invalid);
    const lobby = readLobbyWish(form, core.version);
    if (!lobby.ok) return badParameters(...lobby.invalid);
    const newcomer = { settings: read.changes, lobby: lobby.wish };
    const wish = readWish(parts, request);
    if ('answer' in wish) return wish.answer;
    const moved = form.get('movedParticipant')?.toLowerCase() ?? '';
    const remoteParty = form.get('remoteParty') ?? '';
    if (moved !== '') return move(parts, request, call, moved, newcomer, wish.wish);
    if (remoteParty.length > longestUri) return badParameters('remoteParty');
    if (remoteParty !== '') return dialOut(parts, request, call, remoteParty, newcomer, wish.wish);
    core.log.write('API provider: invalid call parameters for create', 'user', 'warning');
    return badParameters('remoteParty');
  },
};

async function move(
  parts: RestParts,
  request: Request,
  call: Call,
  moved: string,
  newcomer: Newcomer,
  wish: PlacementWish,
): Promise<Answer> {
  const outcome = await moveParticipant(parts, call, moved, newcomer, wish);
  if (!outcome.ok) return moveRefusals[outcome.refusal];
  return answerCreated(parts, request, call, outcome.participant);
}

/** How a refused move is answered is not documented: these are the most plausible failures. See the README, Gaps. */
const moveRefusals: Record<MoveRefusal, Answer> = {
  'unknown-participant': badParameters('movedParticipant'),
  'same-call': badParameters('movedParticipant'),
  'cannot-move': failed('participantCannotBeModified'),
  'no-capacity': failed('callBridgeGroupUnavailable'),
  'home-unreachable': failed('callBridgeUnavailable'),
};

async function dialOut(
  parts: RestParts,
  request: Request,
  call: Call,
  remoteParty: string,
  newcomer: Newcomer,
  wish: PlacementWish,
): Promise<Answer> {
  const { core } = parts;
  const { correlator, coSpace, name, startedAtMs } = call;
  const uri = remoteParty.replace(/^sips?:/i, '');
  const placed = await placeInGroup(
    parts,
    {
      meeting: { correlator, coSpace, name, startedAtMs },
      kind: 'sip',
      name: '',
      userJid: null,
      uri: uri.includes('@') ? uri : `${uri}@${core.cluster.sipDomain}`,
      originalUri: remoteParty,
      direction: 'outgoing',
      entrance: { coSpace, accessMethod: null, user: null },
      ...newcomer,
      purpose: { why: 'dial' },
    },
    wish,
  );
  return placed.ok ? answerCreated(parts, request, call, placed.participant) : failed('callBridgeGroupUnavailable');
}

function answerCreated({ core }: RestParts, { from, user }: Request, call: Call, participant: string): Answer {
  core.log.write(`${from}: API user "${user}" created new participant ${participant}, call ${call.id}`, 'local0');
  return created(`participants/${participant}`);
}

function readWish({ core }: RestParts, { form }: Request): { wish: PlacementWish } | { answer: Answer } {
  const callBridge = form.get('callBridge')?.toLowerCase() ?? '';
  const group = form.get('callBridgeGroup')?.toLowerCase() ?? '';
  if (callBridge !== '') {
    return core.cluster.callBridges.has(callBridge) ? { wish: { callBridge } } : { answer: failed('callBridgeDoesNotExist') };
  }
  if (group === '') return { wish: null };
  return core.cluster.callBridgeGroups.has(group) ? { wish: { group } } : { answer: failed('callBridgeGroupDoesNotExist') };
}
