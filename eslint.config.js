import path from 'node:path';

import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const root = import.meta.dirname;

/** Decisions only: the same answer for the same arguments, on every machine and in every test. */
const PURE = [
  'shared/model/**/*.ts',
  'agent/report/**/*.ts',
  'shared/backoff.ts',
  'agent/push/connection.ts',
  'agent/push/connection-state.ts',
  'shared/backoff.ts',
  'central/state/**/*.ts',
  'central/cluster/ring.ts',
  'central/feed/copied-rows.ts',
  'central/feed/removed-vms.ts',
  'central/cluster/membership/member.ts',
  'central/cluster/membership/entry.ts',
  'central/cluster/membership/table.ts',
  'central/cluster/membership/expiry.ts',
  'central/cluster/membership/own-key.ts',
];

/** Where a program is put together; the only files that may know the process they run in. */
const COMPOSITION_ROOTS = [
  'agent/main.ts',
  'central/main.ts',
  'central/cli/**/*.ts',
  'deploy/**/*.ts',
];

const isPure = (file) =>
  PURE.some((pattern) => file === pattern || file.startsWith(pattern.replace('**/*.ts', '')));

/** Packages with one home, so that replacing one means changing one folder. */
const HOMES = {
  nats: /^central\/(cluster|publish|feed)\/|^central\/main\.ts$/,
  lmdb: /^central\/store\//,
  pino: /^shared\/log\.ts$/,
  'pino-pretty': /^shared\/log\.ts$/,
  '@grpc/proto-loader': /^shared\/wire\//,
  protobufjs: /^shared\/wire\//,
  'fast-xml-parser': /^agent\/hypervisor\//,
  'xxhash-wasm': /^central\/cluster\//,
};

const PURE_MAY_IMPORT = [
  'shared/limits.ts',
  'shared/operator-limits.ts',
  'shared/verdict-limits.ts',
  'shared/errors.ts',
];

function packageProblem(file, specifier) {
  if (isPure(file))
    return `a PURE file imports no package ("${specifier}"): take a value or a small interface as argument`;
  if (/^(node:)?timers(\/|$)/.test(specifier))
    return 'use the Clock of shared/clock.ts instead of timers';
  const home = Object.entries(HOMES).find(
    ([name]) => specifier === name || specifier.startsWith(`${name}/`),
  );
  if (home && !home[1].test(file)) return `"${home[0]}" may be imported only in ${home[1].source}`;
  return undefined;
}

function relativeProblem(file, target, isTypeOnly) {
  const [fromProgram, fromFolder] = file.split('/');
  const [toProgram, toFolder] = target.split('/');
  if (isPure(file) && !isPure(target) && !PURE_MAY_IMPORT.includes(target)) {
    return `a PURE file imports only PURE files, ${PURE_MAY_IMPORT.join(' and ')}; not ${target}`;
  }
  if (toProgram === 'shared') return undefined;
  if (toProgram !== fromProgram)
    return `${fromProgram} must not import ${toProgram}; imports point agent | central -> shared`;
  if (/^[a-z]+\/([a-z-]+-port|ports)\.ts$/.test(target)) return undefined;
  const isTopLevel = file.split('/').length === 2;
  if (isTopLevel || fromFolder === toFolder) return undefined;
  if (isPure(target) && (isTypeOnly || isPure(file))) return undefined;
  return `${fromProgram}/${fromFolder} must not import ${target}: take what you need as an interface (your own, or one of ${toProgram}/*port*.ts) and let main.ts hand it in`;
}

/**
 * Imports point one way (`agent | central -> shared`), folders do not reach into each other except through the
 * interfaces in `ports.ts` and `*-port.ts` beside them, PURE files import only PURE files.
 */
const importDirection = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = path.relative(root, context.filename);
    const check = (node, source, isTypeOnly) => {
      if (typeof source?.value !== 'string') return;
      const specifier = source.value;
      const target = path.join(path.dirname(file), specifier);
      const message = specifier.startsWith('.')
        ? relativeProblem(file, target, isTypeOnly)
        : packageProblem(file, specifier);
      if (message !== undefined) context.report({ node, message });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source, node.importKind === 'type'),
      ExportNamedDeclaration: (node) => check(node, node.source, node.exportKind === 'type'),
      ExportAllDeclaration: (node) => check(node, node.source, node.exportKind === 'type'),
      ImportExpression: (node) => check(node, node.source, false),
    };
  },
};

const ban = (names, message) => names.map((name) => ({ name, message }));
const TIMERS = ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'];

const clockGlobals = [
  ...ban(TIMERS, 'Use the Clock handed in (shared/clock.ts).'),
  ...ban(['performance'], 'Use the Clock handed in (shared/clock.ts).'),
];
const randomProperty = {
  object: 'Math',
  property: 'random',
  message: 'Use the Random handed in (shared/random.ts).',
};
const envProperty = {
  object: 'process',
  property: 'env',
  message: 'Only shared/config and composition roots read the environment.',
};
const wallClock = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Use Clock.unixMs().',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Use Clock.unixMs().',
  },
];

export default defineConfig(
  { ignores: ['dist/', 'coverage/', 'shared/wire/generated/', 'node_modules/'] },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
      'max-lines-per-function': ['error', { max: 60 }],
      'max-lines': ['error', { max: 300 }],
      complexity: ['error', 10],
      'max-params': ['error', 3],

      // A number in a message or a log line reads as itself; only objects and undefined are mistakes there.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
    },
  },
  {
    files: ['agent/**/*.ts', 'central/**/*.ts', 'shared/**/*.ts'],
    plugins: { muster: { rules: { 'import-direction': importDirection } } },
    rules: {
      'muster/import-direction': 'error',
      'no-restricted-globals': ['error', ...clockGlobals],
      'no-restricted-properties': ['error', randomProperty, envProperty],
      'no-restricted-syntax': ['error', ...wallClock],
    },
  },
  {
    files: ['shared/clock.ts'],
    rules: { 'no-restricted-globals': 'off', 'no-restricted-syntax': 'off' },
  },
  {
    files: ['shared/config/**/*.ts', ...COMPOSITION_ROOTS],
    rules: { 'no-restricted-properties': ['error', randomProperty] },
  },
  {
    files: PURE,
    rules: {
      'no-restricted-globals': [
        'error',
        ...clockGlobals,
        ...ban(
          ['Date', 'process', 'setImmediate', 'queueMicrotask', 'crypto', 'fetch', 'Buffer'],
          'Banned in PURE files: take it as an argument.',
        ),
      ],
      'no-restricted-properties': ['error', randomProperty],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // A describe block is a list of cases, not one train of thought.
      'max-lines-per-function': 'off',
    },
  },
);
