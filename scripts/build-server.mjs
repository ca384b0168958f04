import { join } from 'node:path';
import { root } from './project.mjs';

/** Packages that stay where they are: Next is a server of its own, and the others have compiled parts. */
const external = ['next', 'better-sqlite3', '@node-rs/argon2', 'pg'];

/** Packages in CommonJS, bundled into a module, still look for these. */
const commonJs = [
  "import { createRequire as requireFrom } from 'node:module';",
  "import { fileURLToPath as fileFrom } from 'node:url';",
  "import { dirname as folderOf } from 'node:path';",
  'const require = requireFrom(import.meta.url);',
  'const __filename = fileFrom(import.meta.url);',
  'const __dirname = folderOf(__filename);',
];

/** How esbuild bundles Usher and the emulator, with their packages: one file is there sooner than a thousand. */
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
    external,
    banner: { js: commonJs.join('\n') },
    sourcemap: true,
    // Names stay as they are written, for stack traces; what else is shorter is read sooner at every start.
    minifyWhitespace: true,
    minifySyntax: true,
    tsconfig: join(root, 'tsconfig.json'),
    logLevel: 'warning',
  };
}
