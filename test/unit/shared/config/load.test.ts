import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { formatProblem, loadConfig, type ConfigSources } from '../../../../shared/config/load.ts';
import { printConfig } from '../../../../shared/config/print.ts';
import { duration, size } from '../../../../shared/config/units.ts';

const schema = z.strictObject({
  id: z.string(),
  interval: duration({ min: '1s' }).prefault('2s'),
  logLevel: z.enum(['debug', 'info']).default('info'),
  labels: z.record(z.string(), z.string()).default({}),
  nats: z
    .strictObject({
      servers: z.array(z.string()).default([]),
      token: z.string().meta({ secret: true }).optional(),
      tls: z.boolean().default(false),
    })
    .prefault({}),
  store: z
    .strictObject({ mapSize: size().prefault('1GiB'), readers: z.int().default(512) })
    .prefault({}),
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'muster-config-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

type Outcome = ReturnType<typeof loadConfig<typeof schema>>;

function load(text: string, sources: Partial<ConfigSources> = {}): Outcome {
  const file = path.join(folder, 'central.yaml');
  writeFileSync(file, text);
  return loadConfig(schema, { file, env: {}, ...sources });
}

function problems(outcome: Outcome): string[] {
  if (outcome.kind === 'ok') throw new Error('the configuration is valid');
  return outcome.problems.map((problem) => formatProblem(problem).replace(`${folder}/`, ''));
}

function config(outcome: Outcome): z.output<typeof schema> {
  if (outcome.kind === 'invalid') throw new Error(problems(outcome).join('\n'));
  return outcome.config;
}

describe('loadConfig', () => {
  it('takes the file, converts units and fills in defaults', () => {
    expect(config(load('id: a\ninterval: 500s\nnats:\n  servers: [n1, n2]\n'))).toEqual({
      id: 'a',
      interval: 500_000,
      logLevel: 'info',
      labels: {},
      nats: { servers: ['n1', 'n2'], tls: false },
      store: { mapSize: 2 ** 30, readers: 512 },
    });
  });

  it('lets the environment override the file, and flags override both', () => {
    const outcome = load('id: file\ninterval: 3s\nlogLevel: debug\n', {
      env: { MUSTER_ID: 'env', MUSTER_INTERVAL: '4s', HOME: '/root' },
      flags: [{ flag: '--id', path: 'id', value: 'flag' }],
    });
    expect(config(outcome)).toMatchObject({ id: 'flag', interval: 4000, logLevel: 'debug' });
  });

  it('reads lists, maps, numbers and truth values from the environment', () => {
    const outcome = load('', {
      env: {
        MUSTER_ID: '007',
        MUSTER_LABELS: 'rack=r1, zone=a=b',
        MUSTER_NATS_SERVERS: 'n1, n2,',
        MUSTER_NATS_TLS: 'true',
        MUSTER_STORE_READERS: '64',
        MUSTER_STORE_MAP_SIZE: '2GiB',
      },
    });
    expect(config(outcome)).toMatchObject({
      id: '007',
      labels: { rack: 'r1', zone: 'a=b' },
      nats: { servers: ['n1', 'n2'], tls: true },
      store: { mapSize: 2 ** 31, readers: 64 },
    });
  });

  it('names every wrong field with its line', () => {
    const text = [
      'interval: 10ms',
      'logLevel: loud',
      'nats:',
      '  servers:',
      '    - n1',
      '    - 5',
      '  tls: maybe',
      'store:',
      '  readers: many',
    ].join('\n');
    expect(problems(load(text)).sort()).toEqual([
      'central.yaml: id: is required',
      'central.yaml:1: interval: must be at least 1s',
      'central.yaml:2: logLevel: must be one of debug, info',
      'central.yaml:6: nats.servers.1: must be text',
      'central.yaml:7: nats.tls: must be true or false',
      'central.yaml:9: store.readers: must be a number',
    ]);
  });

  it('names every unknown key with its line, also one without a value', () => {
    expect(problems(load('id: a\nnatz:\nnats:\n  serverz: [a]\n  tlz: true\n')).sort()).toEqual([
      'central.yaml:2: natz: is not a field of this configuration',
      'central.yaml:4: nats.serverz: is not a field of this configuration',
      'central.yaml:5: nats.tlz: is not a field of this configuration',
    ]);
  });

  it('names the variable or flag that is wrong, not the file it overrides', () => {
    const outcome = load('id: a\ninterval: 5s\nstore:\n  readers: 1\n', {
      env: { MUSTER_INTERVAL: '5', MUSTER_LABELS: 'rack' },
      flags: [
        { flag: '--readers', path: 'store.readers', value: 'few' },
        { flag: '--set', path: 'store.writers', value: '1' },
      ],
    });
    expect(problems(outcome).sort()).toEqual([
      '--readers: store.readers: must be a number',
      '--set: store.writers: is not a field of this configuration',
      'MUSTER_INTERVAL: interval: must be a time with its unit, such as 500ms, 10s or 2m',
      'MUSTER_LABELS: labels: must be a map of names to values',
    ]);
  });

  it('says where a group is expected, even when a variable sets a field inside it', () => {
    const outcome = load('id: a\nnats: n1\n', { env: { MUSTER_NATS_TLS: 'true' } });
    expect(problems(outcome)).toEqual(['central.yaml:2: nats: must be a group of fields']);
  });

  it('treats a field without a value as not set', () => {
    expect(config(load('id: a\nnats:\n  # servers: [n1]\nlogLevel: ~\n'))).toMatchObject({
      logLevel: 'info',
      nats: { servers: [] },
    });
  });

  it('names the line of broken YAML and of a key that stands there twice', () => {
    expect(problems(load('id: a\nnats: [n1\n'))[0]).toMatch(
      /^central\.yaml:\d: is not valid YAML: /,
    );
    expect(problems(load('id: a\ninterval: 2s\nid: b\n'))[0]).toMatch(
      /^central\.yaml:3: is not valid YAML: /,
    );
  });

  it('refuses a file that is a list or a text', () => {
    expect(problems(load('- a\n'))).toEqual(['central.yaml: must be a group of fields']);
    expect(problems(load('hello\n'))).toEqual(['central.yaml: must be a group of fields']);
  });

  it('finds the file by MUSTER_CONFIG, which a named file overrides', () => {
    const other = path.join(folder, 'other.yaml');
    writeFileSync(other, 'id: other\n');
    expect(config(loadConfig(schema, { env: { MUSTER_CONFIG: other } })).id).toBe('other');
    expect(config(load('id: named\n', { env: { MUSTER_CONFIG: other } })).id).toBe('named');
  });

  it('needs a file that was named, not the default one', () => {
    const file = path.join(folder, 'absent.yaml');
    const env = { MUSTER_ID: 'a' };
    expect(problems(loadConfig(schema, { file, env }))).toEqual(['absent.yaml: does not exist']);
    expect(config(loadConfig(schema, { defaultFile: file, env })).id).toBe('a');
    expect(config(loadConfig(schema, { env })).id).toBe('a');
    expect(problems(loadConfig(schema, { file: folder, env }))[0]).toMatch(/cannot be read/);
  });

  it('warns of a variable that sets nothing, but not of those Kubernetes adds', () => {
    const outcome = load('id: a\n', {
      env: {
        MUSTER_INTERVALL: '2s',
        MUSTER_CENTRAL_SERVICE_HOST: '10.0.0.1',
        MUSTER_CENTRAL_SERVICE_PORT_API: '7421',
        MUSTER_CENTRAL_PORT_7421_TCP_ADDR: '10.0.0.1',
      },
    });
    expect(outcome).toMatchObject({
      kind: 'ok',
      warnings: ['the environment variable MUSTER_INTERVALL sets nothing that this program knows'],
    });
  });

  it('hands out a configuration that nobody can change', () => {
    const loaded = config(load('id: a\nnats:\n  servers: [n1]\n'));
    expect(() => {
      loaded.id = 'b';
    }).toThrow(TypeError);
    expect(() => loaded.nats.servers.push('n2')).toThrow(TypeError);
  });
});

describe('printConfig', () => {
  it('writes what can be loaded again', () => {
    const loaded = config(load('id: a\ninterval: 90s\nlabels:\n  rack: r1\n'));
    const printed = printConfig(schema, loaded);
    expect(printed).toContain('interval: 90s\n');
    expect(config(load(printed))).toEqual(loaded);
  });

  it('hides secrets', () => {
    const loaded = config(load('id: a\nnats:\n  token: hunter2\n'));
    const printed = printConfig(schema, loaded);
    expect(printed).not.toContain('hunter2');
    expect(printed).toContain('token: <hidden>');
  });
});
