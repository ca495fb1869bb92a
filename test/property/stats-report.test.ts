import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  diskStatsFields,
  filesystemStatsFields,
  hostStatsFields,
  networkInterfaceStatsFields,
  vmStatsFields,
} from '../../shared/model/stats.ts';
import type { Report } from '../../shared/model/protocol.ts';
import { agentMessageFromWire, agentMessageToWire } from '../../shared/wire/agent-message.ts';
import { services } from '../../shared/wire/schema.ts';
import { StatsReport } from '../../shared/wire/stats-report.ts';
import { readRows, rowsOf, type ReadRow } from '../harness/reported-stats.ts';

const { requestSerialize, requestDeserialize } = services.muster.v1.AgentService.service.Connect;

function sampleOf(table: object): fc.Arbitrary<Record<string, number>> {
  const values = Object.keys(table).map((name): [string, fc.Arbitrary<number>] => [
    name,
    name.startsWith('load')
      ? fc.float({ min: 0, max: 1000, noNaN: true, noDefaultInfinity: true })
      : fc.oneof(fc.nat(2000), fc.nat(2 ** 31 - 1)),
  ]);
  return fc
    .record(Object.fromEntries(values), { requiredKeys: [] })
    .map((sample) => sample as Record<string, number>);
}

function deltasOf(table: object): fc.Arbitrary<Report['vms'][number][]> {
  const delta = fc.record({
    index: fc.nat(5000),
    key: fc.oneof(fc.constant(''), fc.string({ maxLength: 40 })),
    fields: sampleOf(table),
  });
  return fc.array(delta, { maxLength: 8 });
}

const report: fc.Arbitrary<Report> = fc
  .record(
    {
      frame: fc.nat(2 ** 31 - 1),
      host: fc.record({
        host: sampleOf(hostStatsFields),
        disks: deltasOf(diskStatsFields),
        filesystems: deltasOf(filesystemStatsFields),
        networkInterfaces: deltasOf(networkInterfaceStatsFields),
      }),
      vms: deltasOf(vmStatsFields),
      changes: fc.constant([]),
      digest: fc.record({ change: fc.nat(), vmCount: fc.nat(5000), hash: fc.nat(2 ** 32 - 1) }),
      sentAt: fc.nat(2 ** 42),
    },
    { requiredKeys: ['frame', 'vms', 'changes', 'sentAt'] },
  )
  .map((plain) => plain as Report);

function bytesOf(plain: Report): Buffer {
  return requestSerialize(agentMessageToWire({ kind: 'report', report: plain }));
}

interface Read {
  readonly frame: number;
  readonly sentAt: number;
  readonly digest: Report['digest'];
  readonly rows: readonly ReadRow[];
}

/** One for all, as in a central: nothing of one report may show in the next. */
const reader = new StatsReport();

function readFast(bytes: Buffer): Read | undefined {
  if (!reader.read(bytes)) return undefined;
  const { frame, sentAt, digest, rows } = reader;
  return { frame, sentAt, digest, rows: readRows(rows) };
}

/** What the reading of all other messages makes of it: the plain twin. */
function readSlowly(bytes: Buffer): Read | undefined {
  try {
    const message = agentMessageFromWire(requestDeserialize(bytes));
    if (message.kind !== 'report' || message.report.changes.length > 0) return undefined;
    const { frame, sentAt, digest } = message.report;
    return { frame, sentAt, digest, rows: readRows(rowsOf(message.report)) };
  } catch {
    return undefined;
  }
}

describe('the reader of plain statistics', () => {
  it('reads every plain report as the general reader does', () => {
    fc.assert(
      fc.property(report, (plain) => {
        const bytes = bytesOf(plain);
        const read = readFast(bytes);
        expect(read).toBeDefined();
        expect(read).toEqual(readSlowly(bytes));
      }),
      { numRuns: 300 },
    );
  });

  it('never makes something else of damaged bytes than the general reader', () => {
    const damage = fc.array(fc.record({ at: fc.nat(), to: fc.nat(255) }), { maxLength: 4 });
    fc.assert(
      fc.property(report, damage, fc.nat(), (plain, changes, cut) => {
        const bytes = Buffer.from(bytesOf(plain));
        for (const { at, to } of changes) bytes[at % bytes.length] = to;
        const damaged = cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes;
        const read = readFast(damaged);
        if (read !== undefined) expect(read).toEqual(readSlowly(damaged));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['hello', agentMessageToWire({ kind: 'goodbye', goodbye: 'RESTART' })],
    [
      'a report with a change',
      agentMessageToWire({
        kind: 'report',
        report: {
          ...{ frame: 1, vms: [], sentAt: 0 },
          changes: [{ change: 1, observedAt: 1, body: { kind: 'vm-removed', vmId: 'a' } }],
        },
      }),
    ],
  ])('leaves %s to the general reader', (_, wire) => {
    expect(reader.read(requestSerialize(wire))).toBe(false);
  });

  it('leaves negative, infinite and NaN values to the general reader, which names them', () => {
    for (const load1 of [-1, Infinity, NaN]) {
      const bytes = requestSerialize({ report: { frame: 1, host: { load1 } } });
      expect(reader.read(bytes)).toBe(false);
    }
  });
});
