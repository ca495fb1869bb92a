import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { MemoryStore } from '../../../central/store/memory-store.ts';
import { limits } from '../../../shared/limits.ts';
import type { ClusterParts } from '../../harness/cluster-parts.ts';
import { aStep, aVmOf, takeStep } from '../../harness/cluster-steps.ts';
import { NatsBench } from './bench.ts';

/** More than a replica writes before it notes how far it followed the buckets. */
const manySteps = limits.followedUnsavedMax + 20;

describe('what a start copies from NATS', () => {
  let bench: NatsBench;
  let ours: ClusterParts;
  let theirs: ClusterParts;
  beforeEach(async () => {
    bench = await NatsBench.start();
    ours = await bench.open();
    theirs = await bench.open({ owner: 'replica-2', store: new MemoryStore() });
  });
  afterEach(() => bench.stop());

  let revision = 0;
  let n = 0;
  const writeMany = async (): Promise<void> => {
    for (let i = 0; i < manySteps; i++) {
      n += 2;
      const vms = [aVmOf('host-1', 'vm-1')];
      revision = await takeStep(ours, aStep({ n, expected: revision, vms }));
    }
  };
  const listed = (bucket: string): number => Number(bench.store.getMeta(`nats.${bucket}.listed`));

  it('is what others wrote, wherever it stands between what it wrote itself', async () => {
    await writeMany();
    const noted = { hosts: listed('muster_hosts'), vms: listed('muster_vms') };
    expect(Math.min(noted.hosts, noted.vms)).toBeGreaterThanOrEqual(limits.followedUnsavedMax);
    const their = { hostId: 'host-2', owner: 'replica-2' };
    const vms = ['vm-2', 'vm-3'].map((id) => aVmOf('host-2', id));
    let theirRevision = await takeStep(theirs, aStep({ ...their, n: 3, expected: 0, vms }));
    await writeMany();
    const removal = { n: 5, expected: theirRevision, removedVmIds: ['vm-3'] };
    theirRevision = await takeStep(theirs, aStep({ ...their, ...removal }));
    await ours.stop();
    const late = [aVmOf('host-2', 'vm-4')];
    await takeStep(theirs, aStep({ ...their, n: 7, expected: theirRevision, vms: late }));

    await bench.open();
    expect(bench.store.getStoredHost('host-1')?.record.n).toBe(n);
    expect(bench.store.getStoredHost('host-2')?.record.n).toBe(7);
    const held = bench.store.vmsOfHost('host-2').map(({ id }) => id);
    expect(held).toEqual(['vm-2', 'vm-4']);
  });
});
