import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { quantize, SessionSampling } from '../../agent/report/sampling.ts';
import { SampleTable } from '../../central/ingest/samples.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import { silentLogger } from '../../shared/log.ts';
import { diskStatsFields, hostStatsFields, vmStatsFields } from '../../shared/model/stats.ts';
import type { HostStats, VmSample } from '../../shared/model/stats.ts';
import { FakeClock } from '../harness/fake-clock.ts';
import { takeReport } from '../harness/reported-stats.ts';

type Numbers = Record<string, number>;

const value = fc.oneof(
  fc.nat(50),
  fc.nat(10_000_000),
  fc.double({ min: 0, max: 100, noNaN: true }),
);
const sampleOf = (table: object): fc.Arbitrary<Numbers> =>
  fc
    .record(Object.fromEntries(Object.keys(table).map((name) => [name, value])), {
      requiredKeys: [],
    })
    .map((sample) => ({ ...sample }) as Numbers);

/** One interval: what was measured, how many VMs fit into the report, and whether the stream broke before it. */
interface Turn {
  readonly host: Numbers;
  readonly disks: readonly (readonly [string, Numbers])[];
  readonly vms: readonly (readonly [string, Numbers])[];
  readonly countMax: number;
  readonly isNewSession: boolean;
}

const named = (names: readonly string[], table: object): fc.Arbitrary<[string, Numbers][]> =>
  fc.uniqueArray(fc.tuple(fc.constantFrom(...names), sampleOf(table)), {
    selector: ([name]) => name,
  });

const vmNames = ['vm-1', 'vm-2', 'vm-3', 'vm-4'];

const turn: fc.Arbitrary<Turn> = fc.record({
  host: sampleOf(hostStatsFields),
  disks: named(['sda', 'sdb'], diskStatsFields),
  vms: named(vmNames, vmStatsFields),
  countMax: fc.integer({ min: 1, max: 4 }),
  isNewSession: fc.boolean(),
});

/** The plain twin: the last rounded value of everything that was ever measured. */
function roundedInto(
  known: Numbers | undefined,
  sample: Numbers,
  table: Readonly<Record<string, number>>,
): Numbers {
  const rounded = Object.entries(sample).map(([name, number]) => [
    name,
    quantize(number, table[name] ?? 1),
  ]);
  return { ...known, ...(Object.fromEntries(rounded) as Numbers) };
}

function statsOf({ host, disks }: Turn): HostStats {
  return {
    host,
    disks: disks.map(([name, fields]) => ({ ...fields, name })),
    filesystems: [],
    networkInterfaces: [],
  };
}

interface Told {
  readonly stats: HostStats;
  vm(vmId: string): VmSample | undefined;
}

/** Over sessions of the real parts; what does not fit into a report follows in the next ones. */
function tellAll(turns: readonly Turn[]): Told {
  const table = new SampleTable(new MemoryStore(), { clock: new FakeClock(), log: silentLogger });
  let sampling = new SessionSampling();
  let writer = table.open('host-1');
  for (const now of turns) {
    if (now.isNewSession) {
      sampling = new SessionSampling();
      writer = table.open('host-1');
    }
    const samples = now.vms.map(([vmId, fields]): VmSample => ({ ...fields, vmId }));
    for (let report = 0; report <= samples.length; report++) {
      const host = sampling.host(statsOf(now));
      const vms = sampling.vms(samples, now.countMax);
      takeReport(writer, { ...(host && { host }), vms });
    }
  }
  const stats = table.samplesOf('host-1')?.stats ?? expect.fail('the host is not there');
  return { stats, vm: (vmId) => table.vmSampleOf('host-1', vmId)?.stats };
}

interface Twin {
  host: Numbers;
  readonly disks: Map<string, Numbers>;
  readonly vms: Map<string, Numbers>;
}

function roundAll(turns: readonly Turn[]): Twin {
  const twin: Twin = { host: {}, disks: new Map(), vms: new Map() };
  const { disks, vms } = twin;
  for (const now of turns) {
    twin.host = roundedInto(twin.host, now.host, hostStatsFields);
    for (const [name, fields] of now.disks) {
      disks.set(name, roundedInto(disks.get(name), fields, diskStatsFields));
    }
    for (const [vmId, fields] of now.vms) {
      vms.set(vmId, roundedInto(vms.get(vmId), fields, vmStatsFields));
    }
  }
  return twin;
}

describe('statistics told as changes', () => {
  it('give the central the rounded value of everything, whichever streams they came on', () => {
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 12, size: 'max' }), (turns) => {
        const told = tellAll(turns);
        const twin = roundAll(turns);
        expect(told.stats.host).toEqual(twin.host);
        const disks = told.stats.disks.map(({ name, ...fields }) => [name, fields] as const);
        expect(new Map(disks)).toEqual(withFields(twin.disks));
        const vms = vmNames.flatMap((vmId) => told.vm(vmId) ?? []);
        expect(new Map(vms.map(({ vmId, ...fields }) => [vmId, fields]))).toEqual(
          withFields(twin.vms),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('cost nothing when nothing changed by as much as its quantum', () => {
    fc.assert(
      fc.property(turn, (now) => {
        const sampling = new SessionSampling();
        const samples = now.vms.map(([vmId, fields]): VmSample => ({ ...fields, vmId }));
        sampling.host(statsOf(now));
        sampling.vms(samples, samples.length);
        expect(sampling.host(statsOf(now))).toBeUndefined();
        expect(sampling.vms(samples, samples.length)).toEqual([]);
      }),
    );
  });
});

/** Of what has no known field nobody tells the name either. */
function withFields(samples: ReadonlyMap<string, Numbers>): Map<string, Numbers> {
  return new Map([...samples].filter(([, fields]) => Object.keys(fields).length > 0));
}
