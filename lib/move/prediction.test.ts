import { describe, expect, test } from 'vitest';
import { exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import { comparePrediction, type BeforeAndAfter } from '@/lib/move/prediction';
import type { Consequence, Verdict } from '@/lib/move/verdict';
import type { RefusalReason } from '@/lib/move/verdict-codes';

const allowed = (...consequences: Consequence[]): Verdict => ({ allowed: true, reason: null, reasons: [], consequences });
const refused = (...reasons: RefusalReason[]): Verdict => ({ allowed: false, reason: reasons[0] ?? null, reasons, consequences: [] });
const seen = (over: Partial<BeforeAndAfter> = {}): BeforeAndAfter => ({
  end: 'joined',
  old: exampleParticipant({ kind: 'sip', muted: { audio: true, video: false }, importance: 3 }),
  newcomer: exampleParticipant({ kind: 'sip' }),
  target: exampleMeeting(),
  sourceIsLive: true,
  lobby: { waiting: 0, admitted: 0 },
  ...over,
});

describe('a prediction', () => {
  test('held where somebody went whom Usher would have let go, and nothing came otherwise', () => {
    expect(comparePrediction(allowed({ code: 'chat-lost' }), seen())).toEqual({ held: true, outcomes: [] });
  });

  test('did not hold where a bridge moved somebody whom it should have refused', () => {
    expect(comparePrediction(refused('cannot-move'), seen()).held).toBe(false);
    expect(comparePrediction(refused('bridge-unreachable', 'target-full'), seen()).held).toBe(false);
  });

  test("is not proved wrong by a move that only Usher's own rules forbid", () => {
    expect(comparePrediction(refused('same-meeting'), seen()).held).toBeNull();
  });

  test('cannot be told where nothing was predicted, or somebody did not arrive', () => {
    expect(comparePrediction(null, seen()).held).toBeNull();
    expect(comparePrediction(allowed(), seen({ end: 'dropped' })).held).toBeNull();
  });

  test.each<[Consequence, Partial<BeforeAndAfter>, boolean | null]>([
    [{ code: 'admits-lobby', count: 2 }, { lobby: { waiting: 0, admitted: 2 } }, true],
    [{ code: 'admits-lobby', count: 2 }, { lobby: { waiting: 1, admitted: 1 } }, false],
    [{ code: 'admits-lobby', count: 2 }, { lobby: { waiting: 0, admitted: 0 } }, null],
    [{ code: 'admits-lobby', count: 2 }, { lobby: null }, null],
    [{ code: 'admits-lobby', known: false }, { lobby: { waiting: 1, admitted: 0 } }, null],
    [{ code: 'ends-source', again: true }, { sourceIsLive: false }, true],
    [{ code: 'ends-source', again: true }, { sourceIsLive: true }, false],
    [{ code: 'target-recorded' }, { target: exampleMeeting({ recording: true }) }, true],
    [{ code: 'target-recorded' }, {}, false],
    [{ code: 'target-recorded' }, { target: null }, null],
    [{ code: 'settings-reset', which: ['audioMute', 'importance'] }, {}, true],
    [{ code: 'settings-reset', which: ['audioMute'] }, { newcomer: exampleParticipant({ muted: { audio: true, video: false } }) }, null],
    [{ code: 'settings-reset', which: ['audioMute'] }, { old: null }, null],
    [{ code: 'presentation-stops' }, { newcomer: exampleParticipant({ presenting: true }) }, false],
    [{ code: 'bridge-may-change' }, {}, null],
  ])('of %j, where it is %j, came true: %s', (consequence, after, came) => {
    const { held, outcomes } = comparePrediction(allowed(consequence), seen(after));
    expect(outcomes).toEqual(came === null ? [] : [{ code: consequence.code, came }]);
    expect(held).toBe(came !== false);
  });
});
