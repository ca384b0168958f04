import type { Inventory } from '@/server/inventory/inventory';
import type { WorldView } from './emulated-bridge';

/** What both sides know of one thing, by name of the fact, as text. */
type Known = Readonly<Record<string, string>>;
type CallView = WorldView['callBridges'][number]['calls'][number];
type PersonView = CallView['participants'][number];

/**
 * What Usher shows against what is so on the bridges: every meeting with its hosts, counts, lock and recording, every
 * participant with meeting, home, kind, state, lobby, mutes and origin. One line per difference; empty if there is none.
 */
export function inventoryDifferences(inventory: Inventory, world: WorldView): string[] {
  return differences(shownBy(inventory), soIn(world));
}

function differences(shown: ReadonlyMap<string, Known>, so: ReadonlyMap<string, Known>): string[] {
  const lines: string[] = [];
  for (const [key, facts] of so) {
    const seen = shown.get(key);
    if (!seen) lines.push(`${key} (${facts['name']}) is not shown`);
    for (const [fact, value] of Object.entries(seen ? facts : {})) {
      if (seen?.[fact] !== value) lines.push(`${key} (${facts['name']}): ${fact} is shown as ${seen?.[fact]}, and is ${value}`);
    }
  }
  for (const [key, { name }] of shown) if (!so.has(key)) lines.push(`${key} (${name}) is shown, and is not there`);
  return lines.sort();
}

function shownBy({ picture }: Inventory): Map<string, Known> {
  const known = new Map<string, Known>();
  for (const meeting of picture.meetings.values()) {
    known.set(`meeting ${meeting.id}`, {
      name: meeting.name,
      cluster: meeting.cluster.name,
      space: text(meeting.space),
      hosts: hostsOf(meeting.calls.map(({ id, callBridge }) => `${picture.callBridges.get(callBridge)?.name ?? callBridge} as ${id}`)),
      people: String(meeting.participantCount),
      kinds: kindsOf(Object.entries(meeting.kinds).flatMap(([kind, count]) => Array<string>(count).fill(kind))),
      'people in the lobby': String(meeting.lobbyCount),
      locked: String(meeting.locked),
      recording: String(meeting.recording),
      streaming: String(meeting.streaming),
      'dual homed': String(meeting.dualHomed),
      stale: text(meeting.stale),
    });
  }
  for (const person of picture.participants.values()) {
    known.set(`participant ${person.id}`, {
      name: person.name,
      meeting: person.meeting,
      home: `${person.callBridge.name} ${person.callBridge.version}`,
      kind: person.kind,
      uri: text(person.uri),
      state: person.state,
      'in the lobby': String(person.inLobby),
      'can move': String(person.canMove),
      'audio muted': String(person.muted.audio),
      'video muted': String(person.muted.video),
      layout: text(person.layout),
      importance: text(person.importance),
      presenting: String(person.presenting),
      speaking: String(person.speaking),
      'moved from': text(person.movedFrom?.participant),
      'in the list of its meeting': String(picture.participantsByMeeting.get(person.meeting)?.has(person.id) ?? false),
    });
  }
  return known;
}

function soIn({ callBridges }: WorldView): Map<string, Known> {
  const known = new Map<string, Known>();
  for (const [correlator, parts] of meetingsOf(callBridges)) {
    const people = parts.flatMap(({ call, bridge }) => call.participants.map((person) => ({ person, bridge })));
    const [first] = parts;
    if (!first) continue;
    const isAtWork = (kind: string) => people.some(({ person }) => person.kind === kind && person.state === 'connected');
    const isSet = (name: string) => parts.some(({ call }) => call.settings[name] === true);
    known.set(`meeting ${correlator}`, {
      // A call that was made by nothing but a correlator while its bridge heard of no other knows neither.
      name: parts.find(({ call }) => call.name !== '')?.call.name ?? '',
      cluster: first.bridge.cluster,
      space: text(parts.find(({ call }) => call.coSpace !== null)?.call.coSpace),
      hosts: hostsOf(parts.map(({ bridge, call }) => `${bridge.name} as ${call.id}`)),
      people: String(people.length),
      kinds: kindsOf(people.map(({ person }) => kindOf(person))),
      'people in the lobby': String(people.filter(({ person }) => isInLobby(person)).length),
      locked: String(isSet('locked')),
      recording: String(isSet('recording') && isAtWork('recorder')),
      streaming: String(isSet('streaming') && isAtWork('streamer')),
      'dual homed': String(isSet('dualHomed')),
      stale: 'none',
    });
    for (const { person, bridge } of people) known.set(`participant ${person.id}`, factsOf(person, correlator, `${bridge.name} ${bridge.version}`));
  }
  return known;
}

function factsOf(person: PersonView, meeting: string, home: string): Known {
  return {
    name: person.nameLabelOverride || person.name,
    meeting,
    home,
    kind: kindOf(person),
    // On a roster a guest's uri goes without its domain. Source: docs/cms-wire.md, section 4.
    uri: text(person.kind === 'web-app' && person.userJid === null ? person.uri.split('@')[0] : person.uri),
    state: person.state,
    'in the lobby': String(isInLobby(person)),
    'can move': String(person.canMove),
    'audio muted': String(person.rxAudioMute),
    'video muted': String(person.rxVideoMute),
    layout: person.layout,
    importance: text(person.importance),
    presenting: String(person.presentingSince !== null),
    speaking: String(person.speaking),
    'moved from': text(person.movedFrom?.participant),
    'in the list of its meeting': 'true',
  };
}

/** Each bridge's part of each meeting, by correlator. */
function meetingsOf(callBridges: WorldView['callBridges']) {
  const meetings = new Map<string, { call: CallView; bridge: WorldView['callBridges'][number] }[]>();
  for (const bridge of callBridges) {
    for (const call of bridge.calls) meetings.set(call.correlator, [...(meetings.get(call.correlator) ?? []), { call, bridge }]);
  }
  return meetings;
}

function isInLobby({ activation }: PersonView): boolean {
  return activation === 'waiting' || activation === 'held';
}

function kindOf({ kind }: PersonView): string {
  return kind === 'streamer' ? 'recorder' : kind;
}

function kindsOf(kinds: string[]): string {
  return kinds.sort().join(', ');
}

function hostsOf(hosts: string[]): string {
  return hosts.sort().join(', ');
}

function text(value: string | number | null | undefined): string {
  return value === null || value === undefined || value === '' ? 'none' : String(value);
}
