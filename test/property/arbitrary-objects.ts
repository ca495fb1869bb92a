import fc from 'fast-check';

import { eventTypes } from '../../shared/model/event.ts';
import type { Event, HistoryGap } from '../../shared/model/event.ts';
import type { Hardware, Host } from '../../shared/model/host.ts';
import {
  conditionTypes,
  hostClasses,
  hostStatuses,
  vmIncidentKinds,
  vmReasons,
  vmStatuses,
} from '../../shared/model/status.ts';
import type { Vm } from '../../shared/model/vm.ts';
import {
  guestAgentStates,
  memoryIssueKinds,
  vmDeviceKinds,
} from '../../shared/model/vm-details.ts';
import type { VmDetails } from '../../shared/model/vm-details.ts';

export const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/);
export const text = fc.string({ maxLength: 40, unit: 'grapheme' });
/** With what JSON must escape: control characters, quotes, halves of a character. */
const anyText = fc.oneof(
  text,
  fc.string({ maxLength: 10, unit: 'binary' }),
  fc.string({ maxLength: 10, unit: fc.constantFrom('a', '"', '\\', '\u0000', '\ud83d', '\udc2e') }),
);
export const count = fc.oneof(fc.nat(5), fc.maxSafeNat());
export const unixMs = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4_102_444_800_000 }));

const probed = {
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
  probeSource: fc.constantFrom('proc' as const, 'os' as const),
};
const hypervisor = fc.record({ type: text, version: text, libraryVersion: text });
export const hardware: fc.Arbitrary<Hardware> = fc.oneof(
  fc.record(probed),
  fc.record({ ...probed, hypervisor }),
);

export const gap: fc.Arbitrary<HistoryGap> = fc.record({
  fromChange: count,
  toChange: count,
  reason: text,
  fromRun: fc.oneof(fc.constant(''), id),
});

export const place = { epoch: count, n: count };

const listed = <Entry>(
  entry: fc.Arbitrary<Entry>,
): fc.Arbitrary<{ readonly list: readonly Entry[]; readonly omitted: number }> =>
  fc.record({ list: fc.array(entry, { maxLength: 3 }), omitted: fc.nat() });

const vmDetails: fc.Arbitrary<VmDetails> = fc
  .record(
    {
      guestAgent: fc.constantFrom(...guestAgentStates),
      guestAddresses: listed(
        fc.record({
          ...{ name: text, mac: text, address: text },
          ...{ prefix: fc.nat(128), isOfDevice: fc.boolean() },
        }),
      ),
      memory: fc.record({ guaranteedKib: count, wantedKib: count }),
      memoryIssues: fc.uniqueArray(
        fc.record({
          kind: fc.constantFrom(...memoryIssueKinds),
          ...{ currentKib: count, expectedKib: count },
        }),
        { selector: ({ kind }) => kind },
      ),
      devices: listed(
        fc.record({
          kind: fc.constantFrom(...vmDeviceKinds),
          ...{ alias: text, type: text, target: text, source: text, address: text, mac: text },
        }),
      ),
    },
    { requiredKeys: [] },
  )
  .filter((details) => Object.keys(details).length > 0);

export const vm: fc.Arbitrary<Vm> = fc.record(
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
    overdue: fc.record({
      health: fc.constantFrom('OUT_OF_CONTACT' as const, 'MISSING' as const, 'ZOMBIE' as const),
      sinceAt: unixMs,
    }),
    details: vmDetails,
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

const plainHost: fc.Arbitrary<Host> = fc.record({
  ...{ id, name: text, site: id, labels: fc.dictionary(id, text, { noNullPrototype: true }) },
  ...{ class: fc.constantFrom(...hostClasses), agentVersion: text, capabilities: fc.array(id) },
  ...{
    hardware,
    run: id,
    bootId: id,
    machineIdHash: id,
    status: fc.constantFrom(...hostStatuses),
    reason: text,
  },
  ...{ sinceAt: unixMs, owner: id, ...place, vmCount: fc.nat() },
  conditions: fc.array(
    fc.record(
      {
        type: fc.constantFrom(...conditionTypes),
        ...{ isActive: fc.boolean(), reason: text, message: text, sinceAt: unixMs },
        isDisqualifying: fc.constant(true as const),
      },
      { requiredKeys: ['type', 'isActive', 'reason', 'message', 'sinceAt'] },
    ),
  ),
});

const duplicates = fc.array(fc.record({ vmId: id, holderHostId: id, sinceAt: unixMs }));

const word = fc.record({ sinceAt: unixMs, by: text, reason: anyText });
const words = fc.record({ maintenance: word, retirement: word }, { requiredKeys: [] });

export const host: fc.Arbitrary<Host> = fc
  .tuple(plainHost, duplicates, words)
  .map(([plain, some, said]) => ({
    ...plain,
    ...said,
    ...(some.length > 0 && { duplicates: some }),
  }));

const small = fc.nat(1_000_000);

export const event: fc.Arbitrary<Event> = fc.record(
  {
    ...{
      id,
      type: fc.constantFrom(...eventTypes),
      hostId: id,
      vmId: id,
      ...place,
      placement: count,
    },
    ...{ observedAt: unixMs, recordedAt: unixMs, reason: anyText, vmIds: fc.array(id) },
    after: fc.oneof(
      vm.map((one) => ({ kind: 'vm', vm: one }) as const),
      host.map((one) => ({ kind: 'host', host: one }) as const),
    ),
    before: vm.map((one) => ({ kind: 'vm', vm: one }) as const),
    historyGap: gap,
    incident: fc.record({
      kind: fc.constantFrom(...vmIncidentKinds),
      ...{ action: anyText, detail: anyText },
    }),
    replicaId: id,
    selfSuspicion: fc.record({ hostsInContact: small, silentHosts: small, holdMs: count }),
  },
  {
    requiredKeys: [
      ...(['id', 'type', 'hostId', 'vmId', 'epoch', 'n', 'placement', 'observedAt'] as const),
      ...(['recordedAt', 'reason', 'vmIds'] as const),
    ],
  },
);
