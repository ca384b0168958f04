import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashSources } from './sources.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usher-sources-'));
  mkdirSync(join(folder, 'app/board'), { recursive: true });
  writeFileSync(join(folder, 'app/board/page.tsx'), 'one');
});
afterEach(() => rmSync(folder, { recursive: true }));

const changed = (change) => {
  const before = hashSources(folder);
  change();
  return hashSources(folder) !== before;
};

test('what the build reads makes it stale: content, a new file, a name, a setting', () => {
  expect(changed(() => writeFileSync(join(folder, 'app/board/page.tsx'), 'two'))).toBe(true);
  expect(changed(() => writeFileSync(join(folder, 'app/board/loading.tsx'), ''))).toBe(true);
  expect(changed(() => rmSync(join(folder, 'app/board/loading.tsx')))).toBe(true);
  expect(changed(() => writeFileSync(join(folder, 'package-lock.json'), '{}'))).toBe(true);
});

test('what the build does not read leaves it fresh: tests, documents, data, the build itself', () => {
  for (const name of ['docs', 'data', 'dist', 'tests', 'node_modules']) mkdirSync(join(folder, name));
  expect(changed(() => writeFileSync(join(folder, 'app/board/page.test.tsx'), ''))).toBe(false);
  for (const path of ['docs/x.md', 'data/usher.db', 'dist/usher.cjs', 'tests/a.ts', 'node_modules/b.js', 'README.md']) {
    expect(changed(() => writeFileSync(join(folder, path), 'x'))).toBe(false);
  }
});

test('moving text from one file to the next is a change', () => {
  writeFileSync(join(folder, 'app/a.ts'), 'xy');
  writeFileSync(join(folder, 'app/b.ts'), '');
  expect(
    changed(() => {
      writeFileSync(join(folder, 'app/a.ts'), 'x');
      writeFileSync(join(folder, 'app/b.ts'), 'y');
    }),
  ).toBe(true);
});
