import { expect, test } from 'vitest';
import { demandRoom, freeBytesAt, problemOfDisk } from '@/server/diagnoses/disk-room';

const mb = 1024 ** 2;

test('files are taken only where the database keeps room', async () => {
  expect(() => demandRoom(100 * mb, 356 * mb)).not.toThrow();
  expect(() => demandRoom(100 * mb, 355 * mb)).toThrow(/too little room/);
  expect(await freeBytesAt('.')).toBeGreaterThan(0);
});

test('a disk that is full is said to be so, and other errors stay what they are', () => {
  const full = Object.assign(new Error('write'), { code: 'ENOSPC' });
  expect(problemOfDisk(full)).toMatchObject({ code: 'unavailable', cause: full });
  const other = Object.assign(new Error('write'), { code: 'EIO' });
  expect(problemOfDisk(other)).toBe(other);
});
