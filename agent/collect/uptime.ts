import type { HostFiles } from './host-files.ts';
import { type Probe, UnexpectedContent } from './probe.ts';

/** Whole seconds since boot. Undefined: not the form of /proc/uptime. */
export function parseUptimeS(text: string): number | undefined {
  const seconds = /^(\d{1,15})(\.\d+)?\s/.exec(text)?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}

export function createUptimeProbe(files: HostFiles): Probe {
  return {
    name: 'uptime',
    deadlineMs: 50,
    run: () => {
      const uptimeS = parseUptimeS(files.readStartNow('/proc/uptime'));
      if (uptimeS === undefined) {
        throw new UnexpectedContent('/proc/uptime does not begin with a number');
      }
      return { host: { uptimeS } };
    },
  };
}
