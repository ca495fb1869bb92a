import { Buffer } from 'node:buffer';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { limits } from '../../shared/limits.ts';
import type { AgentMessage, Report, SnapshotChunk } from '../../shared/model/protocol.ts';
import { goodbyeKinds, hostClasses } from '../../shared/model/status.ts';
import { hostStatsFields, vmStatsFields } from '../../shared/model/stats.ts';
import { readAgentMessage } from '../../shared/wire/agent-bytes.ts';
import { agentMessageToWire } from '../../shared/wire/agent-message.ts';
import { FieldError } from '../../shared/wire/fields.ts';
import { services } from '../../shared/wire/schema.ts';
import { count, gap, hardware, id, text, unixMs } from './arbitrary-objects.ts';
import { changeBody, condition, vmState } from './arbitrary.ts';

const serialize = services.muster.v1.AgentService.service.Connect.requestSerialize;
const bytesOf = (message: AgentMessage): Buffer => serialize(agentMessageToWire(message));

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
        ...{ redirects: fc.nat(9), sentAt: unixMs, hardware, sleptMs: fc.integer({ min: 1 }) },
      },
      { noNullPrototype: true },
    )
    .map((hello): AgentMessage => ({ kind: 'hello', hello })),
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
