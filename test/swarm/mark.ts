import type { VmState } from '../../shared/model/vm.ts';

/**
 * A scripted state change carries its number and its scripted time through agent, central and NATS in two fields of
 * the VM that nothing is derived from, so that whoever sees the event can tell loss, order and latency.
 */
export interface Mark {
  /** From 1, one more with each scripted change of the host. */
  readonly sequence: number;
  /** When the change was to happen, by `machineMs`. */
  readonly scriptedMs: number;
}

/** Far above any memory of a VM, so that a marked VM cannot be taken for another. KiB. */
const markBase = 2 ** 40;

/** Milliseconds since the machine started: the same for all its processes, so that differences between them are exact. */
export function machineMs(): number {
  const [seconds, nanos] = process.hrtime();
  return seconds * 1000 + nanos / 1e6;
}

export function withMark(vm: VmState, { sequence, scriptedMs }: Mark): VmState {
  const memoryMaxKib = markBase + Math.round(scriptedMs * 1000);
  return { ...vm, vcpuCount: sequence, memoryMaxKib };
}

/** undefined: of no scripted change. */
export function markOf(vm: Pick<VmState, 'vcpuCount' | 'memoryMaxKib'>): Mark | undefined {
  if (vm.memoryMaxKib < markBase) return undefined;
  return { sequence: vm.vcpuCount, scriptedMs: (vm.memoryMaxKib - markBase) / 1000 };
}
