import { status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { cannedHosts, cannedSummary, cannedVms, vmIds } from '../../fixtures/cli/fleet.ts';
import { CannedFleet } from '../../harness/canned-fleet.ts';
import { MusterCli, transcript } from '../../harness/muster-cli.ts';

const golden = (name: string): string => `../../fixtures/cli/${name}.txt`;

let fleet: CannedFleet;
let cli: MusterCli;

beforeAll(async () => {
  fleet = await CannedFleet.start({});
  cli = await MusterCli.create({ MUSTER_ADDRESS: fleet.address });
});

afterAll(async () => {
  fleet.stop();
  await cli.remove();
});

beforeEach(() => {
  const now = Date.now();
  fleet.answers = { hosts: cannedHosts(now), vms: cannedVms(now), summary: cannedSummary };
});

afterEach(() => {
  fleet.asked.length = 0;
});

async function expectGolden(name: string, env: Record<string, string>, words: string[]) {
  const result = await cli.with(env).run(...words);
  await expect(transcript(words, result)).toMatchFileSnapshot(golden(name));
}

describe('muster hosts', () => {
  it.each([
    ['hosts', {}, ['hosts']],
    ['hosts-wide', {}, ['hosts', '-o', 'wide']],
    ['hosts-narrow', { COLUMNS: '50' }, ['hosts']],
    ['hosts-json', {}, ['hosts', '-o', 'json']],
    ['hosts-yaml', {}, ['-o', 'yaml', 'hosts', '--limit', '1']],
  ] as const)('prints %s as recorded', async (name, env, words) => {
    await expectGolden(name, env, [...words]);
  });

  it('hands every condition to the central', async () => {
    const words = [
      'hosts',
      '-l',
      'env=prod,rack!=r7',
      '-l',
      'gpu',
      '--status',
      'up,non-responsive',
    ];
    await cli.run(...words, '--site', 'zurich', '--site', 'bern', '--name-prefix', 'node-');
    expect(fleet.askedFor('listHosts')).toMatchObject([
      {
        filter: {
          labelSelectors: ['env=prod', 'rack!=r7', 'gpu'],
          statuses: ['HOST_STATUS_UP', 'HOST_STATUS_NON_RESPONSIVE'],
          sites: ['zurich', 'bern'],
          namePrefix: 'node-',
        },
      },
    ]);
  });

  it('fetches every page, also when the central cuts pages short', async () => {
    const hosts = Array.from({ length: 1203 }, (_, index) => ({ id: `host-${index}` }));
    fleet.answers = { hosts, pageSizeMax: 500 };
    const { code, stdout } = await cli.run('hosts', '-o', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(hosts);
    expect(fleet.askedFor('listHosts')).toHaveLength(3);
  });

  it('stops at --limit and says that there is more', async () => {
    const { code, stdout, stderr } = await cli.run('hosts', '--limit', '2', '-o', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveLength(2);
    expect(stderr).toBe('There are more hosts; --limit stopped after 2.\n');
  });

  it('prints nothing but a word on standard error when there are none', async () => {
    fleet.answers = {};
    expect(await cli.run('hosts')).toEqual({ code: 0, stdout: '', stderr: 'No hosts.\n' });
    expect(await cli.run('hosts', '-o', 'json')).toMatchObject({ code: 0, stdout: '[]\n' });
    expect(await cli.run('hosts', '-o', 'yaml')).toMatchObject({ code: 0, stdout: '[]\n' });
  });
});

describe('muster vms', () => {
  it.each([
    ['vms', {}, ['vms']],
    ['vms-wide', {}, ['vms', '-o', 'wide']],
    ['vms-80', { COLUMNS: '80' }, ['vms']],
    ['vms-of-host', {}, ['vms', '--host', 'node-2']],
  ] as const)('prints %s as recorded', async (name, env, words) => {
    await expectGolden(name, env, [...words]);
  });

  it('prints one YAML sequence over all pages', async () => {
    fleet.answers.pageSizeMax = 1;
    const { stdout } = await cli.run('vms', '-o', 'yaml');
    const ids = (parse(stdout) as { id: string }[]).map(({ id }) => id);
    expect(ids).toEqual([vmIds.web, vmIds.db, vmIds.lost]);
  });

  it('hands every condition to the central', async () => {
    await cli.run('vms', '--status', 'PAUSED', '--host', 'a,b', '--site', 's', '-l', 'x');
    expect(fleet.askedFor('listVms')).toMatchObject([
      {
        filter: {
          statuses: ['VM_STATUS_PAUSED'],
          hostIds: ['a', 'b'],
          sites: ['s'],
          labelSelectors: ['x'],
        },
      },
    ]);
  });
});

describe('muster host, vm and summary', () => {
  it.each([
    ['host', {}, ['host', 'node-1']],
    ['host-narrow', { COLUMNS: '60' }, ['host', 'node-1']],
    ['host-lost', {}, ['host', 'node-2']],
    ['host-unknown', {}, ['host', 'nowhere']],
    ['vm', {}, ['vm', vmIds.web.toUpperCase()]],
    ['vm-migrating', {}, ['vm', vmIds.db]],
    ['vm-lost', {}, ['vm', vmIds.lost]],
    ['vm-json', {}, ['vm', vmIds.web, '-o', 'json']],
    ['vm-unknown', {}, ['vm', 'web-1']],
    ['summary', {}, ['summary']],
    ['summary-yaml', {}, ['summary', '-o', 'yaml']],
  ] as const)('prints %s as recorded', async (name, env, words) => {
    await expectGolden(name, env, [...words]);
  });

  it('prints a host as its message', async () => {
    const { code, stdout } = await cli.run('host', 'node-1', '-o', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      id: 'node-1',
      epoch: '4',
      status: 'HOST_STATUS_UP',
    });
  });
});

describe('failures', () => {
  it('explains what was tried when nothing listens, and ends with 3', async () => {
    const closed = await CannedFleet.start({});
    const { address } = closed;
    closed.stop();
    const words = ['hosts', '--address', address];
    const result = await cli.run(...words);
    await expect(transcript(words, result)).toMatchFileSnapshot(golden('unreachable'));
  });

  it('ends with 5 when no answer comes within --timeout', async () => {
    fleet.answers.isSilent = true;
    const words = ['summary', '--timeout', '200ms'];
    const result = await cli.run(...words);
    await expect(transcript(words, result)).toMatchFileSnapshot(golden('deadline'));
  });

  it.each([
    [status.INVALID_ARGUMENT, 2, 'muster: filter.sites[0] must be an id\n'],
    [status.INTERNAL, 1, /answered with an error: filter\.sites\[0\] must be an id/],
    [status.PERMISSION_DENIED, 1, /refused: filter/],
    [status.UNIMPLEMENTED, 1, /does not know this call/],
    [status.UNAVAILABLE, 3, /cannot reach the central at 127/],
  ])('turns gRPC status %i into exit code %i', async (code, exitCode, message) => {
    fleet.answers.failure = { code, details: 'filter.sites[0] must be an id' };
    const result = await cli.run('hosts');
    expect(result).toMatchObject({ code: exitCode, stdout: '' });
    expect(result.stderr).toMatch(message);
  });

  it('ends with 130 when interrupted while it waits', async () => {
    fleet.answers.isSilent = true;
    const running = cli.start('hosts');
    await expect.poll(() => fleet.asked.length, { timeout: 60_000 }).toBe(1);
    running.kill('SIGINT');
    expect(await running.ended).toEqual({ code: 130, stdout: '', stderr: '' });
  });
});
