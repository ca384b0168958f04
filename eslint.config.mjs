import next from 'eslint-config-next';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/**
 * The architecture, as arrows: app -> components -> lib, app -> server -> lib. Each zone says what a folder must not
 * import; nothing points upwards, and there are no cycles.
 */
const zones = [
  { target: './lib', from: ['./app', './components', './server', './tests', './bench'], message: 'lib imports zod and itself.' },
  { target: './components', from: ['./app', './server', './tests', './bench'], message: 'components import lib and components.' },
  {
    target: './app',
    from: './server',
    except: ['./runtime.ts'],
    message: 'Routes reach the server through server/runtime.ts only.',
  },
  { target: './app', from: ['./tests', './bench'], message: 'Routes do not know the tests.' },
  { target: './server', from: ['./app', './components', './tests', './bench'], message: 'server imports lib and server.' },
  {
    target: './server/emulator',
    from: './',
    except: ['./server/emulator', './node_modules'],
    message: 'The emulator decides by itself what a bridge does: it imports nothing of the project outside itself.',
  },
  {
    target: ['./app', './components', './lib', './server/!(emulator)', './server/!(emulator)/**/*'],
    from: './server/emulator',
    message: 'Usher speaks to the emulator over its sockets, like to any cluster.',
  },
  {
    target: ['./server/!(main.ts)', './server/!(main.ts)/**/*'],
    from: './server/main.ts',
    message: 'Only the composition root knows all parts.',
  },
  {
    target: './server/!(moves|clusters|bridge-client|main.ts)/**/*',
    from: './server/bridge-client/bridge-writer.ts',
    message: 'Only moves hold a writer; clusters hand it out.',
  },
];

const defaultExportsWanted = ['app/**/*.tsx', 'bench/bare-next/**/*', '*.config.*', 'next.config.js', 'scripts/**/*.mjs'];

/** What judges a move, without extension: each of these imports values from none but these, so that zod stays out of whatever judges. */
const judging = [
  'lib/meeting/version',
  ...['judge', 'refusals', 'rights', 'situation', 'meeting-to-be', 'person-settings', 'verdict-codes', 'consequences'].map((name) => `lib/move/${name}`),
  ...['of-entering', 'of-leaving', 'for-person', 'for-bridges'].map((what) => `lib/move/consequences-${what}`),
];
const besideJudging = { regex: `^(?!@/(${judging.join('|')})$)`, allowTypeImports: true, message: 'What judges a move takes types from elsewhere, and no values.' };

const config = [
  { ignores: ['node_modules/', '**/.next/', 'dist/', 'data/', 'next-env.d.ts'] },
  ...next,
  ...tseslint.configs.recommended,
  {
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.json' })] },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-self-import': 'error',
      'import-x/no-default-export': 'error',
      'import/no-anonymous-default-export': 'off',
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // Speaks of the React Compiler, which is not in use.
      'react-hooks/incompatible-library': 'off',
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true, 'ts-ignore': true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  {
    files: judging.map((name) => `${name}.ts`),
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [besideJudging] }] },
  },
  { files: defaultExportsWanted, rules: { 'import-x/no-default-export': 'off' } },
  // Programs that a person starts speak through the terminal.
  { files: ['scripts/**/*.mjs', 'bench/**/*.ts', 'server/emulator/cli.ts', 'docs/examples/*.ts'], rules: { 'no-console': 'off' } },
];

export default config;
