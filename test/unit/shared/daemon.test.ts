import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { duration } from '../../../shared/config/units.ts';
import { startDaemon } from '../../../shared/daemon.ts';
import type { DaemonStart } from '../../../shared/daemon.ts';

const schema = z.strictObject({
  listen_on: z.string().prefault('here').describe('Where'),
  timing: z
    .strictObject({ pause: duration({ min: '1s' }).prefault('2s').describe('How long') })
    .prefault({}),
});

describe('the command line of a daemon', () => {
  let folder: string;
  const start = (
    argv: readonly string[],
    env: Record<string, string> = {},
  ): DaemonStart<z.output<typeof schema>> =>
    startDaemon({
      ...{ name: 'muster-test', description: 'A test.', version: '9.9.9', schema, argv, env },
      defaultFile: join(folder, 'absent.yaml'),
      check: ({ listen_on: place }) =>
        place === 'nowhere' ? ['listen_on: must be somewhere'] : [],
    });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'muster-daemon-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('runs with the defaults when nothing is said', () => {
    expect(start([])).toMatchObject({
      kind: 'run',
      config: { listen_on: 'here', timing: { pause: 2_000 } },
    });
  });

  it('lets flags win over variables, and variables over the file', () => {
    const file = join(folder, 'good.yaml');
    writeFileSync(file, 'listen_on: file\ntiming:\n  pause: 5s\n');
    const env = { MUSTER_LISTEN_ON: 'variable', MUSTER_TIMING_PAUSE: '7s' };
    expect(start(['--config', file, '--timing-pause', '9s'], env)).toMatchObject({
      kind: 'run',
      config: { listen_on: 'variable', timing: { pause: 9_000 } },
    });
  });

  it('names every wrong field with its line and ends with code 2', () => {
    const file = join(folder, 'bad.yaml');
    writeFileSync(file, 'listen_on: 5\ntiming:\n  pause: 5\n  paus: 1s\n');
    const outcome = start(['--config', file]);
    expect(outcome).toMatchObject({ kind: 'exit', code: 2, output: '' });
    const errors = outcome.kind === 'exit' ? outcome.errors : '';
    expect(errors).toMatch(/bad\.yaml:1: listen_on: /);
    expect(errors).toMatch(/bad\.yaml:3: timing\.pause: /);
    expect(errors).toMatch(/bad\.yaml:4: timing\.paus: /);
  });

  it.each([
    ['an unknown flag', ['--nope'], /unknown option '--nope'/],
    ['a word too many', ['extra'], /too many arguments/],
    ['a file that is not there', ['--config', 'absent-for-sure.yaml'], /absent-for-sure\.yaml/],
    ['fields that do not go together', ['--listen-on', 'nowhere'], /listen_on: must be somewhere/],
    [
      'a wrong value in a flag',
      ['--timing-pause', '1'],
      /--timing-pause: timing\.pause: must be a time/,
    ],
  ])('refuses %s with code 2', (_, argv, message) => {
    const outcome = start(argv);
    expect(outcome).toMatchObject({ kind: 'exit', code: 2 });
    expect(outcome.kind === 'exit' ? outcome.errors : '').toMatch(message);
  });

  it.each([
    ['--help', /--timing-pause <value>/],
    ['--version', /^9\.9\.9\n$/],
    ['--print-config', /pause: 2s/],
    ['--check-config', /the configuration is sound/],
  ])('answers %s and ends with code 0', (flag, output) => {
    const outcome = start([flag]);
    expect(outcome).toMatchObject({ kind: 'exit', code: 0, errors: '' });
    expect(outcome.kind === 'exit' ? outcome.output : '').toMatch(output);
  });
});
