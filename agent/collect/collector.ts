import type { Clock } from '../../shared/clock.ts';
import { limits } from '../../shared/limits.ts';
import type { Logger } from '../../shared/log.ts';
import type { Hardware } from '../../shared/model/host.ts';
import type { HostStats } from '../../shared/model/stats.ts';
import { CallGuard } from './call-guard.ts';
import { createCpuProbe } from './cpu.ts';
import { createDiskProbe } from './disks.ts';
import { FilesystemProbe } from './filesystems.ts';
import { HardwareProbe } from './hardware.ts';
import { createHostFiles, type HostFiles } from './host-files.ts';
import { type HostIdentity, readIdentity } from './identity.ts';
import { createLoadProbe } from './load.ts';
import { createMemoryProbe } from './memory.ts';
import { createNetworkProbe } from './network.ts';
import { createOsCollector } from './os-collector.ts';
import { createPressureProbe } from './pressure.ts';
import { type ProbeFailure, ProbeHealth } from './probe-health.ts';
import { ProbeRunner } from './probe-runner.ts';
import { createUptimeProbe } from './uptime.ts';

/** Everything there is to know about the host itself. Nothing here rejects, or outlasts its deadline (OV-30). */
export interface HostCollector {
  /** Where it reads from: `proc`, or `os` for the reduced set. */
  readonly probeSource: Hardware['probeSource'];
  /** Answers at once. */
  identity(): Promise<HostIdentity>;
  /** What a part of the machine said last holds while it does not answer. At most `limits.probeDeadlineMs`. */
  hardware(): Promise<Hardware>;
  /**
   * Load since the last call, which is the interval of all rates: the first sample has none. What is not known, as from
   * a probe that fails or is stuck, is left out. Usually within the turn, at most `limits.probeDeadlineMs`.
   */
  sample(): Promise<HostStats>;
  /** Probes that fail now. */
  failures(): readonly ProbeFailure[];
  /** Failed runs of all probes since the start, for a metric. */
  failureCount(): number;
}

export interface HostCollectorOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** Where the system's `/` is; tests have it elsewhere. */
  readonly root?: string;
  /** How files are read; from `root` unless told. */
  readonly files?: HostFiles;
}

export function createHostCollector(options: HostCollectorOptions): HostCollector {
  const { clock, log, root = '/', files = createHostFiles(root) } = options;
  if (files.exists('/proc/stat')) return createProcCollector({ clock, log, files });
  log.warn(
    { root },
    'no /proc/stat here: the host reports only the reduced set that Node can tell, without disks, file systems, ' +
      'network load and pressure; give the agent a view of /proc and /sys for all of it',
  );
  return createOsCollector(clock);
}

interface ProcCollectorOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly files: HostFiles;
}

function createProcCollector({ clock, log, files }: ProcCollectorOptions): HostCollector {
  const health = new ProbeHealth(log);
  const filesystems = new FilesystemProbe({ clock, files, health });
  const hardware = new HardwareProbe({ clock, files, health });
  const runner = new ProbeRunner({ clock, health });
  const sampleGuard = new CallGuard({ clock, inFlightMax: 1 });
  const probes = [
    createCpuProbe(files),
    createLoadProbe(files),
    createPressureProbe(files),
    createMemoryProbe(files),
    createDiskProbe(files),
    createNetworkProbe(files),
    createUptimeProbe(files),
  ];
  return {
    probeSource: 'proc',
    identity: () => Promise.resolve(readIdentity(files, clock)),
    hardware: () => hardware.read(),
    sample: async () => {
      const round = filesystems.refreshIfDue(clock.monotonicMs());
      const stats = runner.runAll(probes);
      if (round) await sampleGuard.run('filesystems', limits.probeDeadlineMs, () => round);
      return { ...stats, filesystems: filesystems.samples() };
    },
    failures: () => health.failures(),
    failureCount: () => health.failureCount,
  };
}
