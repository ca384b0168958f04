import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compileBundle, loadBundle, removeCompiled } from './compiled-bundle.mjs';

let folder;
let bundle;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usher-bundle-'));
  bundle = join(folder, 'bundle.cjs');
  writeFileSync(bundle, "const { sep } = require('node:path'); exports.say = () => [sep, __dirname];");
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a bundle gives the same from its source and from its compiled form', () => {
  const fromSource = loadBundle(bundle).say();
  compileBundle(bundle);
  expect(existsSync(`${bundle}.compiled`)).toBe(true);
  expect(loadBundle(bundle).say()).toEqual(fromSource);
});

test('a compiled form that V8 did not make is refused, and the source is taken', () => {
  writeFileSync(`${bundle}.compiled`, 'compiled elsewhere');
  expect(loadBundle(bundle).say()).toEqual([join('/'), folder]);
});

test('once the compiled form is taken away, a new source of the same length is what runs', () => {
  writeFileSync(bundle, 'exports.say = () => 1;');
  compileBundle(bundle);
  removeCompiled(bundle);
  writeFileSync(bundle, 'exports.say = () => 2;');
  expect(loadBundle(bundle).say()).toBe(2);
});
