import { isAtLeast } from '../version';
import type { RosterEntry } from '../world/participant';
import { callTypeOf, isRunning, peersHosting } from '../world/world';
import type { Call, World } from '../world/world';

/** Values of one call or participant, by element name, as event clients see them. */
export type ElementValues = Record<string, string | number | boolean | null>;

/** Source: `docs/cms-wire.md`, section 4, subscription type `calls`. */
export function callElements(world: World, call: Call): ElementValues {
  return {
    name: call.name,
    participants: call.local.size + call.remote.size,
    distributedInstances: distributedInstances(world, call),
    recording: isRunning(world, call, 'recording') ? 'active' : 'inactive',
    endpointRecording: 'inactive',
    streaming: isRunning(world, call, 'streaming') ? 'active' : 'inactive',
    lockState: call.settings.locked ? 'locked' : 'notLocked',
    callType: callTypeOf(call),
    callCorrelator: call.correlator,
  };
}

/** Source: `docs/cms-wire.md`, section 4, subscription type `callInfo`. */
export function callInfoElements(world: World, call: Call): ElementValues {
  return { ...callElements(world, call), joinAudioMuteOverride: call.settings.joinAudioMuteOverride };
}

/** Source: `docs/cms-wire.md`, section 4, subscription type `callRoster`; `canMove` and what moves leave exist since 2.6. */
export function rosterElements(version: string, entry: RosterEntry): ElementValues {
  const values: ElementValues = {
    name: entry.nameLabelOverride === '' ? entry.name : entry.nameLabelOverride,
    uri: shownUri(entry, entry.uri),
    state: entry.state,
    direction: entry.direction,
    audioMuted: entry.rxAudioMute,
    videoMuted: entry.rxVideoMute,
    importance: entry.importance,
    layout: entry.layout,
    activeSpeaker: entry.speaking,
    presenter: entry.presentingSince !== null,
    endpointRecording: 'inactive',
  };
  if (!isAtLeast(version, '2.6')) return values;
  return {
    ...values,
    canMove: entry.canMove,
    movedParticipant: entry.movedFrom?.participant ?? null,
    movedParticipantCallBridge: entry.movedFrom?.callBridge ?? null,
  };
}

/** How many other bridges host part of the meeting. Source: CMS API guide, `numDistributedInstances`. */
export function distributedInstances(world: World, call: Call): number {
  return peersHosting(world, call.correlator).length;
}

/** A uri as events and call legs show it: a guest's account goes without the domain that the REST uri has. */
export function shownUri({ kind, userJid }: Pick<RosterEntry, 'kind' | 'userJid'>, uri: string): string {
  return kind === 'web-app' && userJid === null ? (uri.split('@')[0] ?? uri) : uri;
}
