import { statfs } from 'node:fs/promises';
import { ProblemError } from '@/lib/problem/problem';

/** So much stays free for the database, which may be on the same disk. */
const keptFreeBytes = 256 * 1024 ** 2;

/** What is free on the disk of a folder, in bytes. */
export async function freeBytesAt(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Problem: `unavailable`, where files of so many bytes would leave the disk too little room. @param free in bytes */
export function demandRoom(bytes: number, free: number): void {
  if (free - bytes < keptFreeBytes) throw diskFull();
}

/** What is to be said of an error that came from writing to the disk: that it is full, or the error itself. */
export function problemOfDisk(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ENOSPC' || code === 'EDQUOT' ? diskFull(error) : error;
}

function diskFull(cause?: unknown): ProblemError {
  const detail = "The disk of Usher's data directory has too little room for these files. Make room there, pack them with gzip, or read them where they are: npm run diagnose -- FILE...";
  return new ProblemError('unavailable', detail, { cause });
}
