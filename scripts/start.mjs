// npm start: everything a fresh clone needs, then Usher in this very process, so that a signal to npm reaches it once.
import { build, install, requireNode } from './set-up.mjs';

requireNode();
await install();
await build();
process.env.NODE_ENV = 'production';
process.env.NEXT_TELEMETRY_DISABLED = '1';
await import('./usher.mjs');
