import { join } from 'node:path';
import { root } from './project.mjs';

/** Packages that stay where they are: Next is a server of its own, and the others have compiled parts. */
const external = ['next', 'better-sqlite3', '@node-rs/argon2', 'pg'];

/**
 * How esbuild bundles Usher and the emulator, with their packages: one file is there sooner than a thousand. They are in CommonJS,
 * the form of which V8 can keep the compiled code (see compiled-bundle.mjs).
 */
export function serverBundle(outDir) {
  return {
    absWorkingDir: root,
    entryPoints: {
      usher: 'server/main.ts',
      emulator: 'server/emulator/cli.ts',
      diagnose: 'server/diagnoses/cli.ts',
      'diagnosis-thread': 'server/diagnoses/diagnosis-thread.ts',
    },
    outdir: join(root, outDir),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    supported: { 'dynamic-import': false },
    external,
    banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
    define: { 'import.meta.url': 'bundleUrl' },
    sourcemap: true,
    // Names stay as they are written, for stack traces; what else is shorter is read sooner at every start.
    minifyWhitespace: true,
    minifySyntax: true,
    tsconfig: join(root, 'tsconfig.json'),
    logLevel: 'warning',
  };
}
