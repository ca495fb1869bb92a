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
  const { overdue, ...timely } = vm;
  if (reason === undefined) return { ...timely, ...vm.reported };
  if (vm.status === 'UNKNOWN' && vm.reason === reason) return vm;
  // Silence goes on when only its reason is another; what was waited for before is not seen any more.
  const isSilentStill = vm.status === 'UNKNOWN' && overdue !== undefined;
  const known = isSilentStill ? vm : timely;
  return { ...known, status: 'UNKNOWN', reason, sinceAt: nowUnixMs };
}
