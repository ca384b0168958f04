import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const webApp = fileURLToPath(new URL('..', import.meta.url));
const emulator = dirname(webApp.replace(/[\\/]$/, ''));
const project = join(emulator, '..', '..');
const fonts = join(project, 'node_modules/geist/dist/fonts/geist-sans');

/**
 * Builds the web app into a directory: `index.html`, and `assets/` with names that carry a hash of their content. What
 * was in the directory before is gone. Rejects where the sources do not compile.
 */
export async function buildWebApp(outDir) {
  // Only who builds needs the compiler; a built program does not bring it.
  const { build } = await import('esbuild');
  await rm(outDir, { recursive: true, force: true });
  const { metafile } = await build({
    entryPoints: { 'web-app': join(webApp, 'browser/main.ts'), 'web-app-style': join(webApp, 'browser/styles/web-app.css') },
    outdir: join(outDir, 'assets'),
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['chrome111', 'firefox115', 'safari16.4'],
    loader: { '.woff2': 'file', '.svg': 'file' },
    alias: { 'geist-variable.woff2': join(fonts, 'Geist-Variable.woff2') },
    metafile: true,
    logLevel: 'error',
  });
  const outputs = Object.entries(metafile.outputs);
  const nameOf = (entry) => {
    const found = outputs.find(([, output]) => output.entryPoint?.endsWith(entry));
    if (found === undefined) throw new Error(`the build of the web app has no ${entry}`);
    return basename(found[0]);
  };
  const template = await readFile(join(webApp, 'browser/index.html'), 'utf8');
  const page = template
    .replace('{{script}}', `/assets/${nameOf('browser/main.ts')}`)
    .replace('{{style}}', `/assets/${nameOf('browser/styles/web-app.css')}`);
  await writeFile(join(outDir, 'index.html'), page);
}

/**
 * The web app built from the sources as they are, for tests and development: built once for each state of the sources,
 * and kept below `node_modules/.cache`. Several processes may ask at once. Returns the directory.
 */
export async function cachedWebApp() {
  const cache = join(project, 'node_modules/.cache/usher-web-app');
  const outDir = join(cache, await sourceHash());
  if (existsSync(outDir)) return outDir;
  await mkdir(cache, { recursive: true });
  const building = join(cache, `building-${randomUUID()}`);
  await buildWebApp(building);
  try {
    await rename(building, outDir);
  } catch (error) {
    // Another process was quicker and built the same.
    if (!existsSync(outDir)) throw error;
    await rm(building, { recursive: true, force: true });
  }
  return outDir;
}

async function sourceHash() {
  const hash = createHash('sha256');
  for (const folder of [join(webApp, 'browser'), join(webApp, 'client'), join(webApp, 'build')]) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) hash.update(file.slice(webApp.length)).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 16);
}
