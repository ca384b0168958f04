import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));
const alias = { '@': root.replace(/\/$/, '') };
/** What comes at all comes within this, on a machine that is busy with other things. */
const poll = { timeout: 30_000, interval: 20 };
/** Most of what a test does is waiting for others: three go on at once even where there are two cores. */
const maxWorkers = 3;
/** A test with servers and a browser of its own takes more. */
const maxWorkersWithBrowsers = 2;

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        // What one file imports is there for the next: loading it again for each takes longer than the tests.
        test: {
          name: 'unit',
          include: ['{app,components,lib,server,scripts}/**/*.test.{ts,tsx,mjs}'],
          setupFiles: ['tests/support/property-seed.ts'],
          expect: { poll },
          testTimeout: 60_000,
          maxWorkers,
          isolate: false,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'contract',
          maxWorkers,
          include: ['tests/{contract,security}/**/*.test.ts'],
          globalSetup: ['tests/support/postgres-setup.ts'],
          expect: { poll },
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'e2e',
          maxWorkers: maxWorkersWithBrowsers,
          include: ['tests/{e2e,faults}/**/*.test.ts'],
          globalSetup: ['tests/support/postgres-setup.ts'],
          expect: { poll },
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
