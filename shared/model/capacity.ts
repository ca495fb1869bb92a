import type { VmStatus } from './status.ts';
import type { Vm } from './vm.ts';

/** What the VMs of a host may use of it, whether they do or not. */
export interface Committed {
  readonly vcpuCount: number;
  readonly memoryKib: number;
}

export const nothingCommitted: Committed = { vcpuCount: 0, memoryKib: 0 };

/**
 * Those that use nothing yet or any more. All others count from the event on that starts them (OV-24): whoever places VMs by
 * what a later look says puts two into one place. A VM that nobody can tell of counts as it was reported last.
 */
const notCommitted: ReadonlySet<VmStatus> = new Set([
  'WAIT_FOR_LAUNCH',
  'DOWN',
  'SUSPENDED',
  'DEPARTED',
] as const);

export function committedBy({ reported, vcpuCount, memoryMaxKib }: Vm): Committed {
  if (notCommitted.has(reported.status)) return nothingCommitted;
  return { vcpuCount, memoryKib: memoryMaxKib };
}

export function plus(a: Committed, b: Committed): Committed {
  return { vcpuCount: a.vcpuCount + b.vcpuCount, memoryKib: a.memoryKib + b.memoryKib };
}

export function minus(a: Committed, b: Committed): Committed {
  return { vcpuCount: a.vcpuCount - b.vcpuCount, memoryKib: a.memoryKib - b.memoryKib };
}
