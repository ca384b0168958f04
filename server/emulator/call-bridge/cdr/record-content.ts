import type { BridgeCore } from '../bridge-core';
import { shownUri } from '../events/elements';
import { isRemoteTeardown } from '../leave-reason';
import { element, text } from '../rest/xml';
import { localAddress } from '../local-address';
import { isAtLeast } from '../version';
import type { LeaveReason } from '../world/command';
import type { Fact } from '../world/fact';
import { canMove, isDeactivated } from '../world/participant';
import type { Participant } from '../world/participant';
import { callTypeOf } from '../world/world';
import type { Call } from '../world/world';
import type { RecordType } from './record-queue';

/** Which records a fact makes, in order. Source: `docs/cms-wire.md`, section 5. */
export function recordTypesOf(fact: Fact): readonly RecordType[] {
  switch (fact.is) {
    case 'call-started':
      return ['callStart'];
    case 'call-ended':
      return ['callEnd'];
    case 'participant-added':
      return fact.participant.state === 'connected' ? ['callLegStart', 'callLegUpdate'] : ['callLegStart'];
    case 'participant-changed':
      return isUpdate(fact.before, fact.participant) ? ['callLegUpdate'] : [];
    case 'participant-removed':
      return ['callLegEnd'];
    default:
      return [];
  }
}

/** An answered call, and every way into the lobby and out of it. */
function isUpdate(before: Participant, after: Participant): boolean {
  if (after.state !== 'connected') return false;
  return before.state !== 'connected' || isDeactivated(before) !== isDeactivated(after);
}

/** Text of one of the records that a fact makes. `legsCompleted` is how many legs have left the call of the fact so far. */
export function writeRecord(core: BridgeCore, type: RecordType, fact: Fact, legsCompleted: number): string {
  switch (fact.is) {
    case 'call-started':
      return callStart(fact.call);
    case 'call-ended':
      return callEnd(core, fact.call, legsCompleted);
    case 'participant-added':
    case 'participant-changed':
      return type === 'callLegStart' ? callLegStart(core, fact.participant) : callLegUpdate(core, fact.participant);
    case 'participant-removed':
      return callLegEnd(core, fact.participant, fact.reason);
    default:
      return '';
  }
}

function callStart(call: Call): string {
  const { id, name, coSpace, correlator } = call;
  return element(
    'call',
    { id },
    text('name', name),
    text('callType', callTypeOf(call)),
    text('coSpace', coSpace),
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
    text('localAddress', localAddress(core, participant)),
    text('remoteAddress', isWebApp ? null : uri),
    text('remoteParty', shownUri(participant, uri)),
    text('guestConnection', participant.guest === null ? null : true),
    text('recording', false),
    text('streaming', false),
    text('type', isWebApp ? 'acano' : 'sip'),
    text('subType', subType(core, participant)),
    text('lyncSubType', kind === 'microsoft' ? 'audioVideo' : null),
    text('direction', direction),
    text('call', isRinging(participant) ? null : participant.call),
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
    text('reason', reason),
    text('remoteTeardown', isRemoteTeardown(reason)),
    text('encryptedMedia', hadMedia),
    text('unencryptedMedia', false),
    text('durationSeconds', seconds),
    text('activatedDuration', seconds),
    ...(hadMedia ? mediaOf(kind !== 'web-app') : []),
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
