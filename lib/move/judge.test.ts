import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import { participantKinds, participantStates } from '@/lib/meeting/participant';
import { lobbyChoices, settingsChoices } from '@/lib/move/choices';
import { judge } from '@/lib/move/judge';
import { deactivationModes, type MeetingDetails } from '@/lib/move/meeting-details';
import type { Candidate, MoveSituation } from '@/lib/move/situation';
import { consequenceCodes, refusalReasons } from '@/lib/move/verdict-codes';

const details = fc.record({
  activator: fc.boolean(),
  inLobby: fc.boolean(),
  whenLeftAlone: fc.constantFrom(...deactivationModes),
  encrypted: fc.option(fc.boolean()),
  rights: fc.constant({}),
});
/** A meeting of which all is known. */
const wholeDetails = (meeting: string, ids: readonly string[]) =>
  fc.record({
    meeting: fc.constant(meeting),
    lockMode: fc.constantFrom('all' as const, 'needsActivation' as const),
    limit: fc.option(fc.integer({ min: 0, max: 9 })),
    passcode: fc.boolean(),
    activeWhenEmpty: fc.boolean(),
    presenter: fc.option(fc.constant('Cy')),
    entry: fc.record({
      needsActivation: fc.boolean(),
      whenLeftAlone: fc.constantFrom(...deactivationModes),
      encryption: fc.constantFrom('optional' as const, 'required' as const, 'prohibited' as const),
      rights: fc.constant({}),
    }),
    people: fc.record(Object.fromEntries(ids.map((id) => [id, details]))),
  });
const candidate = (id: string) =>
  fc
    .record({
      kind: fc.constantFrom(...participantKinds),
      state: fc.constantFrom(...participantStates),
      canMove: fc.option(fc.boolean()),
      presenting: fc.boolean(),
      meeting: fc.constantFrom('m1', 'm1', 'm1', 'm2'),
    })
    .map((over): Candidate => ({ participant: exampleParticipant({ id, ...over }), movedAway: false, onlyIfIn: null }));

const ids = ['p1', 'p2', 'p3', 'p4'];
const anySituation = fc
  .record({
    mayMove: fc.boolean(),
    choices: fc.record({ lobby: fc.constantFrom(...lobbyChoices), settings: fc.constantFrom(...settingsChoices) }),
    candidates: fc.tuple(...ids.map(candidate)),
    target: fc
      .record({ participantCount: fc.integer({ min: 0, max: 9 }), locked: fc.boolean(), recording: fc.boolean() })
      .map((over) => exampleMeeting(over)),
    details: fc.tuple(wholeDetails('m1', [...ids, 'x', 'y']), wholeDetails('m2', ['q', 'r'])),
    participantCount: fc.integer({ min: 4, max: 6 }),
  })
  .map(
    ({ participantCount, ...over }): MoveSituation => ({
      ...over,
      sources: new Map([['m1', exampleMeeting({ id: 'm1', participantCount })]]),
      details: new Map<string, MeetingDetails>(over.details.map((one) => [one.meeting, one])),
      modes: new Map([['c1', 'operate']]),
      callBridges: new Map([['b1', exampleBridge()]]),
    }),
  );

describe('whatever is judged', () => {
  test('has each reason and consequence at most once, in the order of precedence, and is allowed exactly without a reason', () => {
    fc.assert(
      fc.property(anySituation, (situation) => {
        for (const { allowed, reason, reasons, consequences } of judge(situation)) {
          expect([allowed, reason]).toEqual([reasons.length === 0, reasons[0] ?? null]);
          expect(reasons).toEqual(refusalReasons.filter((one) => reasons.includes(one)));
          expect(consequences.map(({ code }) => code)).toEqual(consequenceCodes.filter((code) => consequences.some((one) => one.code === code)));
        }
      }),
    );
  });

  test('is not let into a full meeting because others come along', () => {
    fc.assert(
      fc.property(anySituation, fc.integer({ min: 1, max: ids.length }), (situation, count) => {
        const few = judge({ ...situation, candidates: situation.candidates.slice(-count) });
        const all = judge(situation).slice(-count);
        few.forEach(({ reasons }, at) => {
          if (reasons.includes('target-full')) expect(all[at]?.reasons).toContain('target-full');
        });
      }),
    );
  });

  test('takes no more places than there are, lets in the lobby once, and ends the source once', () => {
    fc.assert(
      fc.property(anySituation, (situation) => {
        const verdicts = judge({ ...situation, mayMove: true });
        const going = verdicts.filter(({ allowed }) => allowed);
        const { limit } = situation.details.get('m2') ?? {};
        if (typeof limit === 'number') expect(going.length).toBeLessThanOrEqual(Math.max(0, limit - (situation.target?.participantCount ?? 0)));
        for (const code of ['admits-lobby', 'leaves-without-activator', 'ends-source'] as const) {
          expect(going.filter(({ consequences }) => consequences.some((one) => one.code === code)).length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('loses no consequence because an input becomes unknown: it is told as not known', () => {
    const inputs = ['lockMode', 'limit', 'passcode', 'activeWhenEmpty', 'presenter', 'entry', 'people'] as const;
    fc.assert(
      fc.property(anySituation, fc.subarray([...inputs]), (situation, forgotten) => {
        const known = judge(situation);
        // A limit that is forgotten makes nobody refused any more: only those who go either way are compared.
        if (known.some(({ reasons }) => reasons.includes('target-full'))) return;
        const forgetful = new Map([...situation.details].map(([id, whole]) => [id, { ...whole, ...Object.fromEntries(forgotten.map((one) => [one, undefined])) }]));
        const told = judge({ ...situation, details: forgetful });
        const codesOf = (verdicts: typeof known) => new Set(verdicts.flatMap(({ consequences }) => consequences.map(({ code }) => code)));
        const after = codesOf(told);
        for (const code of codesOf(known)) expect(after).toContain(code);
      }),
    );
  });
});
