import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

const compiledBeside = (path) => `${path}.compiled`;

/**
 * Loads a bundle in CommonJS and returns what it exports. Where its compiled form lies beside it, V8 takes that: a start then need
 * not compile two megabytes. What another Node has compiled is refused by V8 itself, which then compiles as ever.
 */
export function loadBundle(path) {
  if (!existsSync(compiledBeside(path))) return createRequire(path)(path);
  return evaluate(path, readFileSync(compiledBeside(path))).exports;
}

/** Writes the compiled form of a bundle beside it, with the functions that are called while it loads. */
export function compileBundle(path) {
  writeFileSync(compiledBeside(path), evaluate(path).script.createCachedData());
}

/** To be called before the bundle is written anew: V8 tells one source from another by nothing but its length. */
export function removeCompiled(path) {
  rmSync(compiledBeside(path), { force: true });
}

function evaluate(path, cachedData) {
  const head = '(function (exports, require, module, __filename, __dirname) {';
  const script = new Script(`${head}${readFileSync(path, 'utf8')}\n})`, { filename: path, columnOffset: -head.length, cachedData });
  const loaded = { exports: {} };
  script.runInThisContext()(loaded.exports, createRequire(path), loaded, path, dirname(path));
  return { script, exports: loaded.exports };
}
