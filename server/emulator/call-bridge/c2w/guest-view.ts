import type { LocalSettings, SeenPerson } from '../../protocol/client-session';
import type { BridgeCore } from '../bridge-core';
import type { Fact } from '../world/fact';
import { isDeactivated } from '../world/participant';
import type { Participant, RosterEntry } from '../world/participant';
import { localParticipants, remoteParticipants } from '../world/world';
import type { Call } from '../world/world';
import type { WebBridgeLinks } from './web-bridge-links';

/**
 * Keeps every guest's browser told who is in their meeting. Changes of one turn of the event loop become one frame per
 * guest, so that a meeting that fills up at once does not send a frame for each arrival to everybody.
 */
export function followForGuests(core: BridgeCore, links: () => WebBridgeLinks): void {
  const stale = new Set<string>();
  core.follow((facts) => {
    for (const fact of facts) {
      tellGuest(links(), fact);
      const call = callConcerned(fact);
      if (call === null) continue;
      if (stale.size === 0) setImmediate(() => flush(core, links(), stale));
      stale.add(call);
    }
  });
}

function flush(core: BridgeCore, links: WebBridgeLinks, stale: Set<string>): void {
  for (const id of stale) {
    const call = core.world.calls.get(id);
    if (call) sendState(core, links, call);
  }
  stale.clear();
}

function sendState(core: BridgeCore, links: WebBridgeLinks, call: Call): void {
  const guests = localParticipants(core.world, call).filter((who) => who.session !== null);
  if (guests.length === 0) return;
  const seen = [...localParticipants(core.world, call), ...remoteParticipants(core.world, call)].filter(isInMedia);
  const inMeeting = seen.filter((entry) => !isDeactivated(entry));
  for (const guest of guests) {
    const { id, session } = guest;
    if (!session) continue;
    // From the lobby one sees nobody but oneself.
    const people = isDeactivated(guest) ? seen.filter((entry) => entry.id === id) : inMeeting;
    links.send(session.webBridge, {
      type: 'state',
      participant: id,
      space: { name: call.name },
      people: people.map((entry) => seenPerson(entry, id)),
      locked: call.settings.locked,
      waiting: isDeactivated(guest),
    });
  }
}

/** Messages to one guest about themselves. */
function tellGuest(links: WebBridgeLinks, fact: Fact): void {
  if (fact.is === 'participant-removed') {
    const { id, session } = fact.participant;
    if (session && fact.reason !== 'callMoved' && fact.reason !== 'clientInitiatedTeardown') {
      links.send(session.webBridge, { type: 'sessionEnded', participant: id, reason: fact.reason });
    }
  }
  if (fact.is === 'participant-changed' && fact.asker === 'bridge' && fact.participant.session) {
    const { before, participant } = fact;
    if (!differsForGuest(before, participant)) return;
    links.send(fact.participant.session.webBridge, {
      type: 'settings',
      participant: participant.id,
      settings: settingsOf(participant),
    });
  }
}

/** What the bridge has of a participant, as their own client speaks of it. */
export function settingsOf({ rxAudioMute, rxVideoMute, layout }: Participant): LocalSettings {
  return { audioMuted: rxAudioMute, videoMuted: rxVideoMute, layout };
}

function differsForGuest(before: Participant, after: Participant): boolean {
  return (
    before.rxAudioMute !== after.rxAudioMute || before.rxVideoMute !== after.rxVideoMute || before.layout !== after.layout
  );
}

function callConcerned(fact: Fact): string | null {
  switch (fact.is) {
    case 'participant-added':
    case 'participant-changed':
    case 'participant-removed':
      return fact.participant.call;
    case 'remote-noted':
    case 'remote-forgotten':
      return fact.remote.call;
    case 'call-changed':
      return fact.call.id;
    default:
      return null;
  }
}

function isInMedia(entry: Pick<RosterEntry, 'state'>): boolean {
  return entry.state === 'connected' || entry.state === 'onHold';
}

function seenPerson(entry: Omit<RosterEntry, 'canMove'>, viewer: string): SeenPerson {
  return {
    id: entry.id,
    name: entry.nameLabelOverride === '' ? entry.name : entry.nameLabelOverride,
    audioMuted: entry.rxAudioMute,
    videoMuted: entry.rxVideoMute,
    speaking: entry.speaking,
    presenting: entry.presentingSince !== null,
    self: entry.id === viewer,
  };
}
