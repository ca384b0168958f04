import { guidOf } from '../../ids';
import type { BridgeCore } from '../bridge-core';
import { shownUri } from '../events/elements';
import { localAddress } from '../local-address';
import { isAtLeast } from '../version';
import { canMove, isDeactivated, isEncrypted, taskOf } from '../world/participant';
import type { Participant } from '../world/participant';
import { localParticipants, peersHosting } from '../world/world';
import type { Call } from '../world/world';
import { badParameters, done, failed, xml } from './answer';
import type { Answer } from './answer';
import type { Handlers } from './handler';
import { readLegParameters } from './leg-parameters';
import { withLegProfile } from './leg-profile';
import { alarmsOf, linkQuality, mediaStatistics } from './media-statistics';
import type { LegAlarm } from './media-statistics';
import { idInFilter, matchesFilter, page, smallPage } from './page';
import type { Parameters } from './parameters';
import { element, text } from './xml';

/** Somebody's call leg, or the leg that a bridge has to each peer with which it shares a meeting. */
export type Leg = { of: 'participant'; participant: Participant } | { of: 'peer'; call: Call; peer: string; id: string };

type Names = 'list-call-legs' | 'get-call-leg' | 'change-call-leg' | 'drop-call-leg';

/** Source: `docs/cms-wire.md`, sections 1.4 and 2.5. */
export const callLegHandlers: Handlers<Names> = {
  'list-call-legs': ({ core }, { query }) => {
    const participant = idInFilter(query, 'participantFilter');
    if (participant === null) return listLegs(core, query, allLegs(core));
    const found = core.world.participants.get(participant);
    return listLegs(core, query, found ? [{ of: 'participant', participant: found }] : []);
  },

  'get-call-leg': ({ core }, { ids }) => {
    const leg = findLeg(core, ids.leg);
    return leg ? xml(leg.of === 'peer' ? writePeerLeg(core, leg) : writeLeg(core, leg.participant)) : failed('callLegDoesNotExist');
  },

  'change-call-leg': ({ core }, { ids, ...request }) => {
    const leg = findLeg(core, ids.leg);
    if (!leg) return failed('callLegDoesNotExist');
    const form = withLegProfile(core.cluster, request.form);
    if (!form) return failed('callLegProfileDoesNotExist');
    const read = readLegParameters(form, core.version);
    if (!read.ok) return badParameters(...read.invalid);
    if (leg.of === 'peer') return failed('invalidOperation');
    const { participant } = leg;
    core.run({ do: 'change-participant', participant: participant.id, changes: read.changes, asker: 'bridge' });
    return done;
  },

  'drop-call-leg': ({ core }, { ids }) => {
    const leg = findLeg(core, ids.leg);
    if (!leg) return failed('callLegDoesNotExist');
    if (leg.of === 'peer') return failed('callLegCannotBeDeleted');
    core.run({ do: 'remove-participant', participant: leg.participant.id, reason: 'apiInitiatedTeardown' });
    return done;
  },
};

export function listLegs(core: BridgeCore, query: Parameters, legs: readonly Leg[]): Answer {
  const wanted = query.get('alarms')?.toLowerCase().split('|') ?? null;
  const matching = legs.filter(
    (leg) => matchesFilter(query, remoteParty(core, leg)) && (wanted === null || alarmsOfLeg(core, leg).some((alarm) => isWanted(wanted, alarm))),
  );
  const result = page(query, 'callLegs', smallPage, matching, (leg) =>
    element(
      'callLeg',
      { id: leg.of === 'peer' ? leg.id : leg.participant.leg },
      text('name', leg.of === 'peer' ? '' : leg.participant.name),
      text('remoteParty', remoteParty(core, leg)),
      leg.of === 'peer' ? '' : text('originalRemoteParty', originalRemoteParty(leg.participant)),
      text('call', leg.of === 'peer' ? leg.call.id : leg.participant.call),
      writeAlarms(alarmsOfLeg(core, leg)),
    ),
  );
  return result.ok ? xml(result.xml) : result.answer;
}

/** The legs of one call here, links to its other instances among them. */
export function legsOf(core: BridgeCore, call: Call): Leg[] {
  return [...localParticipants(core.world, call).map((participant): Leg => ({ of: 'participant', participant })), ...peerLegs(core, call)];
}

function allLegs(core: BridgeCore): Leg[] {
  const own = [...core.world.participants.values()].map((participant): Leg => ({ of: 'participant', participant }));
  return [...own, ...[...core.world.calls.values()].flatMap((call) => peerLegs(core, call))];
}

function peerLegs(core: BridgeCore, call: Call): Leg[] {
  return peersHosting(core.world, call.correlator).map((peer) => ({
    of: 'peer',
    call,
    peer,
    id: guidOf(`distribution link ${call.id} ${peer}`),
  }));
}

/** A leg without media has nothing to be alarmed about, nor has one between bridges. */
function alarmsOfLeg({ clock }: BridgeCore, leg: Leg): LegAlarm[] {
  return leg.of === 'peer' || leg.participant.connectedAtMs === null ? [] : alarmsOf(linkQuality(leg.participant, clock.now()));
}

function isWanted(wanted: readonly string[], alarm: LegAlarm): boolean {
  return wanted.includes('all') || wanted.includes(alarm.toLowerCase());
}

function writeAlarms(alarms: readonly LegAlarm[]): string {
  return alarms.length === 0 ? '' : element('alarms', {}, ...alarms.map((alarm) => text(alarm, true)));
}

/** The leg of that id, a participant's or one to a peer; null if there is none. */
export function findLeg(core: BridgeCore, id: string): Leg | null {
  const participant = core.world.participants.get(core.world.legs.get(id) ?? '');
  if (participant) return { of: 'participant', participant };
  for (const call of core.world.calls.values()) {
    for (const leg of peerLegs(core, call)) if (leg.of === 'peer' && leg.id === id) return leg;
  }
  return null;
}

function remoteParty(core: BridgeCore, leg: Leg): string {
  if (leg.of === 'peer') return `${core.cluster.callBridges.get(leg.peer)?.name ?? leg.peer}@${core.cluster.sipDomain}`;
  return shownUri(leg.participant, leg.participant.uri);
}

function originalRemoteParty(participant: Participant): string {
  return shownUri(participant, participant.originalUri);
}

function writePeerLeg(core: BridgeCore, leg: Extract<Leg, { of: 'peer' }>): string {
  return element(
    'callLeg',
    { id: leg.id },
    text('name', ''),
    text('remoteParty', remoteParty(core, leg)),
    text('call', leg.call.id),
    text('type', 'sip'),
    text('subType', 'distributionLink'),
    text('direction', core.id < leg.peer ? 'outgoing' : 'incoming'),
    isAtLeast(core.version, '2.6') ? text('canMove', false) : '',
    element('configuration', {}),
    element('status', {}, text('state', 'connected'), text('groupId', leg.id), text('encryptedMedia', true)),
  );
}

/** What a leg looks like but for its duration: the same until the participant changes, or the minute with its statistics. */
const written = new WeakMap<Participant, { readonly minute: number; readonly before: string; readonly after: string }>();
const duration = (seconds: number | string): string => text('durationSeconds', seconds);

function writeLeg(core: BridgeCore, participant: Participant): string {
  const nowMs = core.clock.now();
  const minute = Math.floor(nowMs / 60_000);
  let parts = written.get(participant);
  if (parts?.minute !== minute) {
    const [before = '', after = ''] = writeLegAt(core, participant, nowMs).split(duration(''));
    parts = { minute, before, after };
    written.set(participant, parts);
  }
  const { connectedAtMs } = participant;
  const seconds = connectedAtMs === null ? 0 : Math.floor((nowMs - connectedAtMs) / 1_000);
  return parts.before + duration(seconds) + parts.after;
}

/** With an empty duration. */
function writeLegAt(core: BridgeCore, participant: Participant, nowMs: number): string {
  const movedFrom = isAtLeast(core.version, '2.6') ? participant.movedFrom : null;
  return element(
    'callLeg',
    { id: participant.leg },
    text('name', participant.name),
    text('remoteParty', remoteParty(core, { of: 'participant', participant })),
    text('originalRemoteParty', originalRemoteParty(participant)),
    text('localAddress', localAddress(core, participant)),
    text('call', participant.call),
    text('type', participant.kind === 'web-app' || participant.kind === 'meeting-app' ? 'acano' : 'sip'),
    text('subType', participant.kind === 'microsoft' ? 'lync' : null),
    text('lyncSubType', participant.kind === 'microsoft' ? 'audioVideo' : null),
    text('direction', participant.direction),
    isAtLeast(core.version, '2.6') ? text('canMove', canMove(participant, core.version)) : '',
    text('movedCallLeg', movedFrom?.participant),
    text('movedCallLegCallBridge', movedFrom?.callBridge),
    writeConfiguration(participant),
    writeStatus(participant, nowMs),
  );
}

/** Only what is in force. */
function writeConfiguration(participant: Participant): string {
  const { nameLabelOverride, layout, importance, rxAudioMute, txAudioMute, rxVideoMute, txVideoMute } = participant;
  const { isActivator, deactivationMode, deactivationModeTimeSeconds, sipMediaEncryption, parameters } = participant;
  return element(
    'configuration',
    {},
    text('nameLabelOverride', nameLabelOverride === '' ? null : nameLabelOverride),
    text('chosenLayout', layout),
    text('importance', importance),
    text('rxAudioMute', rxAudioMute),
    text('txAudioMute', txAudioMute),
    text('rxVideoMute', rxVideoMute),
    text('txVideoMute', txVideoMute),
    text('needsActivation', !isActivator),
    text('deactivationMode', deactivationMode),
    text('deactivationModeTime', deactivationModeTimeSeconds),
    text('sipMediaEncryption', sipMediaEncryption),
    ...Object.entries(parameters).map(([name, value]) => text(name, value)),
  );
}

function writeStatus(participant: Participant, nowMs: number): string {
  const { state, connectedAtMs, direction, sipCallId, id, layout } = participant;
  return element(
    'status',
    {},
    text('state', state),
    duration(''),
    text('direction', direction),
    text('sipCallId', sipCallId),
    text('groupId', id),
    text('deactivated', isDeactivated(participant)),
    text('recording', taskOf(participant) === 'recording'),
    text('streaming', taskOf(participant) === 'streaming'),
    text('encryptedMedia', connectedAtMs !== null && isEncrypted(participant)),
    text('unencryptedMedia', connectedAtMs !== null && !isEncrypted(participant)),
    text('layout', layout),
    text('activeLayout', layout),
    text('cameraControlAvailable', false),
    ...(connectedAtMs === null ? [] : mediaStatistics(participant, nowMs)),
  );
}
