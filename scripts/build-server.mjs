import { join } from 'node:path';
import { root } from './project.mjs';

/** How esbuild bundles Usher and the emulator: our own code in one file each, packages left where they are. */
export function serverBundle(outDir) {
  return {
    absWorkingDir: root,
    entryPoints: { usher: 'server/main.ts', emulator: 'server/emulator/cli.ts' },
    outdir: join(root, outDir),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    sourcemap: true,
    // Stack traces in the log name functions as they are written.
    keepNames: true,
    tsconfig: join(root, 'tsconfig.json'),
    logLevel: 'warning',
  };
}
