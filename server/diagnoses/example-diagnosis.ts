import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DiagnosisReport } from '@/lib/trace/diagnosis-report';
import { diagnoseFiles, type DiagnosisTerms } from '@/server/diagnoses/diagnose-files';

export type NamedContent = readonly [name: string, content: string | Buffer];

/** What is found in files of such names and contents, by a clock that shows the end of March 2026. */
export async function diagnosedFiles(files: readonly NamedContent[], terms: Partial<DiagnosisTerms> = {}): Promise<DiagnosisReport> {
  const folder = mkdtempSync(path.join(tmpdir(), 'usher-files-'));
  try {
    const given = files.map(([name, content], at) => {
      const place = path.join(folder, String(at));
      writeFileSync(place, content);
      return { path: place, name };
    });
    return await diagnoseFiles(given, { timeZone: null, nowMs: Date.UTC(2026, 2, 31), ...terms });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
