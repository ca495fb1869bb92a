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

/** Few ids, so that things happen to the same VM again and again. */
export const vmId = fc.constantFrom('vm-1', 'vm-2', 'vm-3', 'vm-4', 'vm-5');

export const vmState: fc.Arbitrary<VmState> = fc
  .record({
    id: vmId,
    status: fc.constantFrom(...vmStatuses),
    reason: fc.constantFrom(...vmReasons),
    memoryMaxKib: fc.constantFrom(1024, 2048),
    isPersistent: fc.boolean(),
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
