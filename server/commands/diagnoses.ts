import { z } from 'zod';
import { deed } from '@/server/commands/command';
import { knownTargets } from '@/server/commands/known-targets';
import type { DiagnosedUpload, Watch } from '@/server/diagnoses/diagnosis-desk';
import type { Upload } from '@/server/diagnoses/receive-files';

/** Finds the moves in files that were sent; with what the sender may know of their targets. Neither what the files say nor their names go on record. */
export const diagnoseFiles = deed({
  permission: 'diagnoses.make',
  scope: 'checked',
  input: z.strictObject({
    contentType: z.string(),
    contentLength: z.number().nullable(),
    body: z.custom<Upload['body']>((body) => body === null || body instanceof ReadableStream),
    onProgress: z.custom<Watch['onProgress']>((value) => typeof value === 'function'),
    signal: z.instanceof(AbortSignal),
  }),
  run: (parts, caller, { onProgress, signal, ...upload }) => parts.diagnoses.diagnose(upload, knownTargets(parts, caller), { onProgress, signal }),
  record: (_, output: DiagnosedUpload | null) => output && { files: output.files, moves: output.report.moves.length },
});
