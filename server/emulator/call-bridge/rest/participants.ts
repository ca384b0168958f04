import type { BridgeCore } from '../bridge-core';
import { isAtLeast } from '../version';
import type { Command } from '../world/command';
import { rosterEntry } from '../world/world';
import type { Participant, RemoteParticipant, RosterEntry } from '../world/participant';
import { badParameters, done, failed, xml } from './answer';
import type { Answer } from './answer';
import { listLegs } from './call-legs';
import type { Handlers } from './handler';
import { readLegParameters, readLobbyWish } from './leg-parameters';
import { idInFilter, matchesFilter, page, smallPage } from './page';
import type { Parameters } from './parameters';
import { element, text } from './xml';

type Names =
  | 'list-call-participants'
  | 'list-participants'
  | 'get-participant'
  | 'change-participant'
  | 'drop-participant'
  | 'list-participant-call-legs';

type Known = Participant | RemoteParticipant;

/** Source: `docs/cms-wire.md`, section 2.4. */
export const participantHandlers: Handlers<Names> = {
  'list-call-participants': ({ core }, { ids, query }) => {
    const call = core.world.calls.get(ids.call);
    if (!call) return failed('callDoesNotExist');
    return list(core, query, [...call.local, ...call.remote].flatMap((id) => known(core, id) ?? []));
  },

  'list-participants': ({ core }, { query }) =>
    list(core, query, [...core.world.participants.values(), ...core.world.remotes.values()]),

  'get-participant': ({ core }, { ids }) => {
    const local = core.world.participants.get(ids.participant);
    if (local) return xml(writeParticipant(core, rosterEntry(core.world, local), local.call, null));
    const remote = core.world.remotes.get(ids.participant);
    return remote ? xml(writeParticipant(core, remote, remote.call, remote.home)) : failed('participantDoesNotExist');
  },

  'change-participant': ({ core }, { ids, form }) => {
    const read = readLegParameters(form, core.version);
    if (!read.ok) return badParameters(...read.invalid);
    const lobby = readLobbyWish(form, core.version);
    if (!lobby.ok) return badParameters(...lobby.invalid);
    const { deactivated } = lobby.wish;
    const { participant } = ids;
    const changed = changeParticipant(core, { do: 'change-participant', participant, changes: read.changes, asker: 'bridge' });
    if (changed.status !== 200 || deactivated === undefined) return changed;
    return changeParticipant(core, { do: 'set-deactivated', participant, deactivated });
  },

  'drop-participant': ({ core }, { ids }) => {
    const outcome = core.run({ do: 'remove-participant', participant: ids.participant, reason: 'apiInitiatedTeardown' });
    if (outcome.ok) return done;
    return failed(outcome.refusal === 'participant-is-remote' ? 'participantCannotBeDeleted' : 'participantDoesNotExist');
  },

  'list-participant-call-legs': ({ core }, { ids, query }) => {
    const local = core.world.participants.get(ids.participant);
    if (local) return listLegs(core, query, [{ of: 'participant', participant: local }]);
    const remote = core.world.remotes.get(ids.participant);
    if (!remote) return failed('participantDoesNotExist');
    return xml(element('callLegs', { total: 0 }, text('callBridge', remote.home)));
  },
};

/** Changes a participant if they are homed here. */
function changeParticipant(core: BridgeCore, command: Extract<Command, { do: 'change-participant' | 'set-deactivated' }>): Answer {
  const outcome = core.run(command);
  if (outcome.ok) return done;
  return failed(outcome.refusal === 'participant-is-remote' ? 'participantCannotBeModified' : 'participantDoesNotExist');
}

function known(core: BridgeCore, id: string): Known | undefined {
  return core.world.participants.get(id) ?? core.world.remotes.get(id);
}

function homeOf(participant: Known): string | null {
  return 'home' in participant ? participant.home : null;
}

function list(core: BridgeCore, query: Parameters, participants: Known[]): Answer {
  const bridge = idInFilter(query, 'callBridgeFilter');
  const matching = participants.filter(
    (participant) =>
      matchesFilter(query, participant.name, participant.uri) && (bridge === null || (homeOf(participant) ?? core.id) === bridge),
  );
  const result = page(query, 'participants', smallPage, matching, (participant) =>
    element(
      'participant',
      { id: participant.id },
      text('name', participant.name),
      text('call', participant.call),
      text('callBridge', homeOf(participant)),
    ),
  );
  return result.ok ? xml(result.xml) : result.answer;
}

function writeParticipant({ version }: BridgeCore, entry: RosterEntry, call: string, home: string | null): string {
  const since = (floor: string): boolean => isAtLeast(version, floor);
  return element(
    'participant',
    { id: entry.id },
    text('call', call),
    home === null ? text('numCallLegs', 1) : '',
    text('name', entry.name),
    text('uri', entry.uri),
    since('2.3') ? text('originalUri', entry.originalUri) : '',
    text('callBridge', home),
    text('userJid', entry.userJid),
    text('isActivator', entry.isActivator),
    since('2.6') ? text('canMove', entry.canMove) : '',
    since('2.6') ? text('movedParticipant', entry.movedFrom?.participant) : '',
    since('2.6') ? text('movedParticipantCallBridge', entry.movedFrom?.callBridge) : '',
    element(
      'configuration',
      {},
      text('importance', entry.importance),
      since('2.4') && entry.nameLabelOverride !== '' ? text('nameLabelOverride', entry.nameLabelOverride) : '',
      since('2.8') ? text('defaultLayout', entry.layout) : '',
    ),
    element(
      'status',
      {},
      text('state', entry.state),
      since('2.8') ? text('cameraControlAvailable', false) : '',
    ),
  );
}
