import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ApiFleet } from '../../harness/api-fleet.ts';
import { MusterCli } from '../../harness/muster-cli.ts';
import { aStoredHost, aVm, anEvent } from '../../harness/store-rows.ts';

let fleet: ApiFleet;
let cli: MusterCli;

beforeAll(async () => {
  fleet = await ApiFleet.start();
  await fleet.apply({
    hosts: [
      aStoredHost('a', { site: 'north', labels: { env: 'prod' }, vmCount: 1 }),
      aStoredHost('b', { site: 'south', status: 'SUSPECT' }),
    ],
    vms: [aVm('7d4fbb0e-3c1f-4b8e-9a55-0a1f6c1f2f10', 'a')],
  });
  cli = await MusterCli.create({ MUSTER_ADDRESS: fleet.address });
});

afterAll(async () => {
  await fleet.stop();
  await cli.remove();
});

async function idsOf(...words: string[]): Promise<readonly string[]> {
  const { stdout } = await cli.run(...words, '-o', 'json');
  return (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id);
}

describe('muster against the API itself', () => {
  it('finds hosts and VMs by every condition', async () => {
    expect(await idsOf('hosts')).toEqual(['a', 'b']);
    expect(await idsOf('hosts', '--status', 'suspect')).toEqual(['b']);
    expect(await idsOf('hosts', '-l', 'env=prod', '--site', 'north,south')).toEqual(['a']);
    expect(await idsOf('vms', '--host', 'b')).toEqual([]);
    expect(await idsOf('vms', '-l', 'env')).toHaveLength(1);
  });

  it('shows a VM that runs on two hosts, and the host that says so', async () => {
    const vmId = '7d4fbb0e-3c1f-4b8e-9a55-0a1f6c1f2f10';
    const duplicates = [{ vmId, holderHostId: 'a', sinceAt: 1 }];
    await fleet.apply({ hosts: [aStoredHost('c', { duplicates })] });
    expect((await cli.run('vm', vmId)).stdout).toMatch(/^Runs on, too: +c$/m);
    expect(await idsOf('vms', '--host', 'a')).toEqual([vmId]);
    expect(JSON.parse((await cli.run('vm', vmId, '-o', 'json')).stdout)).toMatchObject({
      duplicateHostIds: ['c'],
    });
    await fleet.apply({ removedHostIds: ['c'] });
    expect((await cli.run('vm', vmId)).stdout).not.toContain('Runs on');
  });

  it('shows one host with its VMs, and the counters', async () => {
    const host = await cli.run('host', 'a');
    expect(host).toMatchObject({ code: 0, stderr: '' });
    expect(host.stdout).toMatch(/7d4fbb0e\S+ +name-of-7d4fbb0e/);
    expect((await cli.run('summary')).stdout).toContain('Hosts:  2 (UP 1, SUSPECT 1)\n');
  });

  it.each([
    [['host', 'nowhere'], 4],
    [['vm', 'c0ffee00-1111-4222-8333-444455556666'], 4],
    [['host', 'not an id'], 2],
    [['events', '--since', 'nonsense'], 6],
  ])('%j ends with %i', async (words, code) => {
    const result = await cli.run(...words);
    expect(result).toMatchObject({ code, stdout: '' });
    expect(result.stderr).toMatch(/^muster: /);
  });

  it('shows changes as they are committed, and goes on from the place it named', async () => {
    const watching = cli.start('watch', '-o', 'wide');
    await watching.said('2 hosts, 1 VM. Following changes');
    const following = cli.start('events', '-f', '--since', fleet.feed.position());
    await fleet.apply({ events: [anEvent('a', 6)] });
    await Promise.all([watching.said('a/1/6'), following.said('HostStatusChanged')]);
    watching.kill('SIGINT');
    expect((await watching.ended).code).toBe(130);
    following.kill('SIGINT');
    const { code, stderr } = await following.ended;
    expect(code).toBe(130);
    const [, token = ''] = /--since (\S+)/.exec(stderr) ?? [];

    await fleet.apply({ events: [anEvent('a', 7), anEvent('b', 8)] });
    const caughtUp = await cli.run('events', '--since', token, '-o', 'json');
    expect(caughtUp.code).toBe(0);
    const ids = caughtUp.stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { event: { id: string } }).event.id);
    expect(ids).toEqual(['a/1/7', 'b/1/8']);
  });
});
