import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isInstalled, nodeStamp } from './installed.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usher-installed-'));
  mkdirSync(join(folder, 'node_modules'));
  write('package-lock.json', { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b-win32': { version: '1.0.0', optional: true } });
  write('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path, packages) {
  writeFileSync(join(folder, path), JSON.stringify({ packages }));
}

test('packages of other platforms need not be there', () => {
  expect(isInstalled(folder)).toBe(true);
});

test('nothing installed, something missing and another version are not installed', () => {
  write('node_modules/.package-lock.json', {});
  expect(isInstalled(folder)).toBe(false);
  write('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.1' } });
  expect(isInstalled(folder)).toBe(false);
  rmSync(join(folder, 'node_modules'), { recursive: true });
  expect(isInstalled(folder)).toBe(false);
});

test('what was compiled for another Node is not installed', () => {
  writeFileSync(join(folder, nodeStamp), 'linux x64 115');
  expect(isInstalled(folder, 'linux x64 115')).toBe(true);
  expect(isInstalled(folder, 'linux x64 127')).toBe(false);
});
