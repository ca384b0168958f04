import { accessSync, constants, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { GivenFile } from '@/server/diagnoses/read-files';

/** Files that somebody names at a terminal: each is called by the last part of its path, or where others end alike by the path as it was given. */
export function namedFiles(paths: readonly string[]): GivenFile[] {
  const counts = new Map<string, number>();
  for (const path of new Set(paths)) counts.set(basename(path), (counts.get(basename(path)) ?? 0) + 1);
  return paths.map((path) => ({ path, name: counts.get(basename(path)) === 1 ? basename(path) : path }));
}

/** Why a file cannot be read, which is better known before gigabytes of others are; null where it can be, or is a folder, which is said with what was found. */
export function whyUnreadable(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 'There is no such file.';
  if (!stats.isFile() && !stats.isDirectory()) return 'This is no file that can be read twice, as a pipe cannot. Save what comes from it to a file.';
  try {
    accessSync(path, constants.R_OK);
    return null;
  } catch {
    return 'The file may not be read.';
  }
}
