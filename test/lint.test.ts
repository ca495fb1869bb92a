import path from 'node:path';

import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

// Rules that need types need files that exist; the ones tested here need none.
const eslint = new ESLint({
  cwd: root,
  overrideConfig: [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }],
});

/** What our own lint rules say about a file with this text at this place. */
async function complaints(file: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: path.join(root, file) });
  const ours = /^(muster\/|no-restricted-)/;
  return (result?.messages ?? [])
    .filter(({ ruleId, fatal }) => fatal === true || ours.test(ruleId ?? ''))
    .map(({ message }) => message);
}

describe('imports', () => {
  it.each([
    ['central/loop.ts', '../agent/report/outbox.ts'],
    ['agent/push/stream.ts', '../../central/ports.ts'],
    ['shared/clock.ts', '../central/ports.ts'],
    ['central/store/records.ts', '../ingest/session.ts'],
    ['central/store/records.ts', '../state/host.ts'],
    ['central/state/host.ts', '../store/records.ts'],
    ['central/state/host.ts', '../../shared/clock.ts'],
    ['central/state/host.ts', 'node:crypto'],
    ['central/state/host.ts', 'zod'],
    ['shared/model/host.ts', '@grpc/grpc-js'],
    ['agent/report/outbox.ts', 'node:fs'],
    ['agent/push/connection.ts', '@grpc/grpc-js'],
    ['central/cluster/ring.ts', 'nats'],
    ['central/api/fleet.ts', 'nats'],
    ['central/api/fleet.ts', 'lmdb'],
    ['agent/main.ts', 'lmdb'],
    ['agent/main.ts', 'pino'],
    ['central/ingest/session.ts', '@grpc/proto-loader'],
    ['central/ingest/session.ts', 'node:timers/promises'],
  ])('%s must not import %s', async (file, target) => {
    expect(await complaints(file, `import { a } from '${target}';\n`)).toHaveLength(1);
    expect(await complaints(file, `export * from '${target}';\n`)).toHaveLength(1);
    expect(await complaints(file, `await import('${target}');\n`)).toHaveLength(1);
  });

  it.each([
    ['central/main.ts', './store/records.ts'],
    ['central/loop.ts', './state/host.ts'],
    ['central/store/records.ts', '../../shared/clock.ts'],
    ['central/store/records.ts', './schema.ts'],
    ['central/store/records.ts', '../ports.ts'],
    ['central/cluster/nats/link.ts', '../../jetstream-port.ts'],
    ['central/store/records.ts', 'lmdb'],
    ['central/cluster/nats/claim.ts', 'nats'],
    ['central/cluster/ring.ts', '../state/host.ts'],
    ['central/state/host.ts', '../../shared/model/host.ts'],
    ['central/state/host.ts', '../../shared/limits.ts'],
    ['agent/hypervisor/domain-xml.ts', 'fast-xml-parser'],
    ['deploy/start.ts', '../central/main.ts'],
    ['test/unit/agent/main.test.ts', '../../../agent/main.ts'],
  ])('%s may import %s', async (file, target) => {
    expect(await complaints(file, `import { a } from '${target}';\n`)).toEqual([]);
  });

  it('the types of a PURE folder may be imported by its siblings, its code not', async () => {
    const from = "from '../state/host.ts';\n";
    expect(await complaints('central/store/records.ts', `import type { a } ${from}`)).toEqual([]);
    expect(await complaints('central/store/records.ts', `import { a } ${from}`)).toHaveLength(1);
  });
});

describe('time, chance and surroundings', () => {
  const everywhere = [
    'setTimeout(f, 1);',
    'clearInterval(t);',
    'performance.now();',
    'Date.now();',
    'new Date();',
    'Math.random();',
  ];
  const inPure = ['new Date(0);', 'process.pid;', 'setImmediate(f);', 'crypto.randomUUID();'];

  it.each([...everywhere, 'process.env;'])('central/ingest must not use %s', async (text) => {
    expect(await complaints('central/ingest/session.ts', text)).not.toEqual([]);
  });

  it.each([...everywhere, ...inPure])('central/state must not use %s', async (text) => {
    expect(await complaints('central/state/host.ts', text)).not.toEqual([]);
  });

  it('only shared/clock.ts reads the clock, only composition roots and shared/config the environment', async () => {
    expect(await complaints('shared/clock.ts', 'setTimeout(f, 1); Date.now();')).toEqual([]);
    expect(await complaints('shared/config/load.ts', 'process.env;')).toEqual([]);
    expect(await complaints('central/main.ts', 'process.env;')).toEqual([]);
    expect(await complaints('central/main.ts', 'Math.random();')).toHaveLength(1);
  });
});
