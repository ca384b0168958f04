import { z } from 'zod';
import { callBridgeSchema } from '@/lib/meeting/call-bridge';
import type { Diagnosis } from '@/lib/trace/diagnose';
import { adviceFor, findingWords } from '@/lib/trace/finding-words';
import { failureCauses } from '@/lib/trace/failure';
import { faultCauses } from '@/lib/trace/faults';
import { says, type Heard } from '@/lib/trace/heard';
import { symptoms } from '@/lib/trace/symptom';

const evidenceSchema = z.object({
  at: z.string().describe('When it was said, by the clock that all times go by'),
  written: z.string().nullable().describe('As it was written, where that leaves the zone or the year out, or the clock was put right'),
  source: z.enum(['request', 'event', 'cdr', 'log', 'har']),
  file: z.string(),
  line: z.number().int().describe('Counts from 1'),
  text: z.string().describe('As it was written, without secrets'),
});

export const diagnosedMoveSchema = z.object({
  participant: z.string().nullable().describe('Null where only a HAR tells of the move, and does not say of whom'),
  newParticipant: z.string().nullable(),
  name: z.string().nullable(),
  askedBy: z.object({ user: z.string().nullable(), address: z.string().nullable() }).describe('The API account and the address of whoever asked the bridge, as its log has them'),
  from: z.object({ name: z.string().nullable() }),
  to: z.object({ call: z.string().nullable(), name: z.string().nullable() }),
  steps: z.array(
    z.object({
      step: z.number().int().describe('1 to 11'),
      at: z.string().nullable().describe('Null where nothing shows it'),
      source: evidenceSchema.shape.source.nullable(),
      file: z.string().nullable(),
      line: z.number().int().nullable(),
      shownBy: z.array(evidenceSchema),
      more: z.number().int().describe('How many more lines show it than are in `shownBy`'),
    }),
  ),
  finding: z.object({
    symptom: z.enum(symptoms),
    step: z.number().int().nullable(),
    cause: z.enum(failureCauses).nullable(),
    otherCauses: z.array(z.enum(faultCauses)),
    confidence: z.enum(['high', 'medium', 'low']),
    evidence: z.array(evidenceSchema),
    moreEvidence: z.number().int().describe('How many more lines there are than in `evidence`'),
    numericId: z
      .object({ ids: z.array(z.string()), isOfTarget: z.boolean().nullable().describe('Null where nobody said which the target has') })
      .nullable()
      .describe('To which a HAR shows that the browser was sent'),
    words: z.string(),
    advice: z.string(),
  }),
});
export type DiagnosedMove = z.infer<typeof diagnosedMoveSchema>;

/** Why a move that Usher ordered or saw went as it did. */
export const liveDiagnosisSchema = diagnosedMoveSchema.extend({
  assumed: z.array(z.string()).describe('What the times go by, and whose log is missing'),
  callBridges: z.array(callBridgeSchema.pick({ name: true, version: true, origin: true })).describe("Those of the target's cluster"),
  untraced: callBridgeSchema.pick({ id: true, name: true }).nullable().describe('The bridge of which more would be known if it traced the requests to its API; null where there is none such'),
});
export type LiveDiagnosis = z.infer<typeof liveDiagnosisSchema>;

const skippedSchema = z.object({ file: z.string(), line: z.number().int().nullable(), why: z.string() });
export type Skipped = z.infer<typeof skippedSchema>;

export const diagnosisReportSchema = z.object({
  moves: z.array(diagnosedMoveSchema),
  skipped: z.array(skippedSchema),
  assumed: z.array(z.string()).describe('What no file said, and was guessed'),
});
export type DiagnosisReport = z.infer<typeof diagnosisReportSchema>;

/** So many lines are shown of what shows a step, or a finding: nobody reads more, and the same lines may be of many moves. */
export const mostLinesShown = 50;

/** A diagnosis as it is shown and sent: plain JSON. */
export function reported({ move, steps, finding }: Diagnosis): DiagnosedMove {
  const { participant, newParticipant, name, call, heard } = move;
  const left = heard.findLast(({ said }) => said.says === 'left' && said.account === move.account)?.said;
  const arrived = heard.findLast(({ said }) => said.says === 'joined-place' && said.account === move.newAccount)?.said;
  return {
    participant,
    newParticipant,
    name,
    askedBy: askedByIn(move),
    from: { name: left?.says === 'left' ? left.name : null },
    to: { call, name: arrived?.says === 'joined-place' && finding.symptom === 'joined' ? arrived.name : null },
    steps: steps.map(({ step, shownBy, toldBy }) => {
      const { at, source, file, line } = toldBy ? shownAs(toldBy) : nothingKnown;
      return { step, at, source, file, line, ...linesOf(shownBy, toldBy) };
    }),
    finding: {
      ...finding,
      numericId: finding.numericId && { ...finding.numericId, ids: [...finding.numericId.ids] },
      otherCauses: [...finding.otherCauses],
      evidence: finding.evidence.slice(0, mostLinesShown).map(shownAs),
      moreEvidence: moreThanShown(finding.evidence),
      words: findingWords(finding),
      advice: adviceFor(finding),
    },
  };
}

function askedByIn({ heard, request, newParticipant }: Diagnosis['move']): DiagnosedMove['askedBy'] {
  const made = heard.filter(says('participant-made')).find(({ said }) => said.participant === newParticipant)?.said;
  return { user: made?.user ?? null, address: request?.from ?? made?.from ?? null };
}

const nothingKnown = { at: null, source: null, file: null, line: null };

/** The first of the lines that show a step, and whatever tells best of it. */
function linesOf(shownBy: readonly Heard[], toldBy: Heard | null) {
  const first = shownBy.slice(0, mostLinesShown);
  if (toldBy && !first.includes(toldBy) && shownBy.includes(toldBy)) first[mostLinesShown - 1] = toldBy;
  return { shownBy: first.map(shownAs), more: moreThanShown(shownBy) };
}

function moreThanShown({ length }: readonly Heard[]): number {
  return Math.max(0, length - mostLinesShown);
}

function shownAs(heard: Heard) {
  const { atMs, source, file, line, text } = heard;
  return { at: new Date(atMs).toISOString(), written: writtenIn(heard), source, file, line, text };
}

function writtenIn({ atMs, written, leadMs = 0 }: Heard): string | null {
  const wall = written && new Date(written.ms).toISOString().slice(written.hasYear ? 0 : '2000-'.length, -1);
  if (wall !== undefined) return wall.replace('T', ' ');
  return leadMs === 0 ? null : new Date(atMs + leadMs).toISOString();
}
