import { describe, expect, it } from 'vitest';

import { writeDomain, type TypedParam } from '../../../../../agent/hypervisor/libvirt/domain.ts';
import {
  readRawStats,
  type RawVmStats,
} from '../../../../../agent/hypervisor/libvirt/raw-stats.ts';
import { sampleRates } from '../../../../../agent/hypervisor/libvirt/vm-rates.ts';
import { XdrReader, XdrWriter } from '../../../../../agent/hypervisor/libvirt/xdr.ts';
import type { VmSample } from '../../../../../shared/model/stats.ts';

const uuid = '6695eb01-f6a4-8304-79aa-97f2502e193f';

/** As libvirt sends it: numbers as i32, bigints as u64. */
function record(params: Record<string, TypedParam>, id = 7): RawVmStats {
  const writer = new XdrWriter();
  writeDomain(writer, { name: 'web', uuid, id });
  writer.array(Object.entries(params), ([name, value]) => {
    writer.string(name);
    if (typeof value === 'number') writer.int(1).int(value);
    else if (typeof value === 'bigint') writer.int(4).unsignedHyper(value);
    else if (typeof value === 'string') writer.int(7).string(value);
    else writer.int(6).int(value ? 1 : 0);
  });
  return readRawStats(new XdrReader(writer.bytes()));
}

/** The last sample after records that came a second apart. */
function sampleAfter(...records: RawVmStats[]): VmSample | undefined {
  let seen: Parameters<typeof sampleRates>[0] = new Map();
  let samples: readonly VmSample[] = [];
  records.forEach((stats, i) => {
    ({ samples, seen } = sampleRates(seen, [stats], 1000 * (i + 1)));
  });
  return samples[0];
}

const disk = (at: string, bytes: bigint, requests: bigint): Record<string, TypedParam> => {
  const [index, name = ''] = at.split(' ');
  return {
    [`block.${index}.name`]: name,
    [`block.${index}.rd.bytes`]: bytes,
    [`block.${index}.wr.bytes`]: bytes * 2n,
    [`block.${index}.rd.reqs`]: requests,
    [`block.${index}.wr.reqs`]: requests,
  };
};

describe('a bulk statistics record', () => {
  it('gives state, memory and counters under names that stay with their device', () => {
    const stats = record({
      'state.state': 1,
      'state.reason': 5,
      'balloon.current': 65_536n,
      'balloon.rss': 45_000n,
      'cpu.time': 12n,
      'net.count': 1,
      'net.0.name': 'vnet0',
      'net.0.rx.bytes': 100n,
      'net.0.rx.pkts': 3n,
      ...disk('0 hda', 512n, 1n),
    });
    expect(stats).toMatchObject({
      domain: { name: 'web', uuid, id: 7 },
      state: { state: 1, reason: 5 },
      memoryKib: 65_536,
      memoryRssKib: 45_000,
    });
    expect([...stats.counters.keys()]).toEqual([
      'cpu.time',
      'net.vnet0.rx.bytes',
      'block.hda.rd.bytes',
      'block.hda.wr.bytes',
      'block.hda.rd.reqs',
      'block.hda.wr.reqs',
    ]);
  });

  it('of a busy domain leaves out what libvirt left out', () => {
    expect(record({ 'state.state': 1 })).toMatchObject({ state: undefined, memoryKib: undefined });
    expect(record({}).counters.size).toBe(0);
  });

  it('that says "not known" with the largest number says nothing', () => {
    expect(record({ 'balloon.current': 2n ** 64n - 1n }).memoryKib).toBeUndefined();
  });

  it('with a value of an unknown type is malformed, because its length is unknown', () => {
    const writer = new XdrWriter();
    writeDomain(writer, { name: 'web', uuid, id: 7 });
    writer.array(['odd'], (name) => writer.string(name).int(8).int(0));
    expect(() => readRawStats(new XdrReader(writer.bytes()))).toThrow('unknown type 8');
  });
});

describe('rates', () => {
  it('are unknown at first sight, gauges are not', () => {
    expect(sampleAfter(record({ 'cpu.time': 5n, 'balloon.current': 1024n }))).toEqual({
      vmId: uuid,
      memoryKib: 1024,
    });
  });

  it('of one second: processor time in thousandths of one, bytes and requests over all devices', () => {
    const before = record({
      'cpu.time': 0n,
      ...disk('0 hda', 0n, 0n),
      ...disk('1 hdb', 1000n, 10n),
      'net.0.rx.bytes': 0n,
      'net.0.tx.bytes': 5n,
    });
    const after = record({
      'cpu.time': 1_500_000_000n,
      ...disk('0 hda', 4096n, 3n),
      ...disk('1 hdb', 2000n, 11n),
      'net.0.rx.bytes': 700n,
      'net.0.tx.bytes': 5n,
    });
    expect(sampleAfter(before, after)).toEqual({
      vmId: uuid,
      cpuPermille: 1500,
      diskReadBps: 5096,
      diskWriteBps: 10_192,
      diskOps: 8,
      netRxBps: 700,
      netTxBps: 0,
    });
  });

  it('are exact for counters beyond 2^53', () => {
    const base = 2n ** 60n;
    expect(
      sampleAfter(record({ 'cpu.time': base }), record({ 'cpu.time': base + 1_000_000_000n })),
    ).toMatchObject({ cpuPermille: 1000 });
  });

  it('are left out when a counter went back', () => {
    const sample = sampleAfter(
      record({ 'cpu.time': 100n, 'net.0.rx.bytes': 5n }),
      record({ 'cpu.time': 99n, 'net.0.rx.bytes': 6n }),
    );
    expect(sample).toEqual({ vmId: uuid, netRxBps: 1 });
  });

  it('are left out for a new run of the VM, even when its counters are higher', () => {
    const sample = sampleAfter(record({ 'cpu.time': 1n }, 7), record({ 'cpu.time': 1000n }, 8));
    expect(sample).toEqual({ vmId: uuid });
  });

  it('span the time in which a busy VM gave none', () => {
    const sample = sampleAfter(
      record({ 'cpu.time': 0n }),
      record({}),
      record({ 'cpu.time': 1_000_000_000n }),
    );
    expect(sample).toEqual({ vmId: uuid, cpuPermille: 500 });
  });

  it('do not take a plugged-in disk for traffic, nor the next one for the pulled-out one', () => {
    const sample = sampleAfter(
      record({ ...disk('0 hda', 9000n, 9n), ...disk('1 hdb', 100n, 1n) }),
      record({ ...disk('0 hdb', 150n, 2n), ...disk('1 hdc', 7777n, 7n) }),
    );
    expect(sample).toMatchObject({ diskReadBps: 50, diskOps: 2 });
  });

  it('forget a VM that is no longer running', () => {
    const { seen } = sampleRates(new Map(), [record({ 'cpu.time': 1n })], 1000);
    expect(sampleRates(seen, [], 2000)).toEqual({ samples: [], seen: new Map() });
  });
});
