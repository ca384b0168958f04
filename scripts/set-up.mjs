// What a fresh clone needs before it can run: the right Node, the packages, the build. Node's own modules only.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled, nodeAbi, nodeStamp } from './installed.mjs';
import { root } from './project.mjs';
import { runOrExit } from './run-step.mjs';
import { hashSources } from './sources.mjs';

/** Whose presence says that the last build got to its end. */
const products = ['dist/usher.cjs', 'dist/emulator.cjs', 'dist/web-app/index.html', '.next/BUILD_ID'];
export const buildStamp = 'dist/build-stamp';

/** Ends with a sentence where Node is too old or too new for the packages that are compiled for it. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if ((major > 20 || (major === 20 && minor >= 19)) && major < 25) return;
  console.error(`Usher runs on Node 20.19 or later and below 25; this is ${process.version}.`);
  process.exit(1);
}

/** Installs the packages of the lock unless they are there. */
export async function install() {
  if (isInstalled(root)) return;
  console.log('Installing packages. This takes a minute or two, the first time only.');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  // Inside npm the same npm again, whatever is first on the path.
  if (npm?.endsWith('.js')) await runOrExit(process.execPath, [npm, ...args]);
  else await runOrExit('npm', args);
  writeFileSync(join(root, nodeStamp), nodeAbi());
}

/** Builds what `npm start` serves unless it was built from the sources as they are. */
export async function build() {
  const stamp = join(root, buildStamp);
  const built = products.every((path) => existsSync(join(root, path))) && existsSync(stamp);
  if (built && readFileSync(stamp, 'utf8') === hashSources(root)) return;
  console.log('Building. This takes a minute, and is done again only after a change.');
  await runOrExit(process.execPath, [join(root, 'scripts/build.mjs')]);
}
