// npm run dev: Usher with Next in development mode; the server is built again and restarted after every change to it.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { serverBundle } from './build-server.mjs';
import { buildWebApp } from './build-web-app.mjs';
import { removeCompiled } from './compiled-bundle.mjs';
import { root } from './project.mjs';
import { buildStamp, install, requireNode } from './set-up.mjs';

requireNode();
await install();
const { context } = await import('esbuild');
// What npm start has built is overwritten: it has to build again.
const outDir = 'dist';
rmSync(join(root, buildStamp), { force: true });
removeCompiled(join(root, outDir, 'usher.cjs'));
await buildWebApp(join(root, outDir, 'web-app'));

let server = null;
let stopping = false;

function start() {
  const env = { ...process.env, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' };
  server = spawn(process.execPath, ['--enable-source-maps', join(root, 'scripts/usher.mjs')], { cwd: root, env, stdio: 'inherit' });
}

/** Resolves once the server has ended. */
function stop() {
  const running = server;
  if (running === null || running.exitCode !== null || running.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    running.once('exit', resolve);
    running.kill('SIGTERM');
  });
}

const restart = {
  name: 'restart',
  setup: ({ onEnd }) =>
    onEnd(async ({ errors }) => {
      if (errors.length > 0 || stopping) return;
      await stop();
      if (!stopping) start();
    }),
};

const bundle = await context({ ...serverBundle(outDir), plugins: [restart] });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, async () => {
    stopping = true;
    await stop();
    await bundle.dispose();
    process.exit(0);
  });
}
await bundle.watch();
