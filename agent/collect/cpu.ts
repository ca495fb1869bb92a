import type { HostSample } from '../../shared/model/stats.ts';
import { type Counter, difference, parseCounter, permille } from './counter.ts';
import { knownFields, sumKnown } from './fields.ts';
import type { HostFiles } from './host-files.ts';
import { type Probe, UnexpectedContent } from './probe.ts';

/** Columns of the `cpu` line. `guest` and `guest_nice` follow; they are already part of `user` and `nice`. */
const modes = ['user', 'nice', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal'] as const;
type Mode = (typeof modes)[number];

/** Ticks since boot, over all processors. */
export type CpuTimes = Readonly<Record<Mode, Counter>>;

/** Undefined: no usable `cpu` line. Kernels older than a column do not have it; it counts as 0. */
export function parseCpuTimes(text: string): CpuTimes | undefined {
  const line = /^cpu +([0-9 ]+)\n/m.exec(text)?.[1];
  const columns = line?.trim().split(/ +/) ?? [];
  if (columns.length < 4) return undefined;
  const at = (mode: Mode): Counter => parseCounter(columns[modes.indexOf(mode)]) ?? 0;
  return {
    user: at('user'),
    nice: at('nice'),
    system: at('system'),
    idle: at('idle'),
    iowait: at('iowait'),
    irq: at('irq'),
    softirq: at('softirq'),
    steal: at('steal'),
  };
}

/**
 * Shares of the time of all processors between two readings. Stolen time counts as used: the machine did not have it.
 * A mode whose counter went back (the kernel documents it for iowait) is left out, with the sums it belongs to.
 */
export function cpuUsage(before: CpuTimes, after: CpuTimes): HostSample {
  const spent = (mode: Mode): number | undefined => difference(before[mode], after[mode]);
  const [user, system] = [sum(['user', 'nice']), sum(['system', 'irq', 'softirq'])];
  const steal = spent('steal');
  // Without idle there is no whole to take shares of; it goes back when a processor is taken away.
  if (spent('idle') === undefined) return {};
  const whole = sumKnown(modes.map(spent));
  const used =
    user === undefined || system === undefined || steal === undefined
      ? undefined
      : user + system + steal;
  return knownFields({
    cpuPermille: permille(used, whole),
    cpuUserPermille: permille(user, whole),
    cpuSystemPermille: permille(system, whole),
    cpuIowaitPermille: permille(spent('iowait'), whole),
    cpuStealPermille: permille(steal, whole),
  });

  function sum(parts: readonly Mode[]): number | undefined {
    const values = parts.map(spent);
    return values.includes(undefined) ? undefined : sumKnown(values);
  }
}

export function createCpuProbe(files: HostFiles): Probe {
  let before: CpuTimes | undefined;
  return {
    name: 'cpu',
    deadlineMs: 50,
    run: () => {
      const after = parseCpuTimes(files.readStartNow('/proc/stat'));
      if (!after) throw new UnexpectedContent('/proc/stat has no usable cpu line');
      const host = before ? cpuUsage(before, after) : {};
      before = after;
      return { host };
    },
  };
}
