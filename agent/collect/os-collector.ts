import os from 'node:os';

import type { Clock } from '../../shared/clock.ts';
import type { Hardware } from '../../shared/model/host.ts';
import type { HostSample, HostStats } from '../../shared/model/stats.ts';
import type { HostCollector } from './collector.ts';
import { permille } from './counter.ts';
import { knownFields } from './fields.ts';
import { bootIdFromUptime, type HostIdentity } from './identity.ts';
import { parseMac } from './network-inventory.ts';
import { isWatchedInterface } from './network.ts';

interface CpuTimes {
  readonly userMs: number;
  readonly systemMs: number;
  readonly idleMs: number;
}

/** The reduced set, for systems without /proc: what Node itself can tell. */
export function createOsCollector(clock: Clock): HostCollector {
  let before: CpuTimes | undefined;
  const sample = (): HostStats => {
    const after = readCpuTimes();
    const usage = before ? cpuUsage(before, after) : {};
    before = after;
    return {
      host: { ...usage, ...readGauges() },
      disks: [],
      filesystems: [],
      networkInterfaces: [],
    };
  };
  return {
    probeSource: 'os',
    identity: () => Promise.resolve(readOsIdentity(clock)),
    hardware: () => Promise.resolve(readOsHardware()),
    sample: () => Promise.resolve(sample()),
    failures: () => [],
    failureCount: () => 0,
  };
}

function readGauges(): HostSample {
  const [load1, load5, load15] = os.loadavg();
  return knownFields({
    load1,
    load5,
    load15,
    memoryTotalKib: Math.round(os.totalmem() / 1024),
    memoryAvailableKib: Math.round(os.freemem() / 1024),
    uptimeS: Math.floor(os.uptime()),
  });
}

function readCpuTimes(): CpuTimes {
  const times = os.cpus().map((cpu) => cpu.times);
  const sum = (pick: (one: (typeof times)[number]) => number): number =>
    times.reduce((total, one) => total + pick(one), 0);
  return {
    userMs: sum(({ user, nice }) => user + nice),
    systemMs: sum(({ sys, irq }) => sys + irq),
    idleMs: sum(({ idle }) => idle),
  };
}

function cpuUsage(before: CpuTimes, after: CpuTimes): HostSample {
  const userMs = after.userMs - before.userMs;
  const systemMs = after.systemMs - before.systemMs;
  const wholeMs = userMs + systemMs + after.idleMs - before.idleMs;
  return knownFields({
    cpuPermille: permille(userMs + systemMs, wholeMs),
    cpuUserPermille: permille(userMs, wholeMs),
    cpuSystemPermille: permille(systemMs, wholeMs),
  });
}

function readOsIdentity(clock: Clock): HostIdentity {
  return { bootId: bootIdFromUptime(clock), machineIdHash: '', hostName: os.hostname() };
}

function readOsHardware(): Hardware {
  const cpus = os.cpus();
  const networkInterfaces = Object.entries(os.networkInterfaces())
    .filter(([name, addresses]) => isWatchedInterface(name) && addresses?.[0]?.internal === false)
    .map(([name, addresses]) => ({
      name,
      mac: parseMac(addresses?.[0]?.mac ?? ''),
      speedMbps: 0,
    }));
  return {
    cpuModel: cpus[0]?.model.trim() ?? '',
    cpuCount: cpus.length,
    socketCount: 0,
    architecture: os.machine(),
    memoryKib: Math.round(os.totalmem() / 1024),
    operatingSystem: os.version(),
    kernel: os.release(),
    virtualization: [],
    networkInterfaces,
    disks: [],
    probeSource: 'os',
  };
}
