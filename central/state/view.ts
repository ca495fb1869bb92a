import type { HostStatus, VmReason } from '../../shared/model/status.ts';
import type { Vm } from '../../shared/model/vm.ts';

/** Host statuses under which nobody can tell what its VMs do (OV-13), and what their VMs then say. */
const hidingReasons = new Map<HostStatus, VmReason>([
  ['NON_RESPONSIVE', 'HOST_NON_RESPONSIVE'],
  ['DOWN', 'HOST_DOWN'],
  ['REBOOTING', 'HOST_REBOOTING'],
]);

export function isHiding(status: HostStatus): boolean {
  return hidingReasons.has(status);
}

/** The VM as it must be read while its host has `hostStatus`. */
export function viewOf(vm: Vm, hostStatus: HostStatus, nowUnixMs: number): Vm {
  const reason = hidingReasons.get(hostStatus);
  if (reason === undefined) return { ...vm, ...vm.reported };
  if (vm.status === 'UNKNOWN' && vm.reason === reason) return vm;
  return { ...vm, status: 'UNKNOWN', reason, sinceAt: nowUnixMs };
}
