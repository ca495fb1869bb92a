import { status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { cannedExplanations, cannedReplicas, cannedRing } from '../../fixtures/cli/cluster.ts';
import { cannedHosts } from '../../fixtures/cli/fleet.ts';
import { eventually } from '../../harness/eventually.ts';
import { CannedFleet } from '../../harness/canned-fleet.ts';
import { MusterCli, transcript } from '../../harness/muster-cli.ts';

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
  const [explanation] = cannedExplanations(now);
  fleet.answers = {
    ...{ hosts: cannedHosts(now), replicas: cannedReplicas(now), ring: cannedRing },
    ...(explanation && { explanation }),
  };
});

afterEach(() => {
  fleet.asked.length = 0;
});

async function expectGolden(name: string, words: string[], env: Record<string, string> = {}) {
  const result = await cli.with(env).run(...words);
  await expect(transcript(words, result)).toMatchFileSnapshot(`../../fixtures/cli/${name}.txt`);
}

describe('muster replicas, ring and host --explain', () => {
  it.each([
    ['replicas', ['replicas'], {}],
    ['replicas-wide', ['replicas', '-o', 'wide'], {}],
    ['replicas-narrow', ['replicas'], { COLUMNS: '40' }],
    ['replicas-json', ['replicas', '-o', 'json'], {}],
    ['ring', ['ring'], {}],
    ['ring-yaml', ['ring', '-o', 'yaml'], {}],
    ['host-explain', ['host', 'node-1', '--explain'], {}],
    ['host-explain-yaml', ['host', '--explain', 'node-1', '-o', 'yaml'], {}],
    ['host-explain-unknown', ['host', 'nowhere', '--explain'], {}],
  ] as const)('prints %s as recorded', async (name, words, env) => {
    await expectGolden(name, [...words], env);
  });

  it('says why nobody knows the contact of a host', async () => {
    const [, explanation = {}] = cannedExplanations(Date.now());
    fleet.answers.explanation = explanation;
    await expectGolden('host-explain-lost', ['host', 'node-2', '--explain']);
  });
});

describe('what operators do with hosts', () => {
  const maintenance = { by: 'alice', reason: 'new disk', since: { seconds: 1_735_689_600 } };

  it.each([
    ['host-enter-maintenance', ['host', 'enter-maintenance', 'node-1', '--reason', 'new disk']],
    ['host-enter-maintenance-json', ['host', 'enter-maintenance', 'node-1', '-o', 'json']],
    ['host-enter-maintenance-unknown', ['host', 'enter-maintenance', 'nowhere']],
  ])('prints %s as recorded', async (name, words) => {
    fleet.answers.hosts = [{ id: 'node-1', vmCount: 2 }];
    fleet.answers.operated = {
      ...{ status: 'HOST_STATUS_PREPARING_FOR_MAINTENANCE', reason: 'MAINTENANCE_REQUESTED' },
      maintenance,
    };
    await expectGolden(name, words);
  });

  it.each([
    [['exit-maintenance', 'node-1'], 'exitMaintenance', {}],
    [['retire', 'node-1', '--force'], 'retireHost', { force: true }],
    [
      ['enter-maintenance', 'node-1', '--force', '--reason', 'r'],
      'enterMaintenance',
      { reason: 'r', force: true },
    ],
  ])('%s asks for it, each time under another id', async (words, method, asked) => {
    fleet.answers.operated = { status: 'HOST_STATUS_UP', reason: 'MAINTENANCE_OVER' };
    await cli.run('host', ...words);
    const { code, stdout } = await cli.run('host', ...words);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'Host "node-1" is UP (MAINTENANCE_OVER).\n',
    });
    const [first, second] = fleet.askedFor(method) as { requestId: string }[];
    expect(second).toMatchObject({ hostId: 'node-1', ...asked });
    expect(second?.requestId).toMatch(/^[\w-]{22}$/);
    expect(second?.requestId).not.toBe(first?.requestId);
  });

  it('waits until no VM is left', async () => {
    fleet.answers.operated = { status: 'HOST_STATUS_PREPARING_FOR_MAINTENANCE', maintenance };
    fleet.answers.hosts = [{ id: 'node-1', maintenance }];
    const result = cli.run('host', 'enter-maintenance', 'node-1', '--wait');
    await eventually(() => (fleet.askedFor('getHost').length > 0 ? true : undefined), {
      what: 'it looks',
    });
    const status = 'HOST_STATUS_MAINTENANCE' as const;
    fleet.answers.hosts = [{ id: 'node-1', status, reason: 'NO_VM_LEFT', maintenance }];
    expect((await result).stdout).toBe('Host "node-1" is MAINTENANCE (NO_VM_LEFT).\n');
  });

  it('hands on why it was refused', async () => {
    const details = 'host "node-1" may run VM vm-1; move or stop them first';
    fleet.answers.failure = { code: status.FAILED_PRECONDITION, details };
    const result = await cli.run('host', 'retire', 'node-1');
    expect(result).toEqual({ code: 1, stdout: '', stderr: `muster: ${details}\n` });
  });
});

describe('muster replica drain', () => {
  it.each([
    ['central-1', 0, /^Replica "central-1" hands its hosts over, then ends\./],
    ['central-2', 0, /^Replica "central-2" is draining already\.\n$/],
    ['central-9', 4, /^muster: there is no replica with the id "central-9"/],
  ])('%s ends with %i', async (id, code, said) => {
    const result = await cli.run('replica', 'drain', id);
    expect(result.code).toBe(code);
    expect(result.stdout + result.stderr).toMatch(said);
    expect(fleet.askedFor('drainReplica')).toEqual([{ replicaId: id }]);
  });

  it('prints what it was told as JSON', async () => {
    const { stdout } = await cli.run('replica', 'drain', 'central-2', '-o', 'json');
    expect(JSON.parse(stdout)).toEqual({ alreadyDraining: true });
  });

  it('hands on why it was refused', async () => {
    const details = 'no other replica could take the hosts of "central-1"';
    fleet.answers.failure = { code: status.FAILED_PRECONDITION, details };
    const result = await cli.run('replica', 'drain', 'central-1');
    expect(result).toEqual({ code: 1, stdout: '', stderr: `muster: ${details}\n` });
  });
});

describe('an answer that is not of now', () => {
  it('is said on standard error, once for all pages', async () => {
    fleet.answers.pageSizeMax = 1;
    fleet.answers.freshness = {
      asOf: { seconds: 1_735_689_600 },
      ...{ stale: true, reason: 'NATS is away' },
      silentReplicas: ['central-3', 'central-2'],
    };
    const { code, stdout, stderr } = await cli.run('hosts', '-o', 'json');
    expect({ code, count: (JSON.parse(stdout) as unknown[]).length }).toEqual({
      code: 0,
      count: 3,
    });
    expect(stderr).toBe(
      'This may be old: NATS is away. Changes after 2025-01-01 00:00:00 UTC may be missing.\n' +
        'Statistics are missing where these replicas own the host, as they do not answer: central-2, central-3\n',
    );
  });
});
