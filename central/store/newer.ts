import { compareVersion, compareVmVersion } from '../../shared/model/record.ts';
import type { Vm } from '../../shared/model/vm.ts';
import type { StoredHost, VmRemoval } from '../ports.ts';

/** Whether the row that stands says more than what is to be written over it. */
export function isNewerHost(standing: StoredHost | undefined, next: StoredHost): boolean {
  return standing !== undefined && compareVersion(standing.record, next.record) > 0;
}

export function isNewerVm(standing: Vm | undefined, next: Vm | VmRemoval): boolean {
  return standing !== undefined && compareVmVersion(standing, next) > 0;
}

/** Whether a VM is not there because it was removed since: all rows of its host have followed a later record. */
export function isGone(
  standing: Vm | undefined,
  next: Vm,
  lateHostIds: ReadonlySet<string>,
): boolean {
  return standing === undefined && lateHostIds.has(next.hostId);
}
