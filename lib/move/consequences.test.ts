import { describe, expect, test } from 'vitest';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import type { Participant } from '@/lib/meeting/participant';
import { usualChoices, type MoveChoices } from '@/lib/move/choices';
import { judge } from '@/lib/move/judge';
import type { MeetingDetails, PersonDetails } from '@/lib/move/meeting-details';
import type { MoveSituation } from '@/lib/move/situation';
import type { Consequence } from '@/lib/move/verdict';
import type { ConsequenceCode } from '@/lib/move/verdict-codes';

const bridge = exampleBridge;
const person = exampleParticipant;
const target = exampleMeeting;
const source = (over = {}) => exampleMeeting({ id: 'm1', name: 'Space 1', participantCount: 9, ...over });
const bridges = (...over: Parameters<typeof bridge>[0][]) => new Map(over.map((one, at) => [`b${at + 1}`, bridge({ id: `b${at + 1}`, ...one })]));

const host: PersonDetails = { activator: true, inLobby: false, whenLeftAlone: 'deactivate', encrypted: true, rights: {} };
const guest: PersonDetails = { ...host, activator: false };
const waiting: PersonDetails = { ...guest, inLobby: true };
const dropped: PersonDetails = { ...guest, whenLeftAlone: 'disconnect' };

const before = { audioMute: false, videoMute: false, layout: null, importance: null, label: null };

const entry = { needsActivation: false, whenLeftAlone: 'deactivate', encryption: 'optional', rights: {} } as const;

/** An ordinary meeting of which all is known. */
const known: Omit<MeetingDetails, 'meeting'> = {
  lockMode: 'all',
  limit: null,
  passcode: false,
  activeWhenEmpty: false,
  presenter: null,
  entry,
  people: {},
};

interface Case {
  people?: Partial<Participant>[];
  source?: ReturnType<typeof source>;
  target?: ReturnType<typeof target>;
  from?: Partial<MeetingDetails>;
  to?: Partial<MeetingDetails>;
  callBridges?: MoveSituation['callBridges'];
  choices?: Partial<MoveChoices>;
  putBack?: MoveSituation['putBack'];
}

/** What each of the people is told about a code; null where it is not told. */
function told(code: ConsequenceCode, over: Case): (Consequence | null)[] {
  const people = (over.people ?? [{}]).map((one, at) => person({ id: `p${at + 1}`, ...one }));
  const there = { p1: host, p2: host, p3: host, stays: host };
  return judge({
    mayMove: true,
    choices: { ...usualChoices, ...over.choices },
    candidates: people.map((participant) => ({ participant, movedAway: false, onlyIfIn: null })),
    target: over.target ?? target(),
    sources: new Map([['m1', over.source ?? source()]]),
    details: new Map([
      ['m1', { meeting: 'm1', ...known, people: there, ...over.from }],
      ['m2', { meeting: 'm2', ...known, ...over.to }],
    ]),
    modes: new Map([['c1', 'operate']]),
    callBridges: over.callBridges ?? bridges({}),
    putBack: over.putBack,
  }).map(({ consequences }) => consequences.find((one) => one.code === code) ?? null);
}

const yes = (code: ConsequenceCode, more: Partial<Consequence> = {}): Consequence => ({ code, ...more });
const open = (code: ConsequenceCode): Consequence => ({ code, known: false });
const room = { kind: 'sip' } as const;
const lobbied = { ...entry, needsActivation: true };
const sip = { kind: 'sip', presenting: true } as const;

/** By code: a situation, and what each of those who go is told. */
const cases: Record<ConsequenceCode, [string, Case, (Consequence | null)[]][]> = {
  'admits-lobby': [
    ['nobody waits', { to: { people: { x: host } } }, [null]],
    ['the first lets in all who wait', { people: [{}, {}], to: { people: { x: waiting, y: waiting } } }, [yes('admits-lobby', { count: 2 }), null]],
    ['one was let in by himself, and another waits', { to: { people: { x: guest, y: waiting } } }, [yes('admits-lobby', { count: 1 })]],
    ['a lock holds them back', { target: target({ locked: true }), to: { people: { x: waiting } } }, [null]],
    ['an activator is there, and they were put back', { to: { people: { x: waiting, y: host } } }, [null]],
    ['an activator waits too', { to: { people: { x: waiting, y: { ...host, inLobby: true } } } }, [yes('admits-lobby', { count: 1 })]],
    ['who is there is not known', { to: { people: undefined } }, [open('admits-lobby')]],
    ['it is not to be opened', { choices: { lobby: 'admit' }, to: { people: { x: waiting } } }, [null]],
  ],
  'waits-in-lobby': [
    ['the lobby is opened', { to: { entry: lobbied } }, [null]],
    ['newcomers need an activator, and none is there', { people: [room], choices: { lobby: 'wait' }, to: { entry: lobbied } }, [yes('waits-in-lobby')]],
    ['newcomers need an activator, and one is there', { people: [room], choices: { lobby: 'wait' }, to: { entry: lobbied, people: { x: host } } }, [null]],
    ['newcomers need none', { people: [room], choices: { lobby: 'wait' } }, [null]],
    ['a lock holds all', { people: [room], choices: { lobby: 'wait' }, target: target({ locked: true }) }, [yes('waits-in-lobby')]],
    ['a lock holds those who need one', { people: [room], choices: { lobby: 'wait' }, target: target({ locked: true }), to: { lockMode: 'needsActivation' } }, [null]],
    ['a guest', { people: [{ uri: 'guest123456789@x.example' }], choices: { lobby: 'wait' }, to: { entry: lobbied } }, [yes('waits-in-lobby')]],
    ['one who has signed in may be a member', { people: [{ uri: 'ana@x.example' }], choices: { lobby: 'wait' }, to: { entry: lobbied } }, [open('waits-in-lobby')]],
    ['one who is to be let in', { people: [room], choices: { lobby: 'admit' }, to: { entry: lobbied } }, [open('waits-in-lobby')]],
    ['what newcomers need is not known', { people: [room], choices: { lobby: 'wait' }, to: { entry: undefined } }, [open('waits-in-lobby')]],
  ],
  'overrides-lock': [
    ['not locked', {}, [null]],
    ['who waits does not pass it', { choices: { lobby: 'wait' }, target: target({ locked: true }) }, [null]],
    ['locked for everybody', { target: target({ locked: true }) }, [yes('overrides-lock')]],
    ['locked for those who need an activator', { target: target({ locked: true }), to: { lockMode: 'needsActivation' } }, [null]],
    [
      'locked for those who need an activator, and newcomers do',
      { target: target({ locked: true }), to: { lockMode: 'needsActivation', entry: { ...entry, needsActivation: true, encryption: 'optional' } } },
      [yes('overrides-lock')],
    ],
    ['the mode is not known', { target: target({ locked: true }), to: { lockMode: undefined } }, [open('overrides-lock')]],
  ],
  'bypasses-passcode': [
    ['none', {}, [null]],
    ['one', { to: { passcode: true } }, [yes('bypasses-passcode')]],
    ['not known', { to: { passcode: undefined } }, [open('bypasses-passcode')]],
  ],
  'role-differs': [
    ['the same rights, said or not', { to: { entry: { ...entry, rights: { muteSelf: true } } } }, [null]],
    [
      'another',
      { to: { entry: { ...entry, rights: { muteOthers: true, changeLayout: false } } } },
      [yes('role-differs', { which: ['muteOthers', 'changeLayout'] })],
    ],
    ['theirs are not known', { from: { people: undefined } }, [open('role-differs')]],
    ["the target's are not known", { to: { entry: undefined } }, [open('role-differs')]],
  ],
  'stays-muted': [
    ['it is no way back', { people: [{ muted: { audio: true, video: true } }] }, [null]],
    ['they were heard before', { people: [{ muted: { audio: true, video: false } }], putBack: new Map([['p1', before]]) }, [yes('stays-muted', { which: ['audioMute'] })]],
    ['they were muted before as well', { people: [{ muted: { audio: true, video: false } }], putBack: new Map([['p1', { ...before, audioMute: true }]]) }, [null]],
  ],
  'settings-reset': [
    ['none', {}, [null]],
    [
      'a device has all of them from the bridge, and stays muted',
      { people: [{ kind: 'sip', muted: { audio: true, video: false }, layout: 'speakerOnly', importance: 3 }] },
      [yes('settings-reset', { which: ['layout', 'importance'] })],
    ],
    ['a web app carries its own', { people: [{ muted: { audio: true, video: true }, importance: 3 }] }, [yes('settings-reset', { which: ['importance'] })]],
    ['the kind is not known', { people: [{ kind: 'unknown', importance: 3 }] }, [open('settings-reset')]],
    ['all of them are kept', { choices: { settings: 'keep' }, people: [{ kind: 'sip', muted: { audio: true, video: true }, layout: 'speakerOnly', importance: 3 }] }, [null]],
    [
      'a layout that cannot be asked for is not kept',
      { choices: { settings: 'keep' }, people: [{ kind: 'sip', muted: { audio: true, video: false }, layout: 'of the site' }] },
      [yes('settings-reset', { which: ['layout'] })],
    ],
  ],
  'presentation-stops': [
    ['a web app presents', { people: [{ presenting: true }] }, [yes('presentation-stops')]],
    ['a device presents', { people: [sip] }, [null]],
    ['the kind is not known', { people: [{ kind: 'unknown', presenting: true }] }, [open('presentation-stops')]],
  ],
  'presentation-follows': [
    ['a device presents', { people: [sip] }, [yes('presentation-follows')]],
    ['a web app presents', { people: [{ presenting: true }] }, [null]],
    ['the kind is not known', { people: [{ kind: 'unknown', presenting: true }] }, [open('presentation-follows')]],
  ],
  'takes-floor-from': [
    ['nobody presents there', { people: [sip] }, [null]],
    ['somebody presents there', { people: [sip], to: { presenter: 'Cy' } }, [yes('takes-floor-from', { name: 'Cy' })]],
    ['a web app gives up its own', { people: [{ presenting: true }], to: { presenter: 'Cy' } }, [null]],
    [
      'the next takes it from the one before',
      { people: [{ ...sip, name: 'Ana' }, { ...sip, name: 'Bo' }], to: { presenter: 'Cy' } },
      [yes('takes-floor-from', { name: 'Cy' }), yes('takes-floor-from', { name: 'Ana' })],
    ],
    ['not known', { people: [sip], to: { presenter: undefined } }, [open('takes-floor-from')]],
  ],
  'chat-lost': [
    ['a web app', {}, [yes('chat-lost')]],
    ['a device', { people: [{ kind: 'sip' }] }, [null]],
    ['the kind is not known', { people: [{ kind: 'unknown' }] }, [open('chat-lost')]],
  ],
  'target-recorded': [
    ['no', {}, [null]],
    ['yes', { target: target({ recording: true }) }, [yes('target-recorded')]],
  ],
  'target-streamed': [
    ['no', {}, [null]],
    ['yes', { target: target({ streaming: true }) }, [yes('target-streamed')]],
  ],
  'leaves-without-activator': [
    ['another stays', {}, [null]],
    ['nobody needs one', { from: { people: { p1: host } } }, [null]],
    ['a guest goes', { from: { people: { p1: guest, x: guest } } }, [null]],
    [
      'the last of them is told',
      { people: [{}, {}, {}], from: { people: { p1: host, p2: host, p3: guest, x: guest, y: dropped, z: waiting } } },
      [null, yes('leaves-without-activator', { count: 2, dropped: 1 }), null],
    ],
    ['those who stay stay', { from: { people: { p1: host, x: { ...guest, whenLeftAlone: 'remainActivated' } } } }, [null]],
    ['one in the lobby keeps nothing open', { from: { people: { p1: host, x: guest, y: { ...host, inLobby: true } } } }, [yes('leaves-without-activator', { count: 1 })]],
    ['not known', { people: [{}, {}], from: { people: undefined } }, [null, open('leaves-without-activator')]],
  ],
  'ends-source': [
    ['others stay', {}, [null]],
    ['the last is told', { people: [{}, {}], source: source({ participantCount: 2 }) }, [null, yes('ends-source', { again: true })]],
    ['it cannot be made again', { source: source({ participantCount: 1, space: null }) }, [yes('ends-source', { again: false })]],
    ['it goes on when empty', { source: source({ participantCount: 1 }), from: { activeWhenEmpty: true } }, [null]],
    ['whether it goes on is not known', { source: source({ participantCount: 1 }), from: { activeWhenEmpty: undefined } }, [open('ends-source')]],
    ['who stays is not known', { from: { people: undefined } }, [open('ends-source')]],
    ['those who stay are dropped', { source: source({ participantCount: 2 }), from: { people: { p1: host, x: dropped } } }, [yes('ends-source', { again: true })]],
  ],
  'capacity-tight': [
    ['room enough', { to: { limit: 10 } }, [null]],
    ['the last place', { people: [{}, {}], target: target({ participantCount: 3 }), to: { limit: 5 } }, [null, yes('capacity-tight')]],
    ['every bridge is loaded', { callBridges: bridges({ load: 81 }, { load: 99 }) }, [yes('capacity-tight')]],
    ['one is not', { callBridges: bridges({ load: 81 }, { load: 20 }) }, [null]],
    ['the load is not known', { callBridges: bridges({ load: null }) }, [open('capacity-tight')]],
    ['the load is in no unit', { callBridges: bridges({ load: 70_000 }) }, [open('capacity-tight')]],
    ['the limit is not known', { to: { limit: undefined } }, [open('capacity-tight')]],
  ],
  'encryption-differs': [
    ['anything goes', { people: [{ kind: 'sip' }] }, [null]],
    [
      'it must be, and is not',
      { people: [{ kind: 'sip' }], from: { people: { p1: { ...host, encrypted: false } } }, to: { entry: { ...entry, encryption: 'required' } } },
      [yes('encryption-differs')],
    ],
    ['it must be, and is', { people: [{ kind: 'sip' }], to: { entry: { ...entry, encryption: 'required' } } }, [null]],
    ['it must not be, and is', { people: [{ kind: 'sip' }], to: { entry: { ...entry, encryption: 'prohibited' } } }, [yes('encryption-differs')]],
    ['a web app always fits', { to: { entry: undefined } }, [null]],
    ['not known', { people: [{ kind: 'sip' }], to: { entry: undefined } }, [open('encryption-differs')]],
  ],
  'bridge-may-change': [
    ['one bridge', {}, [null]],
    ['two', { callBridges: bridges({}, {}) }, [yes('bridge-may-change')]],
  ],
  'outcome-unprovable': [
    ['all are there', { callBridges: bridges({}, {}) }, [null]],
    ['one is not', { callBridges: bridges({}, { state: 'away' }) }, [yes('outcome-unprovable')]],
  ],
};

describe.each(Object.entries(cases) as [ConsequenceCode, (typeof cases)[ConsequenceCode]][])('%s', (code, rows) => {
  test.each(rows)('%s', (_, over, wanted) => {
    expect(told(code, over)).toEqual(wanted);
  });
});

test('what comes of a move is told of somebody who stays, as if they went alone', () => {
  const refused = { kind: 'microsoft', canMove: false } as const;
  expect(told('admits-lobby', { people: [{}, refused], to: { people: { x: waiting } } })).toEqual([
    { code: 'admits-lobby', count: 1 },
    { code: 'admits-lobby', count: 1 },
  ]);
});
