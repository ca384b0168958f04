// Builds what npm start serves: the console (.next), the server and the emulator with its web app (dist).
// `node scripts/build.mjs emulator` builds only what npm run emulator needs, `... diagnose` what npm run diagnose needs.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverBundle } from './build-server.mjs';
import { buildWebApp } from './build-web-app.mjs';
import { compileBundle, removeCompiled } from './compiled-bundle.mjs';
import { compressStatic } from './compressed-static.mjs';
import { root } from './project.mjs';
import { runOrExit } from './run-step.mjs';
import { buildStamp } from './set-up.mjs';
import { hashSources } from './sources.mjs';

/** One program alone, as the server's bundle has it. */
async function buildProgram(name) {
  const { build } = await import('esbuild');
  const bundle = serverBundle('dist');
  await build({ ...bundle, entryPoints: { [name]: bundle.entryPoints[name] } });
}

async function buildEmulator() {
  await buildProgram('emulator');
  await buildWebApp(join(root, 'dist/web-app'));
}

async function buildAll() {
  const stamp = join(root, buildStamp);
  // A build that failed half-way can leave a cache behind that fails the next one too.
  if (!existsSync(stamp)) rmSync(join(root, '.next'), { recursive: true, force: true });
  rmSync(stamp, { force: true });
  const hash = hashSources(root);
  const { build } = await import('esbuild');
  const usher = join(root, 'dist/usher.cjs');
  removeCompiled(usher);
  await build(serverBundle('dist'));
  compileBundle(usher);
  await buildWebApp(join(root, 'dist/web-app'));
  const env = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  await runOrExit(process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'], { env });
  await compressStatic(join(root, '.next/static'));
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, hash);
}

const parts = { emulator: buildEmulator, diagnose: () => buildProgram('diagnose') };
await (parts[process.argv[2]] ?? buildAll)();
