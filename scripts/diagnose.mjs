// npm run diagnose -- FILE...: finds the moves in logs of call bridges, and says why each went as it did. Nothing leaves the machine.
import { root } from './project.mjs';
import { runOrExit } from './run-step.mjs';
import { install, requireNode } from './set-up.mjs';

requireNode();
await install();
await runOrExit(process.execPath, [`${root}scripts/build.mjs`, 'diagnose']);
// npm runs it in the project's folder; files are named from where somebody stands.
if (process.env.npm_lifecycle_event === 'diagnose' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
await import('../dist/diagnose.cjs');
