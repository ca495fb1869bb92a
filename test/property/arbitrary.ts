import fc from 'fast-check';

import type { ConditionReport } from '../../shared/model/host.ts';
import type { ChangeBody, Hello } from '../../shared/model/protocol.ts';
import {
  conditionTypes,
  vmIncidentKinds,
  vmReasons,
  vmStatuses,
} from '../../shared/model/status.ts';
import type { VmState } from '../../shared/model/vm.ts';
import type { GuestAddress, VmDetails, VmDevice } from '../../shared/model/vm-details.ts';

/** Few ids, so that things happen to the same VM again and again. */
export const vmId = fc.constantFrom('vm-1', 'vm-2', 'vm-3', 'vm-4', 'vm-5');

const network = (address: string): GuestAddress => {
  return { name: 'eth0', mac: '52:54:00:00:00:01', address, prefix: 24, isOfDevice: true };
};
const disk = (source: string): VmDevice => {
  return { ...{ kind: 'DISK', alias: 'disk0', type: 'file', target: 'vda' }, source, ...nowhere };
};
const nowhere = { address: '', mac: '' };
const issue = { kind: 'BELOW_GUARANTEE', currentKib: 1, expectedKib: 2 } as const;

/** All parts, each with few values, so that some change and some stay. */
const details: fc.Arbitrary<VmDetails> = fc.record({
  guestAgent: fc.constantFrom('CONNECTED', 'DISCONNECTED'),
  guestAddresses: fc.constantFrom(
    { list: [], omitted: 0 },
    { list: [network('10.0.0.1')], omitted: 1 },
  ),
  memory: fc.constantFrom(
    { guaranteedKib: 0, wantedKib: 0 },
    { guaranteedKib: 2048, wantedKib: 1024 },
  ),
  memoryIssues: fc.constantFrom([], [issue]),
  devices: fc.constantFrom(
    { list: [disk('a')], omitted: 0 },
    { list: [disk('a'), disk('b')], omitted: 0 },
  ),
});

export const vmState: fc.Arbitrary<VmState> = fc
  .record({
    id: vmId,
    status: fc.constantFrom(...vmStatuses),
    reason: fc.constantFrom(...vmReasons),
    memoryMaxKib: fc.constantFrom(1024, 2048),
    isPersistent: fc.boolean(),
    details,
  })
  .map((some) => ({
    ...some,
    name: some.id,
    sinceAt: 0,
    vcpuCount: 1,
    isGuestAgentConnected: false,
  }));

export const condition: fc.Arbitrary<ConditionReport> = fc.record({
  type: fc.constantFrom(...conditionTypes),
  isActive: fc.boolean(),
  reason: fc.constantFrom('', 'SOME'),
  message: fc.constant(''),
});

export const changeBody: fc.Arbitrary<ChangeBody> = fc.oneof(
  { weight: 5, arbitrary: vmState.map((vm): ChangeBody => ({ kind: 'vm', vm })) },
  { weight: 2, arbitrary: vmId.map((id): ChangeBody => ({ kind: 'vm-removed', vmId: id })) },
  {
    weight: 1,
    arbitrary: fc.tuple(vmId, fc.constantFrom(...vmIncidentKinds)).map(([id, kind]): ChangeBody => {
      return { kind: 'incident', vmId: id, incident: { kind, action: '', detail: '' } };
    }),
  },
  {
    weight: 1,
    arbitrary: condition.map((said): ChangeBody => ({ kind: 'condition', condition: said })),
  },
  { weight: 1, arbitrary: fc.constant<ChangeBody>({ kind: 'unknown' }) },
);

export function helloOf(changes: Partial<Hello>): Hello {
  return {
    ...{ hostId: 'host-1', run: 'run-1', bootId: 'boot-1', machineIdHash: '', protocolVersion: 1 },
    ...{
      agentVersion: '1',
      capabilities: [],
      name: 'host-1',
      site: '',
      labels: {},
      class: 'PERMANENT',
    },
    ...{
      epochSeen: 0,
      safeChange: 0,
      lastChange: 0,
      unreachableOwner: '',
      redirects: 0,
      sentAt: 0,
    },
    ...changes,
  };
}
