import { describe, expect, it } from 'vitest';

import { SampleTable } from '../../../../central/ingest/samples.ts';
import type { SessionSamples } from '../../../../central/ingest/session-samples.ts';
import type { HostSamples } from '../../../../central/ports.ts';
import { MemoryStore } from '../../../../central/store/memory-store.ts';
import { limits } from '../../../../shared/limits.ts';
import { silentLogger } from '../../../../shared/log.ts';
import type { HostStatsDelta, Report, VmStatsDelta } from '../../../../shared/model/protocol.ts';
import type { VmSample } from '../../../../shared/model/stats.ts';
import { FakeClock } from '../../../harness/fake-clock.ts';
import { takeReport } from '../../../harness/reported-stats.ts';

class CountingStore {
  readonly inner = new MemoryStore();
  readonly batches: string[][] = [];
  isBroken = false;

  putSamples(samples: ReadonlyMap<string, Uint8Array>): Promise<void> {
    if (this.isBroken) return Promise.reject(new Error('disk full'));
    this.batches.push([...samples.keys()]);
    return this.inner.putSamples(samples);
  }

  getSamples(hostId: string): Uint8Array | undefined {
    return this.inner.getSamples(hostId);
  }
}

const none: HostStatsDelta = { host: {}, disks: [], filesystems: [], networkInterfaces: [] };

class Scene {
  readonly store = new CountingStore();
  readonly clock = new FakeClock();
  readonly table = new SampleTable(this.store, { clock: this.clock, log: silentLogger });
  #sessions = new Map<string, SessionSamples>();

  host(delta: Partial<HostStatsDelta>, hostId = 'a'): void {
    this.#take(hostId, { host: { ...none, ...delta }, vms: [] });
  }

  vms(...vms: VmStatsDelta[]): void {
    this.#take('a', { vms });
  }

  newSession(): void {
    this.#sessions = new Map();
  }

  get samples(): HostSamples | undefined {
    return this.table.samplesOf('a');
  }

  vm(vmId: string): VmSample | undefined {
    return this.table.vmSampleOf('a', vmId)?.stats;
  }

  #take(hostId: string, report: Pick<Report, 'host' | 'vms'>): void {
    const session = this.#sessions.get(hostId) ?? this.table.open(hostId);
    this.#sessions.set(hostId, session);
    takeReport(session, report, this.clock.unixMs());
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
    expect(scene.vm('v1')).toEqual({ vmId: 'v1', diskOps: 1, netRxBps: 2 });
    expect(scene.samples?.stats).toMatchObject({
      disks: [{ name: 'vda', readOps: 3 }],
      filesystems: [{ mount: '/', usedKib: 4 }],
      networkInterfaces: [{ name: 'eth0', linkUp: 1 }],
    });
  });

  it('outlives a session, whose indexes do not', () => {
    const scene = new Scene();
    scene.vms({ index: 0, key: 'v1', fields: { diskOps: 1 } });
    scene.newSession();
    expect(scene.vm('v1')).toMatchObject({ diskOps: 1 });
    scene.host({ host: { load1: 1 } });
    expect(scene.vm('v1')).toMatchObject({ diskOps: 1 });
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
    for (let from = 0; from < limits.sampleIndexesMax; from += limits.vmsPerReportMax) {
      scene.vms(...Array.from({ length: limits.vmsPerReportMax }, (_, i) => named(from + i)));
    }
    expect(() => {
      scene.vms(named(limits.sampleIndexesMax));
    }).toThrow(expect.objectContaining({ field: 'report.vms', reason: 'too_many' }));
    expect(() => {
      scene.vms({ index: 0, key: 'other', fields: {} });
    }).toThrow(expect.objectContaining({ field: 'report.vms', reason: 'too_many' }));
    expect(() => {
      scene.vms(named(0));
    }).not.toThrow();
  });

  it('goes with its VM', () => {
    const scene = new Scene();
    scene.vms({ index: 0, key: 'v1', fields: {} }, { index: 1, key: 'v2', fields: {} });
    scene.table.forgetVms('a', ['v1']);
    expect(scene.vm('v1')).toBeUndefined();
    expect(scene.vm('v2')).toBeDefined();
  });

  it('of a VM that comes back is told under its old index, or under a new one', () => {
    const scene = new Scene();
    scene.vms({ index: 0, key: 'v1', fields: { diskOps: 1, netRxBps: 2 } });
    scene.table.forgetVms('a', ['v1']);
    scene.vms({ index: 0, key: '', fields: { diskOps: 3 } });
    expect(scene.vm('v1')).toEqual({ vmId: 'v1', diskOps: 3 });
    scene.table.forgetVms('a', ['v1']);
    scene.vms({ index: 1, key: 'v1', fields: { diskOps: 4 } });
    expect(scene.vm('v1')).toEqual({ vmId: 'v1', diskOps: 4 });
  });

  it('of a VM that is gone takes no room in the next session', () => {
    const scene = new Scene();
    scene.vms({ index: 0, key: 'v1', fields: { diskOps: 1 } });
    scene.vms({ index: 1, key: 'v2', fields: { diskOps: 2 } });
    scene.table.forgetVms('a', ['v1']);
    scene.newSession();
    scene.vms({ index: 0, key: 'v3', fields: { diskOps: 3 } });
    expect(['v1', 'v2', 'v3'].map((id) => scene.vm(id)?.diskOps)).toEqual([undefined, 2, 3]);
  });

  it('is not touched by a session that another one replaced', () => {
    const scene = new Scene();
    const old = scene.table.open('a');
    scene.vms({ index: 0, key: 'v1', fields: { diskOps: 1 } });
    takeReport(old, { vms: [{ index: 0, key: 'v2', fields: { diskOps: 2 } }] });
    expect(scene.vm('v2')).toBeUndefined();
  });

  it('says how far the clock of the host is off', () => {
    const scene = new Scene();
    takeReport(scene.table.open('a'), { vms: [], sentAt: 750 }, 1000);
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
    scene.host({ host: { load1: 1 }, disks: [{ index: 0, key: 'vda', fields: { readOps: 2 } }] });
    scene.vms({ index: 3, key: 'v1', fields: { diskOps: 7 } });
    const before = scene.samples;
    await scene.table.stop();
    expect(scene.clock.timerCount).toBe(0);
    const next = new SampleTable(scene.store, { clock: scene.clock, log: silentLogger });
    expect(next.samplesOf('a')).toEqual(before);
    expect(next.vmSampleOf('a', 'v1')?.stats).toEqual({ vmId: 'v1', diskOps: 7 });
    next.open('a');
    expect(next.samplesOf('a')).toEqual(before);
  });

  it('of another program, or damaged, is as good as none', async () => {
    const scene = new Scene();
    scene.host({ host: { load1: 1 } });
    await scene.table.flush();
    const sound = Buffer.from(scene.store.getSamples('a') ?? []);
    const next = new SampleTable(scene.store, { clock: scene.clock, log: silentLogger });
    for (const bytes of [Buffer.alloc(0), Buffer.from([0x82, 1]), sound.subarray(0, -1)]) {
      await scene.store.putSamples(new Map([['a', bytes]]));
      expect(next.samplesOf('a')).toBeUndefined();
    }
  });

  it('that is full does not end anything', async () => {
    const scene = new Scene();
    scene.store.isBroken = true;
    scene.host({ host: { load1: 1 } });
    await expect(scene.table.flush()).resolves.toBeUndefined();
    expect(scene.samples?.stats.host).toEqual({ load1: 1 });
  });
});
