import { Buffer } from 'node:buffer';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { limits } from '../../shared/limits.ts';
import { eventTypes } from '../../shared/model/event.ts';
import type { Event, HistoryGap } from '../../shared/model/event.ts';
import type { Hardware, Host } from '../../shared/model/host.ts';
import type { AgentMessage, Report, SnapshotChunk } from '../../shared/model/protocol.ts';
import {
  conditionTypes,
  goodbyeKinds,
  hostClasses,
  hostStatuses,
  vmReasons,
  vmStatuses,
} from '../../shared/model/status.ts';
import { hostStatsFields, vmStatsFields } from '../../shared/model/stats.ts';
import type { Vm } from '../../shared/model/vm.ts';
import { readAgentMessage } from '../../shared/wire/agent-bytes.ts';
import { agentMessageToWire } from '../../shared/wire/agent-message.ts';
import { FieldError } from '../../shared/wire/fields.ts';
import {
  decodeEvent,
  decodeHostRecord,
  decodeVmRecord,
  encodeEvent,
  encodeHostRecord,
  encodeVmRecord,
} from '../../shared/wire/json.ts';
import { services } from '../../shared/wire/schema.ts';
import { changeBody, condition, vmState } from './arbitrary.ts';

const serialize = services.muster.v1.AgentService.service.Connect.requestSerialize;
const bytesOf = (message: AgentMessage): Buffer => serialize(agentMessageToWire(message));

const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/);
const text = fc.string({ maxLength: 40, unit: 'grapheme' });
const count = fc.oneof(fc.nat(5), fc.maxSafeNat());
const unixMs = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4_102_444_800_000 }));

const hardware: fc.Arbitrary<Hardware> = fc.record({
  cpuModel: text,
  cpuCount: fc.nat(512),
  socketCount: fc.nat(8),
  architecture: text,
  memoryKib: fc.nat(),
  operatingSystem: text,
  kernel: text,
  virtualization: fc.array(id, { maxLength: 3 }),
  networkInterfaces: fc.array(fc.record({ name: text, mac: text, speedMbps: fc.nat(400_000) })),
  disks: fc.array(fc.record({ name: text, sizeBytes: fc.nat(), isRotational: fc.boolean() })),
  probeSource: fc.constantFrom('proc', 'os'),
});

const gap: fc.Arbitrary<HistoryGap> = fc.record({
  fromChange: count,
  toChange: count,
  reason: text,
  fromRun: fc.oneof(fc.constant(''), id),
});

const snapshot: fc.Arbitrary<SnapshotChunk> = fc.record(
  {
    change: fc.integer({ min: 1 }),
    chunk: fc.nat(9),
    isLast: fc.boolean(),
    areVmsKnown: fc.boolean(),
    vms: fc.array(vmState),
    conditions: fc.array(condition),
    observedAt: unixMs,
    gap,
    hardware,
  },
  { requiredKeys: ['change', 'chunk', 'isLast', 'areVmsKnown', 'vms', 'conditions', 'observedAt'] },
);

const fieldsOf = (table: object): fc.Arbitrary<Record<string, number>> =>
  fc
    .record(Object.fromEntries(Object.keys(table).map((name) => [name, fc.nat(1_000)])), {
      requiredKeys: [],
    })
    .map((fields) => ({ ...fields }) as Record<string, number>);

const report: fc.Arbitrary<Report> = fc.record(
  {
    frame: count,
    host: fieldsOf(hostStatsFields).map((host) => {
      return { host, disks: [], filesystems: [], networkInterfaces: [] };
    }),
    vms: fc.array(
      fc.record({
        index: fc.nat(99),
        key: fc.oneof(fc.constant(''), id),
        fields: fieldsOf(vmStatsFields),
      }),
    ),
    changes: fc
      .array(fc.tuple(changeBody, unixMs))
      .map((bodies) =>
        bodies.map(([body, observedAt], i) => ({ change: 3 * i + 1, observedAt, body })),
      ),
    snapshot,
    digest: fc.record({ change: count, vmCount: fc.nat(), hash: fc.nat(0xffffffff) }),
    sentAt: unixMs,
  },
  { requiredKeys: ['frame', 'vms', 'changes', 'sentAt'] },
);

const message: fc.Arbitrary<AgentMessage> = fc.oneof(
  report.map((said): AgentMessage => ({ kind: 'report', report: said })),
  fc.constantFrom(...goodbyeKinds).map((goodbye): AgentMessage => ({ kind: 'goodbye', goodbye })),
  fc
    .record(
      {
        ...{ hostId: id, run: id, bootId: id, machineIdHash: id, agentVersion: text, name: text },
        ...{ protocolVersion: fc.integer({ min: 1, max: 9 }), capabilities: fc.array(id) },
        ...{ site: id, labels: fc.dictionary(id, text), class: fc.constantFrom(...hostClasses) },
        ...{
          epochSeen: fc.nat(limits.epochSeenMax),
          safeChange: count,
          lastChange: count,
          unreachableOwner: text,
        },
        ...{ redirects: fc.nat(9), sentAt: unixMs, hardware },
      },
      { noNullPrototype: true },
    )
    .map((hello): AgentMessage => ({ kind: 'hello', hello })),
);

const place = { epoch: count, n: count };

const vm: fc.Arbitrary<Vm> = fc.record(
  {
    ...{ id, name: text, hostId: id, placement: count, ...place },
    ...{
      status: fc.constantFrom(...vmStatuses),
      reason: fc.constantFrom(...vmReasons),
      sinceAt: unixMs,
    },
    reported: fc.record({
      status: fc.constantFrom(...vmStatuses),
      reason: fc.constantFrom(...vmReasons),
      sinceAt: unixMs,
    }),
    ...{ isPersistent: fc.boolean(), vcpuCount: fc.nat(), memoryMaxKib: count },
    isGuestAgentConnected: fc.boolean(),
    migration: fc.record({ fromHostId: id, toHostId: id, iteration: fc.nat() }),
  },
  {
    requiredKeys: [
      ...([
        'id',
        'name',
        'hostId',
        'placement',
        'epoch',
        'n',
        'status',
        'reason',
        'sinceAt',
      ] as const),
      ...([
        'reported',
        'isPersistent',
        'vcpuCount',
        'memoryMaxKib',
        'isGuestAgentConnected',
      ] as const),
    ],
  },
);

const host: fc.Arbitrary<Host> = fc.record({
  ...{ id, name: text, site: id, labels: fc.dictionary(id, text, { noNullPrototype: true }) },
  ...{ class: fc.constantFrom(...hostClasses), agentVersion: text, capabilities: fc.array(id) },
  ...{ hardware, run: id, bootId: id, status: fc.constantFrom(...hostStatuses), reason: text },
  ...{ sinceAt: unixMs, owner: id, ...place, vmCount: fc.nat() },
  conditions: fc.array(
    fc.record({
      type: fc.constantFrom(...conditionTypes),
      ...{ isActive: fc.boolean(), reason: text, message: text, sinceAt: unixMs },
    }),
  ),
});

const event: fc.Arbitrary<Event> = fc.record(
  {
    ...{
      id,
      type: fc.constantFrom(...eventTypes),
      hostId: id,
      vmId: id,
      ...place,
      placement: count,
    },
    ...{ observedAt: unixMs, recordedAt: unixMs, reason: text, vmIds: fc.array(id) },
    after: fc.oneof(
      vm.map((one) => ({ kind: 'vm', vm: one }) as const),
      host.map((one) => ({ kind: 'host', host: one }) as const),
    ),
    before: vm.map((one) => ({ kind: 'vm', vm: one }) as const),
    historyGap: gap,
  },
  {
    requiredKeys: [
      ...(['id', 'type', 'hostId', 'vmId', 'epoch', 'n', 'placement', 'observedAt'] as const),
      ...(['recordedAt', 'reason', 'vmIds'] as const),
    ],
  },
);

describe('messages of agents', () => {
  it('come out of their bytes as they went in', () => {
    fc.assert(
      fc.property(message, (said) => {
        expect(readAgentMessage(bytesOf(said))).toEqual(said);
      }),
      { numRuns: 300 },
    );
  });

  it('that are no messages, or only nearly, are refused by the name of a field and in no other way', () => {
    const anyBytes = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
    const nearly = fc.tuple(message, fc.nat(), fc.nat(255)).map(([said, at, byte]) => {
      const bytes = bytesOf(said);
      if (bytes.length > 0) bytes[at % bytes.length] = byte;
      return bytes;
    });
    const cut = fc.tuple(message, fc.nat()).map(([said, at]) => {
      const bytes = bytesOf(said);
      return bytes.subarray(0, bytes.length === 0 ? 0 : at % bytes.length);
    });
    fc.assert(
      fc.property(fc.oneof(anyBytes, nearly, cut), (bytes) => {
        try {
          readAgentMessage(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(FieldError);
        }
      }),
      { numRuns: 1_500 },
    );
  });
});

describe('what is kept in NATS', () => {
  it('gives back the events that went in', () => {
    fc.assert(
      fc.property(event, (one) => {
        expect(decodeEvent(encodeEvent(one))).toEqual(one);
      }),
      { numRuns: 300 },
    );
  });

  it('gives back the VMs that went in', () => {
    fc.assert(
      fc.property(vm, id, (one, owner) => {
        expect(decodeVmRecord(encodeVmRecord({ owner, vm: one }))).toEqual({ owner, vm: one });
      }),
      { numRuns: 300 },
    );
  });

  it('gives back the records that went in', () => {
    const record = fc.record({
      ...{ incarnation: id, owner: id, instance: id, ...place, host, pictureRun: id },
      appliedChanges: fc.array(fc.record({ run: id, change: count })),
      pending: fc.array(event, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(record, (one) => {
        expect(decodeHostRecord(encodeHostRecord(one))).toEqual(one);
      }),
      { numRuns: 200 },
    );
  });
});
