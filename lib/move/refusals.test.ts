import { describe, expect, test } from 'vitest';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import { usualChoices } from '@/lib/move/choices';
import { judge } from '@/lib/move/judge';
import type { MeetingDetails } from '@/lib/move/meeting-details';
import type { Candidate, MoveSituation } from '@/lib/move/situation';
import { refusalReasons, type RefusalReason } from '@/lib/move/verdict-codes';

const bridge = exampleBridge;
const participant = exampleParticipant;
const target = exampleMeeting;

function situation(over: Partial<MoveSituation> & { candidate?: Partial<Candidate> } = {}): MoveSituation {
  const { candidate, ...rest } = over;
  return {
    mayMove: true,
    choices: usualChoices,
    candidates: [{ participant: participant(), movedAway: false, onlyIfIn: null, ...candidate }],
    target: target(),
    sources: new Map(),
    details: new Map(),
    modes: new Map([['c1', 'operate']]),
    callBridges: new Map([['b1', bridge()]]),
    ...rest,
  };
}

const verdict = (over: Parameters<typeof situation>[0]) => {
  const [first] = judge(situation(over));
  if (!first) throw new Error('one candidate, one verdict');
  return first;
};

const limited = (limit: MeetingDetails['limit']) => new Map([['m2', { meeting: 'm2', limit }]]);
const gone = { participant: null, movedAway: false };
const old = { id: 'b1', name: 'cb', version: '3.1' };

/** One situation for each reason in which it is the reason. */
const provoked: Record<RefusalReason, Parameters<typeof situation>[0]> = {
  forbidden: { mayMove: false },
  'cluster-observe-only': { modes: new Map([['c1', 'observe']]) },
  'moved-meanwhile': { candidate: { onlyIfIn: 'm7' } },
  'not-connected': { candidate: gone },
  'same-meeting': { candidate: { participant: participant({ meeting: 'm2' }) } },
  'other-cluster': { target: target({ cluster: { id: 'c2', name: 'legacy.example' } }) },
  'bridge-unreachable': { callBridges: new Map([['b1', bridge({ state: 'away' })]]) },
  'needs-2.6': { candidate: { participant: participant({ canMove: null, kind: 'sip' }) } },
  'web-app-needs-3.2': { candidate: { participant: participant({ callBridge: old, canMove: false }) } },
  'admit-needs-2.9': {
    choices: { ...usualChoices, lobby: 'admit' },
    candidate: { participant: participant({ kind: 'sip' }) },
    callBridges: new Map([['b1', bridge({ version: '2.8' })]]),
  },
  'microsoft-client': { candidate: { participant: participant({ kind: 'microsoft', canMove: false }) } },
  'cannot-move': { candidate: { participant: participant({ canMove: false }) } },
  'meeting-app': { candidate: { participant: participant({ kind: 'meeting-app', canMove: false }) } },
  'target-not-a-meeting': { target: target({ callType: 'forwarding' }) },
  'target-ended': { target: null },
  'target-dual-homed': { target: target({ callType: 'lyncConferencing', dualHomed: true }) },
  'target-full': { target: target({ participantCount: 5 }), details: limited(5) },
};

describe('the verdict', () => {
  test('allows a connected, movable participant into another meeting of the cluster', () => {
    expect(verdict({})).toMatchObject({ allowed: true, reason: null, reasons: [] });
  });

  test.each(refusalReasons)('refuses with %s where that alone applies', (reason) => {
    expect(verdict(provoked[reason])).toMatchObject({ allowed: false, reason, reasons: [reason] });
  });

  test('gives all reasons in the order of precedence, the first being the reason', () => {
    const everything = verdict({
      mayMove: false,
      modes: new Map([['c1', 'observe']]),
      callBridges: new Map([['b1', bridge({ state: 'away', version: '3.1' })]]),
      candidate: { onlyIfIn: 'm9', participant: participant({ meeting: 'm2', state: 'ringing', canMove: null }) },
    });
    expect(everything.reason).toBe('forbidden');
    const places = everything.reasons.map((reason) => refusalReasons.indexOf(reason));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(everything.reasons).toContain('web-app-needs-3.2');
  });

  test('tells somebody who was moved away from somebody who left', () => {
    expect(verdict({ candidate: { participant: null, movedAway: true } }).reason).toBe('moved-meanwhile');
    expect(verdict({ candidate: gone }).reason).toBe('not-connected');
  });

  test('looks at the versions of the bridges that host the target too', () => {
    const callBridges = new Map([
      ['b1', bridge()],
      ['b2', bridge({ id: 'b2', version: '3.1' })],
    ]);
    const spanning = target({ calls: [{ id: 'x', callBridge: 'b1' }, { id: 'y', callBridge: 'b2' }] });
    expect(verdict({ callBridges, target: spanning }).reason).toBe('web-app-needs-3.2');
    const sip = { participant: participant({ kind: 'sip' }) };
    expect(verdict({ callBridges, target: spanning, candidate: sip }).allowed).toBe(true);
  });

  test('refuses those for whom no place is left, in the order in which they are named', () => {
    const people = ['p1', 'p2', 'p3'].map((id) => ({ participant: participant({ id }), movedAway: false, onlyIfIn: null }));
    const stuck = { participant: participant({ id: 'p0', kind: 'microsoft', canMove: false }), movedAway: false, onlyIfIn: null };
    const verdicts = judge(situation({ candidates: [stuck, ...people], target: target({ participantCount: 3 }), details: limited(5) }));
    expect(verdicts.map(({ reason }) => reason)).toEqual(['microsoft-client', null, null, 'target-full']);
  });

  test('refuses nobody for a limit that there is not, or that is not known', () => {
    for (const limit of [null, undefined]) {
      expect(verdict({ target: target({ participantCount: 500 }), details: limited(limit) }).allowed).toBe(true);
    }
  });

  test('leaves the flag of a recorder, which nothing else explains, as it is', () => {
    expect(verdict({ candidate: { participant: participant({ kind: 'recorder', canMove: false }) } }).reason).toBe('cannot-move');
  });

  test('lets a target through while one of its bridges still answers', () => {
    const callBridges = new Map([
      ['b1', bridge()],
      ['b2', bridge({ id: 'b2', state: 'away' })],
    ]);
    const spanning = target({ calls: [{ id: 'x', callBridge: 'b1' }, { id: 'y', callBridge: 'b2' }] });
    expect(verdict({ callBridges, target: spanning }).allowed).toBe(true);
  });
});
