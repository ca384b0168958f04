import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the built program depends on. */
const built = [
  'app',
  'components',
  'lib',
  'server',
  'scripts/build.mjs',
  'scripts/build-server.mjs',
  'scripts/build-web-app.mjs',
  'scripts/compiled-bundle.mjs',
  'next.config.js',
  'package-lock.json',
  'postcss.config.mjs',
  'tailwind.config.ts',
  'tsconfig.json',
];
const test = /\.test\.\w+$/;

/** A digest over the path and content of every source of the build in `folder`; tests are not part of it. */
export function hashSources(folder) {
  const hash = createHash('sha256');
  for (const path of built.flatMap((start) => filesBelow(folder, start)).sort()) {
    hash.update(`${path}\0`).update(readFileSync(join(folder, path))).update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(folder, path) {
  if (!existsSync(join(folder, path))) return [];
  if (!statSync(join(folder, path)).isDirectory()) return test.test(path) ? [] : [path];
  return readdirSync(join(folder, path)).flatMap((name) => filesBelow(folder, `${path}/${name}`));
}
