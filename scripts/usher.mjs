// Runs the Usher that was built, in this process.
import { join } from 'node:path';
import { loadBundle } from './compiled-bundle.mjs';
import { root } from './project.mjs';

const dist = join(root, 'dist');
await loadBundle(join(dist, 'usher.cjs')).main(dist);
