import { userByJid } from '../../cluster/users';
import type { BridgeCore } from '../bridge-core';
import { shownUri } from '../events/elements';
import { isRemoteTeardown } from '../leave-reason';
import { element, text } from '../rest/xml';
import { localAddress } from '../local-address';
import { isAtLeast } from '../version';
import type { LeaveReason } from '../world/command';
import type { Fact } from '../world/fact';
import { canMove, isDeactivated, taskOf } from '../world/participant';
import type { Participant } from '../world/participant';
import { callTypeOf } from '../world/world';
import type { Call } from '../world/world';
import { machineEnd, machineStart, writeMachineEnd, writeMachineStart } from './machine-record';
import type { RecordType } from './record-queue';

/** Which records a fact makes, in order. Source: `docs/cms-wire.md`, section 5. */
export function recordTypesOf(fact: Fact): readonly RecordType[] {
  switch (fact.is) {
    case 'call-started':
      return ['callStart'];
    case 'call-ended':
      return ['callEnd'];
    case 'participant-added':
      return fact.participant.state === 'connected' ? ['callLegStart', 'callLegUpdate', ...machineStart(fact.participant)] : ['callLegStart'];
    case 'participant-changed':
      return changesOf(fact.before, fact.participant);
    case 'participant-removed':
      return [...machineEnd(fact.participant), 'callLegEnd'];
    default:
      return [];
  }
}

/** An answered call, with which a recording begins, and every way into the lobby and out of it. */
function changesOf(before: Participant, after: Participant): readonly RecordType[] {
  if (after.state !== 'connected') return [];
  if (before.connectedAtMs === null) return ['callLegUpdate', ...machineStart(after)];
  return before.state !== 'connected' || isDeactivated(before) !== isDeactivated(after) ? ['callLegUpdate'] : [];
}

/** Text of one of the records that a fact makes. `legsCompleted` is how many legs have left the call of the fact so far. */
export function writeRecord(core: BridgeCore, type: RecordType, fact: Fact, legsCompleted: number): string {
  switch (fact.is) {
    case 'call-started':
      return callStart(core, fact.call);
    case 'call-ended':
      return callEnd(core, fact.call, legsCompleted);
    case 'participant-added':
    case 'participant-changed':
      if (type === 'callLegStart') return callLegStart(core, fact.participant);
      return type === 'callLegUpdate' ? callLegUpdate(core, fact.participant) : writeMachineStart(core, fact.participant);
    case 'participant-removed':
      return type === 'callLegEnd' ? callLegEnd(core, fact.participant, fact.reason) : writeMachineEnd(fact.participant);
    default:
      return '';
  }
}

function callStart({ cluster }: BridgeCore, call: Call): string {
  const { id, name, coSpace, correlator, rules } = call;
  const space = cluster.database.get('coSpaces', coSpace ?? '');
  return element(
    'call',
    { id },
    text('name', name),
    text('ownerName', userByJid(cluster, space?.values['ownerJid'] ?? '')?.name),
    text('callType', callTypeOf(call)),
    text('coSpace', coSpace),
    text('tenant', rules.tenant),
    text('cdrTag', space?.values['cdrTag']),
    text('callCorrelator', correlator),
  );
}

function callEnd({ clock }: BridgeCore, { id, startedAtMs, maxCallLegs }: Call, legsCompleted: number): string {
  return element(
    'call',
    { id },
    text('callLegsCompleted', legsCompleted),
    text('callLegsMaxActive', maxCallLegs),
    text('durationSeconds', secondsBetween(startedAtMs, clock.now())),
    text('endpointRecorded', false),
  );
}

function callLegStart(core: BridgeCore, participant: Participant): string {
  const { leg, name, kind, uri, direction, movedFrom } = participant;
  const isWebApp = kind === 'web-app';
  const knowsMoves = isAtLeast(core.version, '2.6');
  return element(
    'callLeg',
    { id: leg },
    text('displayName', name),
    text('localAddress', isWebApp ? null : localAddress(core, participant)),
    text('remoteAddress', isWebApp ? null : uri),
    text('remoteParty', shownUri(participant, uri)),
    text('cdrTag', cdrTagOf(core, participant)),
    text('guestConnection', participant.guest === null ? null : true),
    text('recording', taskOf(participant) === 'recording'),
    text('streaming', taskOf(participant) === 'streaming'),
    text('type', isWebApp ? 'acano' : 'sip'),
    text('subType', subType(core, participant)),
    text('lyncSubType', kind === 'microsoft' ? 'audioVideo' : null),
    text('direction', direction),
    text('call', isRinging(participant) ? null : participant.call),
    text('ownerId', participant.parameters['ownerId']),
    text('sipCallId', participant.sipCallId),
    text('groupId', participant.id),
    text('canMove', knowsMoves ? canMove(participant, core.version) : null),
    text('movedCallLeg', knowsMoves ? movedFrom?.participant : null),
    text('movedCallLegCallBridge', knowsMoves ? movedFrom?.callBridge : null),
  );
}

/** A leg that called in is told of before it is in a call; which one, its update says. */
function isRinging({ kind, direction, movedFrom }: Participant): boolean {
  return kind !== 'web-app' && direction === 'incoming' && movedFrom === null;
}

/** Of the user who signed in: nobody else has one. */
function cdrTagOf({ cluster }: BridgeCore, { userJid }: Participant): string | null {
  const user = userJid === null ? null : userByJid(cluster, userJid);
  return cluster.database.get('users', user?.id ?? '')?.values['cdrTag'] ?? null;
}

function subType({ version }: BridgeCore, { kind }: Participant): string | null {
  if (kind === 'microsoft') return 'lync';
  return kind === 'web-app' && isAtLeast(version, '3.0') ? 'webApp' : null;
}

function callLegUpdate(core: BridgeCore, participant: Participant): string {
  return element(
    'callLeg',
    { id: participant.leg },
    text('state', 'connected'),
    text('deactivated', isDeactivated(participant)),
    text('call', participant.call),
    text('ownerId', participant.parameters['ownerId']),
    text('sipCallId', participant.sipCallId),
    text('groupId', participant.id),
    text('displayName', participant.name),
    text('remoteAddress', participant.kind === 'web-app' ? null : participant.uri),
    text('canMove', isAtLeast(core.version, '2.6') ? canMove(participant, core.version) : null),
  );
}

function callLegEnd(core: BridgeCore, participant: Participant, reason: LeaveReason): string {
  const { leg, kind, connectedAtMs, sipCallId } = participant;
  const seconds = connectedAtMs === null ? 0 : secondsBetween(connectedAtMs, core.clock.now());
  const hadMedia = connectedAtMs !== null;
  return element(
    'callLeg',
    { id: leg },
    text('cdrTag', cdrTagOf(core, participant)),
    text('reason', reason),
    text('remoteTeardown', isRemoteTeardown(reason)),
    text('encryptedMedia', hadMedia),
    text('unencryptedMedia', false),
    text('durationSeconds', seconds),
    text('activatedDuration', seconds),
    ...(hadMedia ? mediaOf(kind !== 'web-app') : []),
    text('ownerId', participant.parameters['ownerId']),
    text('sipCallId', sipCallId),
  );
}

/** Figures of an undisturbed call; packet statistics are told of SIP legs only. Source: `docs/cms-wire.md`, section 11.4. */
function mediaOf(isSip: boolean): string[] {
  const burst = (name: string): string => element(name, {}, text('duration', '0.000'), text('density', '0.00'));
  const statistics = isSip ? element('packetStatistics', {}, burst('packetLossBursts'), burst('packetGap')) : '';
  const size = text('maxSizeWidth', 1_280) + text('maxSizeHeight', 720);
  return [
    element('mediaUsagePercentages', {}, text('mainVideoViewer', '100.0'), text('mainVideoContributor', '100.0')),
    element('rxAudio', {}, text('codec', 'opus'), statistics),
    element('txAudio', {}, text('codec', 'opus')),
    element('rxVideo', {}, text('codec', 'h264'), size, statistics),
    element('txVideo', {}, text('codec', 'h264'), size),
  ];
}

function secondsBetween(fromMs: number, untilMs: number): number {
  return Math.max(0, Math.floor((untilMs - fromMs) / 1_000));
}
