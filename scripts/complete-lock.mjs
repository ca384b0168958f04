// Adds to package-lock.json the optional packages of platforms that the registry at hand did not serve: without their entries
// `npm ci` refuses the lock. Run it after `npm install`: node scripts/complete-lock.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];
const libraries = { gnu: 'glibc', gnueabihf: 'glibc', glibc: 'glibc', musl: 'musl', musleabihf: 'musl' };

/**
 * The lock with an entry for each optional dependency that has none. An entry without a hash is fetched only on its own platform,
 * which its name tells. Returns the names added.
 */
export function completeLock(lock) {
  const added = [];
  for (const [parent, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isLocked(lock, parent, name)) continue;
      lock.packages[freePlace(lock, parent, name)] = entryFor(name, version, entry);
      added.push(name);
    }
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
  return added;
}

/** Whether a package finds a dependency as Node looks for it: in its own node_modules, then in each one above. */
function isLocked(lock, parent, name) {
  for (let place = parent; ; place = place.slice(0, Math.max(0, place.lastIndexOf('node_modules/') - 1))) {
    if (`${place ? `${place}/` : ''}node_modules/${name}` in lock.packages) return true;
    if (place === '') return false;
  }
}

function freePlace(lock, parent, name) {
  const top = `node_modules/${name}`;
  return top in lock.packages ? `${parent}/${top}` : top;
}

function entryFor(name, range, parent) {
  if (!/^\d+\.\d+\.\d+[\w.+-]*$/.test(range)) throw new Error(`${name} is wanted as ${range}: only exact versions can be locked.`);
  return {
    version: range,
    ...platformOf(name),
    ...(parent.dev ? { dev: true } : {}),
    optional: true,
  };
}

/** What the name of a platform's package says of it: `@next/swc-win32-arm64-msvc`. Throws for a name that says nothing. */
export function platformOf(name) {
  const words = name.toLowerCase().split(/[/_.-]+/);
  const system = systems.find((known) => words.includes(known)) ?? (words.includes('windows') ? 'win32' : undefined);
  const processor = processors.find((known) => words.includes(known));
  const library = words.map((word) => libraries[word]).find(Boolean);
  if (!system && !processor) throw new Error(`The name of ${name} does not tell its platform: add it to the lock by hand.`);
  return {
    ...(processor ? { cpu: [processor] } : {}),
    ...(library && system === 'linux' ? { libc: [library] } : {}),
    ...(system ? { os: [system] } : {}),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const path = fileURLToPath(new URL('../package-lock.json', import.meta.url));
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  const added = completeLock(lock);
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(added.length === 0 ? 'The lock is complete.' : `Added ${added.length}: ${added.join(', ')}`);
}
