import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Copies } from '../../../central/feed/copies.ts';
import { MemoryStore } from '../../../central/store/memory-store.ts';
import { systemClock } from '../../../shared/clock.ts';
import { silentLogger } from '../../../shared/log.ts';
import type { ClusterParts } from '../../harness/cluster-parts.ts';
import { aStep, aVmOf, takeStep } from '../../harness/cluster-steps.ts';
import { eventually } from '../../harness/eventually.ts';
import { Proxy } from '../../harness/proxy.ts';
import { NatsBench } from './bench.ts';

describe('a replica that follows the hosts of another', () => {
  let bench: NatsBench;
  let proxy: Proxy;
  let ours: ClusterParts;
  let theirs: ClusterParts;
  let copies: Copies;
  let theirStore: MemoryStore;
  let revision: number;
  let n: number;

  beforeEach(async () => {
    bench = await NatsBench.start();
    proxy = await Proxy.start({ port: bench.server.port });
    ours = await bench.open();
    theirStore = new MemoryStore();
    const where = { owner: 'replica-2', store: theirStore, address: proxy.address };
    theirs = await bench.open(where);
    copies = new Copies({
      ...{ store: theirStore, clock: systemClock, log: silentLogger, isOwn: () => false },
      onClaimedElsewhere: () => undefined,
      onVmTaken: () => undefined,
      onOwner: () => undefined,
    });
    expect(theirs.feed.follow(copies)).toBe(true);
    [revision, n] = [0, 0];
  });
  afterEach(async () => {
    await bench.stop();
    await copies.stop();
    await proxy.stop();
  });

  /** The next step of host-1, which changes these VMs. */
  async function change(
    vmIds: readonly string[],
    removedVmIds: readonly string[] = [],
  ): Promise<void> {
    n += 1 + vmIds.length + removedVmIds.length;
    const vms = vmIds.map((id) => aVmOf('host-1', id));
    revision = await takeStep(ours, aStep({ n, expected: revision, vms, removedVmIds }));
  }

  const isCopied = (): Promise<true> =>
    eventually(
      () => {
        const own = bench.store.getHost('host-1');
        // The owner of these steps does not count VMs.
        const vmCount = bench.store.vmsOfHost('host-1').length;
        expect(theirStore.getHost('host-1')).toEqual(own && { ...own, vmCount });
        expect(theirStore.vmsOfHost('host-1')).toEqual(bench.store.vmsOfHost('host-1'));
        return true as const;
      },
      { what: 'the rows of one are those of the other' },
    );

  it('has its changes in its own rows', async () => {
    await change(['vm-1', 'vm-2']);
    await isCopied();
    await change(['vm-3'], ['vm-1']);
    await isCopied();
    expect(theirStore.vmsOfHost('host-1').map(({ id }) => id)).toEqual(['vm-2', 'vm-3']);
  });

  it('has what it asks to be up to date with, as soon as it is', async () => {
    for (let i = 0; i < 20; i++) {
      await change([`vm-${String(i)}`]);
      await theirs.feed.upToDate();
      expect(theirStore.getHost('host-1')?.n).toBe(n);
    }
  });

  it('goes on after NATS was stopped and started', async () => {
    await change(['vm-1']);
    await bench.server.kill('SIGTERM');
    const changing = change(['vm-2'], ['vm-1']);
    await bench.server.restart();
    await changing;
    await isCopied();
    await change(['vm-3']);
    await isCopied();
    expect(bench.changes).toEqual([]);
  });

  it('has what was told while it was cut off, though the stream holds it no more', async () => {
    await change(['vm-1']);
    await isCopied();
    proxy.refuse(true);
    proxy.reset();
    await change(['vm-2'], ['vm-1']);
    const { jsm } = await bench.operator();
    await jsm.streams.purge('MUSTER_EVENTS');
    const token = theirs.feed.position();
    proxy.refuse(false);
    await isCopied();
    // The rows are listed before the feed goes on.
    const isVoid = (): true | undefined =>
      theirs.feed.subscribe(token, () => undefined).kind === 'out-of-range' || undefined;
    await eventually(isVoid, { what: 'the token is void' });
    await change(['vm-3']);
    await isCopied();
  });

  it('follows into the new life of a storage that lost everything', async () => {
    await change(['vm-1']);
    await isCopied();
    await bench.server.kill();
    bench.server.empty();
    await bench.server.restart();
    await eventually(() => bench.changes.length >= 2 || undefined, { what: 'both hear of it' });
    await change(['vm-2']);
    await isCopied();
    const loaded = await theirs.commit.load('host-1');
    expect(loaded).toMatchObject({ record: { n, appliedChanges: [{ change: n }] } });
    expect(loaded?.revision).toBe(revision);
  });
});
