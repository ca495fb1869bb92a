import { describe, expect, it } from 'vitest';

import { SampleTable, SessionIndexes } from '../../../../central/ingest/samples.ts';
import type { HostSamples } from '../../../../central/ports.ts';
import { MemoryStore } from '../../../../central/store/memory-store.ts';
import { limits } from '../../../../shared/limits.ts';
import { silentLogger } from '../../../../shared/log.ts';
import type { HostStatsDelta, VmStatsDelta } from '../../../../shared/model/protocol.ts';
import { FakeClock } from '../../../harness/fake-clock.ts';

class CountingStore {
  readonly inner = new MemoryStore();
  readonly batches: string[][] = [];
  isBroken = false;

  putSamples(samples: ReadonlyMap<string, HostSamples>): Promise<void> {
    if (this.isBroken) return Promise.reject(new Error('disk full'));
    this.batches.push([...samples.keys()]);
    return this.inner.putSamples(samples);
  }

  getSamples(hostId: string): HostSamples | undefined {
    return this.inner.getSamples(hostId);
  }
}

const none: HostStatsDelta = { host: {}, disks: [], filesystems: [], networkInterfaces: [] };

class Scene {
  readonly store = new CountingStore();
  readonly clock = new FakeClock();
  readonly table = new SampleTable(this.store, { clock: this.clock, log: silentLogger });
  indexes = new SessionIndexes();

  host(delta: Partial<HostStatsDelta>, hostId = 'a'): void {
    this.table.merge(hostId, { host: { ...none, ...delta }, vms: [] }, this.#place());
  }

  vms(...vms: VmStatsDelta[]): void {
    this.table.merge('a', { host: undefined, vms }, this.#place());
  }

  get samples(): HostSamples | undefined {
    return this.table.samplesOf('a');
  }

  #place(): { indexes: SessionIndexes; at: number } {
    return { indexes: this.indexes, at: this.clock.unixMs() };
  }
}

describe('the last sample', () => {
  it('is put together field by field; the latest wins (I3)', () => {
    const scene = new Scene();
    scene.host({ host: { cpuPermille: 100, load1: 1 } });
    scene.host({ host: { cpuPermille: 200 } });
    expect(scene.samples?.stats.host).toEqual({ cpuPermille: 200, load1: 1 });
  });

  it('keeps things by the name their index was given', () => {
    const scene = new Scene();
    scene.vms({ index: 0, key: 'v1', fields: { diskOps: 1 } });
    scene.vms({ index: 0, key: '', fields: { netRxBps: 2 } });
    scene.host({
      disks: [{ index: 0, key: 'vda', fields: { readOps: 3 } }],
      filesystems: [{ index: 0, key: '/', fields: { usedKib: 4 } }],
      networkInterfaces: [{ index: 0, key: 'eth0', fields: { linkUp: 1 } }],
    });
    expect(scene.samples?.vms).toEqual(new Map([['v1', { vmId: 'v1', diskOps: 1, netRxBps: 2 }]]));
    expect(scene.samples?.stats).toMatchObject({
      disks: [{ name: 'vda', readOps: 3 }],
      filesystems: [{ mount: '/', usedKib: 4 }],
      networkInterfaces: [{ name: 'eth0', linkUp: 1 }],
    });
  });

  it('outlives a session, whose indexes do not', () => {
    const scene = new Scene();
    scene.vms({ index: 0, key: 'v1', fields: { diskOps: 1 } });
    scene.indexes = new SessionIndexes();
    expect(scene.samples?.vms.get('v1')).toMatchObject({ diskOps: 1 });
    expect(() => {
      scene.vms({ index: 0, key: '', fields: { diskOps: 2 } });
    }).toThrow(expect.objectContaining({ field: 'report.vms.index', reason: 'unknown_index' }));
  });

  it.each([
    ['disks', 'report.host.disks.index'],
    ['filesystems', 'report.host.filesystems.index'],
    ['networkInterfaces', 'report.host.network_interfaces.index'],
  ])('of %s needs a name first', (list, field) => {
    const scene = new Scene();
    expect(() => {
      scene.host({ [list]: [{ index: 7, key: '', fields: {} }] });
    }).toThrow(expect.objectContaining({ field, reason: 'unknown_index' }));
  });

  it('has a limit of names in one session (I8)', () => {
    const scene = new Scene();
    const named = (index: number): VmStatsDelta => ({ index, key: `v${index}`, fields: {} });
    scene.vms(...Array.from({ length: limits.sampleIndexesMax }, (_, i) => named(i)));
    expect(() => {
      scene.vms(named(limits.sampleIndexesMax));
    }).toThrow(expect.objectContaining({ field: 'report.vms', reason: 'too_many' }));
    expect(() => {
      scene.vms({ index: 0, key: 'other', fields: {} });
    }).not.toThrow();
  });

  it('goes with its VM', () => {
    const scene = new Scene();
    scene.vms({ index: 0, key: 'v1', fields: {} }, { index: 1, key: 'v2', fields: {} });
    scene.table.forgetVms('a', ['v1']);
    expect([...(scene.samples?.vms.keys() ?? [])]).toEqual(['v2']);
  });

  it('says how far the clock of the host is off', () => {
    const scene = new Scene();
    scene.table.setSkew('a', -250);
    expect(scene.samples?.clockSkewMs).toBe(-250);
  });
});

describe('the store of samples', () => {
  it('has each changed host once in thirty seconds, and unchanged ones not at all', async () => {
    const scene = new Scene();
    scene.table.start();
    for (let i = 0; i < 60; i++) scene.host({ host: { load1: i } }, `h${i}`);
    await scene.clock.advanceAsync(30_000);
    expect(scene.store.batches.flat().sort()).toEqual(
      Array.from({ length: 60 }, (_, i) => `h${i}`).sort(),
    );
    expect(scene.store.batches).toHaveLength(30);
    await scene.clock.advanceAsync(30_000);
    expect(scene.store.batches).toHaveLength(30);
  });

  it('has everything when the central stops, and gives it to the next one', async () => {
    const scene = new Scene();
    scene.table.start();
    scene.host({ host: { load1: 1 } });
    await scene.table.stop();
    expect(scene.clock.timerCount).toBe(0);
    const next = new SampleTable(scene.store, { clock: scene.clock, log: silentLogger });
    expect(next.samplesOf('a')?.stats.host).toEqual({ load1: 1 });
  });

  it('that is full does not end anything', async () => {
    const scene = new Scene();
    scene.store.isBroken = true;
    scene.host({ host: { load1: 1 } });
    await expect(scene.table.flush()).resolves.toBeUndefined();
    expect(scene.samples?.stats.host).toEqual({ load1: 1 });
  });
});
