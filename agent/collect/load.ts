import type { HostSample } from '../../shared/model/stats.ts';
import type { HostFiles } from './host-files.ts';
import { type Probe, UnexpectedContent } from './probe.ts';

/** Undefined: not the three averages that /proc/loadavg begins with. */
export function parseLoad(text: string): HostSample | undefined {
  const match = /^(\d+\.\d+) (\d+\.\d+) (\d+\.\d+)\s/.exec(text);
  if (!match) return undefined;
  return { load1: Number(match[1]), load5: Number(match[2]), load15: Number(match[3]) };
}

export function createLoadProbe(files: HostFiles): Probe {
  return {
    name: 'load',
    deadlineMs: 50,
    run: () => {
      const host = parseLoad(files.readStartNow('/proc/loadavg'));
      if (!host) throw new UnexpectedContent('/proc/loadavg does not begin with three averages');
      return { host };
    },
  };
}
