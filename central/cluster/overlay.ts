import type { Event } from '../../shared/model/event.ts';
import type { Host } from '../../shared/model/host.ts';
import type { HostRecord } from '../../shared/model/record.ts';
import { compareVersion, compareVmVersion } from '../../shared/model/record.ts';
import type { HostStatus, VmReason } from '../../shared/model/status.ts';
import type { Vm } from '../../shared/model/vm.ts';
import type { VmRemoval } from '../ports.ts';

/** While a host has one of these, nobody can tell what its VMs do (DESIGN 4). */
const blindReasons: Partial<Record<HostStatus, VmReason>> = {
  NON_RESPONSIVE: 'HOST_NON_RESPONSIVE',
  DOWN: 'HOST_DOWN',
  REBOOTING: 'HOST_REBOOTING',
};

/**
 * The VMs of a host as its record means them. Rows and VM keys may be behind an accepted record by what is still
 * `pending` in it: everything derived comes after the record (I2).
 */
export function overlayPending(record: HostRecord, known: readonly Vm[]): Vm[] {
  const vms = new Map(known.map((vm) => [vm.id, vm]));
  for (const event of record.pending) {
    if (event.vmId === '') {
      reviewNamed(vms, event);
      continue;
    }
    const row = vms.get(event.vmId);
    if (row && compareVmVersion(row, event) > 0) continue;
    if (event.after?.kind === 'vm' && event.after.vm.hostId === record.host.id)
      vms.set(event.vmId, event.after.vm);
    else if (event.type === 'VmRemoved') vms.delete(event.vmId);
  }
  return Array.from(vms.values(), (vm) => seenThrough(record.host, vm));
}

/** VMs that a host's own event makes unknown, or known again. They get its version, or their keys would not follow. */
function reviewNamed(vms: Map<string, Vm>, { after, vmIds, epoch, n }: Event): void {
  if (after?.kind !== 'host') return;
  const reason = blindReasons[after.host.status];
  for (const id of vmIds) {
    const vm = vms.get(id);
    if (vm === undefined || compareVersion(vm, { epoch, n }) >= 0) continue;
    const view = reason === undefined ? vm.reported : { status: 'UNKNOWN' as const, reason };
    vms.set(id, { ...vm, sinceAt: after.host.sinceAt, ...view, epoch, n });
  }
}

/** A VM may be UNKNOWN under a host in contact: one that rebooted and whose hypervisor is not there yet. */
function seenThrough(host: Host, vm: Vm): Vm {
  const reason = blindReasons[host.status];
  const isKnown = vm.status === 'UNKNOWN' && vm.reason === reason;
  if (reason === undefined || isKnown) return vm;
  return { ...vm, status: 'UNKNOWN', reason, sinceAt: host.sinceAt };
}

/** What must change in the store so that it holds `wanted` instead of `known`. */
export function vmChanges(
  known: readonly Vm[],
  wanted: readonly Vm[],
): { readonly vms: readonly Vm[]; readonly removals: readonly VmRemoval[] } {
  const before = new Map(known.map((vm) => [vm.id, vm]));
  const after = new Set(wanted.map((vm) => vm.id));
  const gone = known.filter((vm) => !after.has(vm.id));
  return {
    vms: wanted.filter((vm) => before.get(vm.id) !== vm),
    removals: gone.map(({ id, placement, epoch, n }) => ({ vmId: id, placement, epoch, n })),
  };
}
