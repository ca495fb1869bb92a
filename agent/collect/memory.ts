import type { HostSample } from '../../shared/model/stats.ts';
import { knownFields } from './fields.ts';
import type { HostFiles } from './host-files.ts';
import { type Probe, UnexpectedContent } from './probe.ts';

/** Values of /proc/meminfo in KiB by name. A line without a unit counts something else and is left out. */
export function parseMeminfo(text: string): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const match of text.matchAll(/^([^\s:]+):\s+(\d{1,15}) kB$/gm)) {
    values.set(match[1] ?? '', Number(match[2]));
  }
  return values;
}

export function memorySample(meminfo: ReadonlyMap<string, number>): HostSample {
  const swapTotalKib = meminfo.get('SwapTotal');
  const swapFreeKib = meminfo.get('SwapFree');
  return knownFields({
    memoryTotalKib: meminfo.get('MemTotal'),
    memoryAvailableKib: availableKib(meminfo),
    memoryCachedKib: sumOf(meminfo, ['Cached', 'Buffers']),
    swapTotalKib,
    swapUsedKib:
      swapTotalKib === undefined || swapFreeKib === undefined
        ? undefined
        : Math.max(0, swapTotalKib - swapFreeKib),
  });
}

/** Kernels before 3.14 do not say what is available; free and cache together come near it. */
function availableKib(meminfo: ReadonlyMap<string, number>): number | undefined {
  return meminfo.get('MemAvailable') ?? sumOf(meminfo, ['MemFree', 'Cached', 'Buffers']);
}

function sumOf(meminfo: ReadonlyMap<string, number>, names: readonly string[]): number | undefined {
  let sum = 0;
  for (const name of names) {
    const value = meminfo.get(name);
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum;
}

export function createMemoryProbe(files: HostFiles): Probe {
  return {
    name: 'memory',
    deadlineMs: 50,
    run: () => {
      const meminfo = parseMeminfo(files.readNow('/proc/meminfo'));
      if (!meminfo.has('MemTotal')) throw new UnexpectedContent('/proc/meminfo has no MemTotal');
      return { host: memorySample(meminfo) };
    },
  };
}
