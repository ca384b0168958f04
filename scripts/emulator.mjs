// npm run emulator -- --scenario demo --base-port 4400: the emulator alone, in this process.
import { root } from './project.mjs';
import { runOrExit } from './run-step.mjs';
import { install, requireNode } from './set-up.mjs';

requireNode();
await install();
await runOrExit(process.execPath, [`${root}scripts/build.mjs`, 'emulator']);
await import('../dist/emulator.cjs');
