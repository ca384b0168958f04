import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Which Node the native packages were installed for. */
export const nodeStamp = 'node_modules/.usher-node';

/** What the stamp holds: a compiled package fits one ABI on one platform. */
export function nodeAbi() {
  return `${process.platform} ${process.arch} ${process.versions.modules}`;
}

/**
 * Whether node_modules in `folder` is what the lock asks for: npm notes what it has installed in node_modules/.package-lock.json.
 * Packages for other platforms may be absent.
 */
export function isInstalled(folder, abi = nodeAbi()) {
  const noted = readJson(join(folder, 'node_modules/.package-lock.json'));
  if (noted === null) return false;
  const stamp = join(folder, nodeStamp);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') !== abi) return false;
  const wanted = Object.entries(readJson(join(folder, 'package-lock.json'))?.packages ?? {});
  return wanted.every(([path, entry]) => path === '' || entry.optional || noted.packages[path]?.version === entry.version);
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}
