import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { HostCommit } from '../../../central/ports.ts';
import { MemoryStore } from '../../../central/store/memory-store.ts';
import type { ClusterParts } from '../../harness/cluster-parts.ts';
import { aStep, aVmOf, commitUntilKnown, takeStep } from '../../harness/cluster-steps.ts';
import { eventually } from '../../harness/eventually.ts';
import { NatsBench } from './bench.ts';

describe('a storage that forgets', () => {
  let bench: NatsBench;
  beforeEach(async () => {
    bench = await NatsBench.start();
  });
  afterEach(() => bench.stop());

  const changed = (count = 1): Promise<true> =>
    eventually(() => (bench.changes.length === count ? (true as const) : undefined), {
      what: `${count} storage changes are told`,
    });
  const vmKey = async (vmId: string): Promise<Record<string, unknown>> => {
    const { jsm } = await bench.operator();
    const message = await jsm.streams.getMessage('KV_muster_vms', {
      last_by_subj: `$KV.muster_vms.${vmId}`,
    });
    return message.json();
  };
  const vmKeyIsBack = (vmId: string): Promise<unknown> =>
    eventually(() => vmKey(vmId), { what: `the key of ${vmId} is there` });
  /** Revisions as the loop remembers them; it does not know of lives. */
  const takeMany = async (parts: ClusterParts, count: number): Promise<HostCommit> => {
    let revision = 0;
    let step = aStep({ n: 0, expected: 0 });
    for (let n = 1; n <= count; n++) {
      const vms = [aVmOf('host-1', 'vm-1')];
      step = aStep({ n: n * 2, expected: revision, vms });
      revision = await takeStep(parts, step);
    }
    return aStep({ n: count * 2 + 1, expected: revision });
  };

  it('started with an empty folder: a new life is told once, and each host can be written again', async () => {
    const parts = await bench.open();
    const next = await takeMany(parts, 3);
    const before = parts.commit.incarnation();
    const token = parts.feed.position();
    await bench.server.kill();
    bench.server.empty();
    await bench.server.restart();
    await changed();
    expect(bench.changes[0]).toEqual({
      reason: 'STORAGE_LOST',
      incarnation: parts.commit.incarnation(),
    });
    expect(parts.commit.incarnation()).not.toBe(before);
    expect(await parts.commit.load('host-1')).toMatchObject({ revision: 0, record: { n: 6 } });
    expect((await commitUntilKnown(parts.commit, next)).kind).toBe('accepted');
    const loaded = await parts.commit.load('host-1');
    expect(loaded?.record).toMatchObject({ n: 7, incarnation: parts.commit.incarnation() });
    await vmKeyIsBack('vm-1');
    expect(parts.feed.subscribe(token, () => undefined).kind).toBe('out-of-range');
    expect(bench.changes).toHaveLength(1);
  });

  it('emptied while no replica ran: told to the first listener, the store still knows the hosts', async () => {
    const parts = await bench.open();
    const next = await takeMany(parts, 2);
    await parts.stop();
    await bench.server.kill();
    bench.server.empty();
    await bench.server.restart();
    const again = await bench.open();
    await changed();
    expect(bench.changes[0]?.reason).toBe('STORAGE_LOST');
    expect(await again.commit.load('host-1')).toMatchObject({ revision: 0, record: { n: 4 } });
    expect((await commitUntilKnown(again.commit, next)).kind).toBe('accepted');
    await vmKeyIsBack('vm-1');
  });

  it.each(['while the replica runs', 'while no replica runs'])(
    'started with an older copy %s: a new life is told once, and newer records win',
    async (when) => {
      let parts = await bench.open();
      await takeMany(parts, 2);
      await bench.server.kill('SIGTERM');
      const copy = bench.server.copy();
      await bench.server.restart();
      const held = bench.store.getStoredHost('host-1');
      const more = aStep({
        n: 6,
        expected: held?.revision ?? 0,
        vms: [aVmOf('host-1', 'vm-1', { status: 'PAUSED' })],
      });
      const revision = await takeStep(parts, more);
      const before = parts.commit.incarnation();
      const token = parts.feed.position();
      if (when === 'while no replica runs') await parts.stop();
      await bench.server.kill();
      bench.server.restore(copy);
      await bench.server.restart();
      if (when === 'while no replica runs') parts = await bench.open();
      await changed();
      expect(bench.changes[0]?.reason).toBe('STORAGE_ROLLED_BACK');
      expect(parts.commit.incarnation()).not.toBe(before);
      expect(parts.feed.subscribe(token, () => undefined).kind).toBe('out-of-range');
      const next = aStep({ n: 7, expected: revision });
      expect((await commitUntilKnown(parts.commit, next)).kind).toBe('accepted');
      expect((await parts.commit.load('host-1'))?.record.n).toBe(7);
      await eventually(
        async () => {
          expect(await vmKey('vm-1')).toMatchObject({ vm: { n: '6' } });
          return true;
        },
        { what: 'the key of the VM is new again' },
      );
      expect(bench.changes).toHaveLength(1);
    },
  );

  it('does not take a restart with the same folder for a new life', async () => {
    const parts = await bench.open();
    const next = await takeMany(parts, 3);
    const token = parts.feed.position();
    await bench.server.kill();
    await bench.server.restart();
    expect((await commitUntilKnown(parts.commit, next)).kind).toBe('accepted');
    expect(parts.feed.subscribe(token, () => undefined).kind).toBe('subscribed');
    expect(bench.changes).toEqual([]);
  });

  it('has the bucket of hosts deleted by hand: it is re-created with a new life, nothing is lost here', async () => {
    const parts = await bench.open();
    const next = await takeMany(parts, 3);
    const { jsm } = await bench.operator();
    await jsm.streams.delete('KV_muster_hosts');
    expect((await commitUntilKnown(parts.commit, next)).kind).toBe('accepted');
    expect(bench.changes.map(({ reason }) => reason)).toEqual(['STORAGE_LOST']);
    expect((await parts.commit.load('host-1'))?.record.n).toBe(7);
  });

  it('has the bucket of hosts purged by hand: asking for a host does not forget it', async () => {
    const parts = await bench.open();
    await takeMany(parts, 3);
    const { jsm } = await bench.operator();
    await jsm.streams.purge('KV_muster_hosts');
    const loaded = await eventually(() => parts.commit.load('host-1'), { what: 'it loads' });
    expect(loaded.record.n).toBe(6);
    expect(bench.changes.map(({ reason }) => reason)).toEqual(['STORAGE_LOST']);
  });

  it('has the bucket of VMs deleted by hand: it is filled again, hosts stay in their life', async () => {
    const parts = await bench.open();
    const next = await takeMany(parts, 1);
    const { jsm } = await bench.operator();
    await jsm.streams.delete('KV_muster_vms');
    const vms = [aVmOf('host-1', 'vm-2')];
    await takeStep(parts, aStep({ n: 4, expected: next.expected, vms }));
    await vmKeyIsBack('vm-2');
    await vmKeyIsBack('vm-1');
    expect(bench.changes).toEqual([]);
  });

  it('has the event stream deleted by hand: tokens are void, events flow on', async () => {
    const parts = await bench.open();
    const next = await takeMany(parts, 2);
    const token = parts.feed.position();
    const { jsm } = await bench.operator();
    await jsm.streams.delete('MUSTER_EVENTS');
    await takeStep(parts, next);
    await eventually(
      () => {
        const outcome = parts.feed.subscribe(token, () => undefined);
        return outcome.kind === 'out-of-range' ? true : undefined;
      },
      { what: 'the token is void' },
    );
    await eventually(
      () => {
        expect(parts.feed.position()).toMatch(/:1$/);
        return true;
      },
      { what: 'the feed follows the new stream' },
    );
  });

  it('lets a host deleted from the bucket by an operator go', async () => {
    const parts = await bench.open();
    const next = await takeMany(parts, 1);
    const { nc } = await bench.operator();
    const kv = await nc.jetstream().views.kv('muster_hosts', { bindOnly: true });
    await kv.delete('host-1');
    expect(await commitUntilKnown(parts.commit, next)).toEqual({
      kind: 'lost',
      owner: '',
      epoch: 0,
    });
    expect(await parts.commit.load('host-1')).toBeUndefined();
    expect(bench.store.getVm('vm-1')).toBeUndefined();
    const outcome = await commitUntilKnown(parts.commit, aStep({ n: 1, epoch: 2, expected: 0 }));
    expect(outcome.kind).toBe('accepted');
    expect(bench.changes).toEqual([]);
  });

  it('loads from the bucket alone what is pending in a record and not yet in the VM keys', async () => {
    const parts = await bench.open();
    const first = await takeStep(
      parts,
      aStep({ n: 3, expected: 0, vms: [aVmOf('host-1', 'vm-1'), aVmOf('host-1', 'vm-2')] }),
    );
    const unpublished = aStep({
      n: 6,
      expected: first,
      vms: [aVmOf('host-1', 'vm-3')],
      removedVmIds: ['vm-1'],
    });
    await commitUntilKnown(parts.commit, unpublished);
    await parts.stop();
    bench.store = new MemoryStore();
    const again = await bench.open();
    const loaded = await again.commit.load('host-1');
    expect(loaded?.vms.map((vm) => vm.id).sort()).toEqual(['vm-2', 'vm-3']);
    expect(bench.store.getVm('vm-1')).toBeUndefined();
  });
});
