import { describe, expect, it } from 'vitest';

import { guestLimits } from '../../../../shared/guest-limits.ts';
import { limits } from '../../../../shared/limits.ts';
import type { Hardware } from '../../../../shared/model/host.ts';
import type { AgentMessage, Change } from '../../../../shared/model/protocol.ts';
import { readAgentMessage } from '../../../../shared/wire/agent-bytes.ts';
import { agentMessageFromWire, agentMessageToWire } from '../../../../shared/wire/agent-message.ts';
import { services } from '../../../../shared/wire/schema.ts';
import { helloOf, vmStateOf } from '../../../harness/model-objects.ts';

const encode = services.muster.v1.AgentService.service.Connect.requestSerialize;

function thereAndBack(message: AgentMessage): AgentMessage {
  return readAgentMessage(encode(agentMessageToWire(message)));
}

const place = { observedAt: 5 };
const hardware: Hardware = {
  ...{ cpuModel: 'c', cpuCount: 4, socketCount: 1, architecture: 'x86_64', memoryKib: 9 },
  ...{ operatingSystem: 'os', kernel: 'k', virtualization: ['kvm'], probeSource: 'os' },
  networkInterfaces: [{ name: 'eth0', mac: '', speedMbps: 10 }],
  disks: [{ name: 'vda', sizeBytes: 7, isRotational: true }],
  hypervisor: { type: 'QEMU', version: '8', libraryVersion: '9' },
};
const condition = { type: 'CPU_PRESSURE', isActive: true, reason: 'R', message: 'm' } as const;
const migration = { fromHostId: 'a', toHostId: 'b', iteration: 2 };
const incident = { kind: 'WATCHDOG', action: 'reset', detail: 'd' } as const;
const changes: Change[] = [
  { change: 1, ...place, body: { kind: 'vm', vm: vmStateOf('v1', { migration }) } },
  { change: 2, ...place, body: { kind: 'vm-removed', vmId: 'v1' } },
  { change: 3, ...place, body: { kind: 'incident', vmId: 'v1', incident } },
  { change: 4, ...place, body: { kind: 'condition', condition } },
  { change: 5, ...place, body: { kind: 'hardware', hardware } },
  { change: 6, ...place, body: { kind: 'unknown' } },
];

describe('what an agent says goes over the wire whole', () => {
  const labels = { rack: 'a', empty: '' };
  const report = { frame: 1, vms: [], changes: [], sentAt: 5 };
  it.each<[string, AgentMessage]>([
    ['a hello', { kind: 'hello', hello: helloOf('a', { labels, hardware, epochSeen: 3 }) }],
    ['a goodbye', { kind: 'goodbye', goodbye: 'UPGRADE' }],
    ['every kind of change', { kind: 'report', report: { ...report, changes } }],
    [
      'a picture',
      {
        kind: 'report',
        report: {
          ...report,
          snapshot: {
            ...{ change: 2, chunk: 1, isLast: true, areVmsKnown: true, observedAt: 5, hardware },
            ...{ vms: [vmStateOf('v1')], conditions: [condition] },
            gap: { fromChange: 1, toChange: 2, reason: 'JOURNAL_OVERFLOW', fromRun: 'r0' },
          },
        },
      },
    ],
    [
      'a digest',
      { kind: 'report', report: { ...report, digest: { change: 4, vmCount: 2, hash: 2 ** 31 } } },
    ],
  ])('%s', (_, message) => {
    expect(thereAndBack(message)).toEqual(message);
  });
});

const hello = (over: object): object => ({
  hello: { hostId: 'a', run: 'r', protocolVersion: 1, ...over },
});
const report = (over: object): object => ({ report: { frame: 1, ...over } });
const change = (over: object): object => report({ changes: [{ change: 1, ...over }] });
const vm = (over: object): object => change({ vm: { id: 'v1', ...over } });
const picture = (over: object): object => report({ snapshot: { change: 1, ...over } });
const many = (count: number): object[] => Array.from({ length: count }, () => ({}));
const text = (length: number): string => 'x'.repeat(length);
const long = text(guestLimits.textLengthMax + 1);

describe('the first wrong field is named', () => {
  it.each<[string, string, object]>([
    ['body', 'missing', {}],
    ['hello.protocol_version', 'missing', hello({ protocolVersion: 0 })],
    ['hello.host_id', 'bad_id', hello({ hostId: 'a.b' })],
    ['hello.host_id', 'too_long', hello({ hostId: text(65) })],
    ['hello.run', 'bad_id', hello({ run: '' })],
    ['hello.boot_id', 'bad_id', hello({ bootId: 'a b' })],
    ['hello.machine_id_hash', 'bad_id', hello({ machineIdHash: '*' })],
    ['hello.agent_version', 'too_long', hello({ agentVersion: text(257) })],
    ['hello.capabilities', 'too_many', hello({ capabilities: many(limits.capabilitiesMax + 1) })],
    ['hello.capabilities[1]', 'bad_id', hello({ capabilities: ['report', 'a b'] })],
    ['hello.name', 'too_long', hello({ name: text(257) })],
    ['hello.site', 'bad_id', hello({ site: 'a/b' })],
    ['hello.labels["rack"]', 'too_long', hello({ labels: { rack: text(257) } })],
    ['hello.labels', 'bad_label', hello({ labels: { '': 'x' } })],
    ['hello.labels', 'bad_label', hello({ labels: { [text(129)]: 'x' } })],
    [
      'hello.labels',
      'too_many',
      hello({ labels: Object.fromEntries(many(65).map((_, i) => [i, ''])) }),
    ],
    ['hello.epoch_seen', 'negative', hello({ epochSeen: -1 })],
    ['hello.safe_change', 'not_finite', hello({ safeChange: Infinity })],
    ['hello.last_change', 'out_of_range', hello({ lastChange: 2 ** 53 })],
    ['hello.unreachable_owner', 'too_long', hello({ unreachableOwner: text(257) })],
    ['hello.redirects', 'negative', hello({ redirects: -1 })],
    ['hello.sent_at_ms', 'out_of_range', hello({ sentAtMs: 253_402_300_800_000 })],
    ['hello.hardware.cpu_count', 'negative', hello({ hardware: { cpuCount: -1 } })],
    ['report.frame', 'negative', report({ frame: -1 })],
    ['report.sent_at_ms', 'negative', report({ sentAtMs: -1 })],
    ['report.changes', 'too_many', report({ changes: many(limits.changesPerReportMax + 1) })],
    ['report.changes[0].change', 'out_of_order', change({ change: 0 })],
    [
      'report.changes[1].change',
      'out_of_order',
      report({ changes: [{ change: 2 }, { change: 2 }] }),
    ],
    ['report.changes[0].observed_at_ms', 'not_finite', change({ observedAtMs: NaN })],
    ['report.changes[0].vm.id', 'bad_id', vm({ id: 'a.b' })],
    ['report.changes[0].vm.name', 'too_long', vm({ name: text(257) })],
    ['report.changes[0].vm.since_ms', 'negative', vm({ sinceMs: -1 })],
    ['report.changes[0].vm.vcpu_count', 'negative', vm({ vcpuCount: -1 })],
    ['report.changes[0].vm.memory_max_kib', 'not_finite', vm({ memoryMaxKib: NaN })],
    [
      'report.changes[0].vm.migration.from_host_id',
      'bad_id',
      vm({ migration: { fromHostId: '.' } }),
    ],
    ['report.changes[0].vm.migration.to_host_id', 'bad_id', vm({ migration: { toHostId: '.' } })],
    ['report.changes[0].vm.migration.iteration', 'negative', vm({ migration: { iteration: -1 } })],
    [
      'report.changes[0].vm.details.devices.devices',
      'too_many',
      vm({ details: { devices: { devices: many(guestLimits.devicesMax + 1) } } }),
    ],
    [
      'report.changes[0].vm.details.devices.devices[0].source',
      'too_long',
      vm({ details: { devices: { devices: [{ kind: 'VM_DEVICE_KIND_DISK', source: long }] } } }),
    ],
    [
      'report.changes[0].vm.details.guest_addresses.addresses',
      'too_many',
      vm({ details: { guestAddresses: { addresses: many(guestLimits.addressesMax + 1) } } }),
    ],
    [
      'report.changes[0].vm.details.guest_addresses.addresses[0].address',
      'too_long',
      vm({ details: { guestAddresses: { addresses: [{ address: long }] } } }),
    ],
    [
      'report.changes[0].vm.details.memory_issues.issues',
      'too_many',
      vm({ details: { memoryIssues: { issues: many(guestLimits.memoryIssuesMax + 1) } } }),
    ],
    [
      'report.changes[0].vm.details.memory.guaranteed_kib',
      'negative',
      vm({ details: { memory: { guaranteedKib: -1 } } }),
    ],
    ['report.changes[0].vm_removed', 'bad_id', change({ vmRemoved: '' })],
    ['report.changes[0].incident.vm_id', 'bad_id', change({ incident: {} })],
    [
      'report.changes[0].incident.incident.action',
      'too_long',
      change({
        incident: { vmId: 'v', incident: { kind: 'VM_INCIDENT_KIND_CRASHED', action: text(257) } },
      }),
    ],
    [
      'report.changes[0].incident.incident.detail',
      'too_long',
      change({
        incident: { vmId: 'v', incident: { kind: 'VM_INCIDENT_KIND_CRASHED', detail: text(257) } },
      }),
    ],
    [
      'report.changes[0].condition.reason',
      'too_long',
      change({ condition: { type: 'CONDITION_TYPE_CPU_PRESSURE', reason: text(257) } }),
    ],
    [
      'report.changes[0].condition.message',
      'too_long',
      change({ condition: { type: 'CONDITION_TYPE_CPU_PRESSURE', message: text(1025) } }),
    ],
    ['report.changes[0].hardware.kernel', 'too_long', change({ hardware: { kernel: text(257) } })],
    ['report.snapshot.change', 'missing', picture({ change: 0 })],
    ['report.snapshot.chunk', 'negative', picture({ chunk: -1 })],
    ['report.snapshot.vms', 'too_many', picture({ vms: many(limits.snapshotChunkVms + 1) })],
    ['report.snapshot.vms[0].id', 'bad_id', picture({ vms: [{}] })],
    [
      'report.snapshot.conditions',
      'too_many',
      picture({ conditions: many(limits.conditionsMax + 1) }),
    ],
    ['report.snapshot.observed_at_ms', 'negative', picture({ observedAtMs: -1 })],
    ['report.snapshot.gap.from_change', 'negative', picture({ gap: { fromChange: -1 } })],
    ['report.snapshot.gap.to_change', 'negative', picture({ gap: { toChange: -1 } })],
    ['report.snapshot.gap.reason', 'too_long', picture({ gap: { reason: text(257) } })],
    ['report.snapshot.gap.from_run', 'bad_id', picture({ gap: { fromRun: 'a b' } })],
    [
      'report.snapshot.hardware.disks[0].size_bytes',
      'negative',
      picture({ hardware: { disks: [{ sizeBytes: -1 }] } }),
    ],
    ['report.digest.change', 'negative', report({ digest: { change: -1 } })],
    ['report.digest.vm_count', 'negative', report({ digest: { vmCount: -1 } })],
    ['report.digest.hash', 'not_finite', report({ digest: { hash: NaN } })],
    ['report.host.cpu_permille', 'negative', report({ host: { cpuPermille: -1 } })],
    ['report.host.load1', 'not_finite', report({ host: { load1: NaN } })],
    ['report.host.disks[0].name', 'too_long', report({ host: { disks: [{ name: text(257) }] } })],
    [
      'report.host.disks[0].read_bps',
      'not_finite',
      report({ host: { disks: [{ readBps: Infinity }] } }),
    ],
    [
      'report.host.filesystems',
      'too_many',
      report({ host: { filesystems: many(limits.hostDevicesMax + 1) } }),
    ],
    [
      'report.host.network_interfaces[0].rx_bps',
      'negative',
      report({ host: { networkInterfaces: [{ rxBps: -1 }] } }),
    ],
    ['report.vms', 'too_many', report({ vms: many(limits.vmsPerReportMax + 1) })],
    ['report.vms[0].vm_id', 'too_long', report({ vms: [{ vmId: text(65) }] })],
    ['report.vms[0].memory_kib', 'not_finite', report({ vms: [{ memoryKib: NaN }] })],
  ])('%s: %s', (field, reason, wire) => {
    expect(() => agentMessageFromWire(wire)).toThrow(expect.objectContaining({ field, reason }));
  });
});

describe('what a newer agent says is no error', () => {
  it('a status and a reason read as unknown', () => {
    expect(agentMessageFromWire(vm({ status: 99, reason: 99 }))).toMatchObject({
      report: { changes: [{ body: { vm: { status: 'UNKNOWN', reason: 'UNSPECIFIED' } } }] },
    });
  });

  it.each([
    ['a body', change({ novelty: {} })],
    ['a kind of incident', change({ incident: { vmId: 'v', incident: { kind: 99 } } })],
    ['a type of condition', change({ condition: { type: 99 } })],
  ])('%s is kept as unknown', (_, wire) => {
    expect(agentMessageFromWire(wire)).toMatchObject({
      report: { changes: [{ change: 1, body: { kind: 'unknown' } }] },
    });
  });

  it('a condition in a picture is left out', () => {
    expect(agentMessageFromWire(picture({ conditions: [{ type: 99 }] }))).toMatchObject({
      report: { snapshot: { conditions: [] } },
    });
  });

  const newerGoodbye: object = { goodbye: { kind: 99 } };
  it('a kind of goodbye reads as the one that changes no status', () => {
    expect(agentMessageFromWire(newerGoodbye)).toEqual({
      kind: 'goodbye',
      goodbye: 'RESTART',
    });
  });
});

describe('bytes', () => {
  it.each([
    ['too_large', Buffer.alloc(limits.messageBytesMax + 1)],
    ['malformed', Buffer.from([0xff, 0xff, 0xff])],
  ])('that are %s are refused', (reason, bytes) => {
    expect(() => readAgentMessage(bytes)).toThrow(
      expect.objectContaining({ field: 'message', reason }),
    );
  });
});
