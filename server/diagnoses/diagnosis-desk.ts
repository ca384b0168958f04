import { mkdirSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { DiagnosedMove, DiagnosisReport } from '@/lib/trace/diagnosis-report';
import { expectedMoveSchema, nothingExpected, type ExpectedTarget } from '@/lib/trace/expected';
import { guidFrom } from '@/lib/trace/log/guid';
import { isTimeZone } from '@/lib/trace/log/log-clock';
import { uploadLimits } from '@/lib/trace/upload-limits';
import { invalidField, ProblemError } from '@/lib/problem/problem';
import type { ApartTerms, diagnoseApart } from '@/server/diagnoses/diagnose-apart';
import { freeBytesAt } from '@/server/diagnoses/disk-room';
import type { KnownTargets, TargetIds } from '@/server/diagnoses/known-targets';
import { receiveFiles, type Upload } from '@/server/diagnoses/receive-files';

export interface DeskParts {
  /** Where files are while they are read, and nothing else is. */
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly diagnose: ReturnType<typeof diagnoseApart>;
}

/** How whoever sends files follows the reading, which begins once they are here; and ends all of it. */
export type Watch = Pick<ApartTerms, 'onProgress' | 'signal'>;

export interface DiagnosedUpload {
  readonly report: DiagnosisReport;
  readonly files: number;
}

/** Each keeps a core busy, and its files on disk. */
const mostAtOnce = 2;
const retryAfterSeconds = 10;

const zoneName = z.string().refine(isTimeZone, 'Say it as in Europe/Berlin.');

/** What is sent beside the files. */
export const diagnosisFieldsSchema = z.strictObject({
  expected: z.string().max(10_000).transform(jsonOf).pipe(expectedMoveSchema).optional(),
  timeZone: zoneName.optional().describe('Where the clocks of the bridges stand, as in Europe/Berlin, for lines that do not tell it; guessed unless said'),
  usualTimeZone: zoneName.optional().describe('Where they stand if nothing in the files shows it; UTC unless said'),
});

/** Diagnoses files that somebody sends. They are on disk only while they are read. */
export class DiagnosisDesk {
  #underWay = 0;

  /** Makes the folder anew: what a former Usher left in it is gone. */
  constructor(private readonly parts: DeskParts) {
    rmSync(parts.folder, { recursive: true, force: true });
    mkdirSync(parts.folder, { recursive: true, mode: 0o700 });
  }

  /**
   * Finds the moves in the files of a body. Problems: `unsupported-media-type`, `too-large`, `invalid`, `too-many-requests`.
   * @param targets what the sender may know of where people were to go
   */
  async diagnose(upload: Upload, targets: KnownTargets, watch: Watch): Promise<DiagnosedUpload> {
    if (this.#underWay >= mostAtOnce) {
      throw new ProblemError('too-many-requests', `${mostAtOnce} diagnoses are being made already. Try again in a moment.`, { retryAfterSeconds });
    }
    this.#underWay += 1;
    try {
      return await this.#inFolder(await mkdtemp(path.join(this.parts.folder, 'files-')), upload, targets, watch);
    } finally {
      this.#underWay -= 1;
    }
  }

  async #inFolder(folder: string, upload: Upload, targets: KnownTargets, { onProgress, signal }: Watch): Promise<DiagnosedUpload> {
    try {
      const { files, fields } = await receiveFiles(upload, folder, { ...uploadLimits, freeBytes: () => freeBytesAt(folder) });
      const { timeZone = null, usualTimeZone, expected } = checked(fields);
      const meant = await meantBy(expected?.to, targets);
      const { moves, assumed, ...rest } = await this.parts.diagnose(files, { timeZone, usualTimeZone, nowMs: this.parts.now(), expected: meant ?? nothingExpected, targets: meant ? undefined : targets, onProgress, signal });
      const wanted = moves.filter((move) => isOf(move, expected?.participant));
      return { report: { ...rest, moves: wanted, assumed: [...assumed, ...(meant?.words ? [meant.words] : []), ...leftOut(moves.length - wanted.length)] }, files: files.length };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** Null where nobody says where people were to go. */
function meantBy(to: ExpectedTarget | undefined, targets: KnownTargets): Promise<TargetIds | null> {
  if (to === undefined) return Promise.resolve(null);
  return 'numericIds' in to ? Promise.resolve({ numericIds: to.numericIds, words: null }) : targets.meant(to);
}

/** @param participant an id as somebody has it from a log: hyphens may be lost in it */
function isOf(move: DiagnosedMove, participant: string | undefined): boolean {
  if (participant === undefined) return true;
  const id = guidFrom(participant.trim()) ?? participant;
  return move.participant === id || move.newParticipant === id;
}

function leftOut(moves: number): string[] {
  return moves === 0 ? [] : [`${moves} ${moves === 1 ? 'move of others was' : 'moves of others were'} left out.`];
}

function jsonOf(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('This is not JSON.');
    return z.NEVER;
  }
}

function checked(fields: Readonly<Record<string, string>>): z.infer<typeof diagnosisFieldsSchema> {
  const parsed = diagnosisFieldsSchema.safeParse(fields);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalidField(issue?.path.join('.') ?? '', issue?.message ?? 'This was not understood.');
}
