import type { HostFiles } from './host-files.ts';
import { type Probe, UnexpectedContent } from './probe.ts';

/** Since boot, with all sleep in it. Undefined: not the form of /proc/uptime. */
export function parseUptimeMs(text: string): number | undefined {
  const seconds = /^(\d{1,12}(?:\.\d+)?)\s/.exec(text)?.[1];
  return seconds === undefined ? undefined : Math.floor(Number(seconds) * 1000);
}

/** undefined: the system does not say. */
export function readUptimeMs(files: HostFiles): number | undefined {
  try {
    return parseUptimeMs(files.readStartNow('/proc/uptime'));
  } catch {
    return undefined;
  }
}

export function createUptimeProbe(files: HostFiles): Probe {
  return {
    name: 'uptime',
    deadlineMs: 50,
    run: () => {
      const uptimeMs = parseUptimeMs(files.readStartNow('/proc/uptime'));
      if (uptimeMs === undefined) {
        throw new UnexpectedContent('/proc/uptime does not begin with a number');
      }
      return { host: { uptimeS: Math.floor(uptimeMs / 1000) } };
    },
  };
}
