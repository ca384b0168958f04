import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));
const alias = { '@': root.replace(/\/$/, '') };
/** What comes at all comes within this, on a machine that is busy with other things. */
const poll = { timeout: 30_000, interval: 20 };

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: { name: 'unit', include: ['{app,components,lib,server,scripts}/**/*.test.{ts,tsx,mjs}'], testTimeout: 20_000 },
      },
      {
        resolve: { alias },
        test: {
          name: 'contract',
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
          include: ['tests/{e2e,faults}/**/*.test.ts'],
          globalSetup: ['tests/support/postgres-setup.ts'],
          expect: { poll },
          testTimeout: 120_000,
          hookTimeout: 180_000,
          // Each file starts servers and a browser of its own; two cores carry one at a time.
          fileParallelism: false,
        },
      },
    ],
  },
});
