import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../tests/support/free-port';

const folder = path.resolve('bench/prism');
const program = path.join(folder, 'node_modules/@stoplight/prism-cli/dist/index.js');

/** Prism, a mock server from npm that answers as an OpenAPI document says, with one item that holds `body`; started as its users start it. */
export async function startPrism(body: string): Promise<{ process: ChildProcess; item: string; close(): Promise<void> }> {
  if (!existsSync(program)) spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
  const dataDir = mkdtempSync(path.join(tmpdir(), 'usher-bench-prism-'));
  const document = path.join(dataDir, 'items.json');
  writeFileSync(document, JSON.stringify(openApi(body)));
  const port = await freePort();
  const child = spawn(process.execPath, [program, 'mock', '--port', String(port), document], { stdio: 'ignore' });
  const item = `http://127.0.0.1:${port}/items/1`;
  while (!(await fetch(item).catch(() => null))?.ok) {
    if (child.exitCode !== null) throw new Error(`Prism ended with ${child.exitCode}`);
    await pause(50);
  }
  return {
    process: child,
    item,
    async close() {
      if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function openApi(body: string): object {
  const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }];
  const content = { 'text/xml': { schema: { type: 'string' }, example: body } };
  const paths = { '/items/{id}': { get: { parameters, responses: { 200: { description: 'the item', content } } } } };
  return { openapi: '3.0.0', info: { title: 'items', version: '1' }, paths };
}
