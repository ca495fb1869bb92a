import { limits } from '../../../shared/limits.ts';
import type { Condition, Host } from '../../../shared/model/host.ts';
import type { HostStats } from '../../../shared/model/stats.ts';
import type { ConditionRule, JudgedType } from './rule.ts';
import { isOlder } from './version.ts';

/** What a condition is judged by. */
export interface HostFacts {
  readonly host: Host;
  readonly stats: HostStats;
  /** Host clock minus ours, ms. */
  readonly clockSkewMs: number;
  /** Changes of the host in the window of FLAPPING. */
  readonly changeCount: number;
}

export interface Reading {
  readonly value: number;
  /** Stable word for what is wrong, if it is. */
  readonly reason: string;
  /** What it is about, where that may be one of many; a new one is worth telling. */
  readonly subject: string;
  /** One clause for a person, put into words only for whoever asks: readings are taken all the time. */
  readonly text: () => string;
}

type Reader = (facts: HostFacts, rule: ConditionRule) => Reading | undefined;

const percent = (part: number, whole: number): number => (100 * part) / whole;
/** Names come from hosts and may be long; a message has a limit. */
const brief = (text: string): string => text.slice(0, limits.detailLengthMax);
const shown = (value: number): string => value.toFixed(1);

function memory({ stats: { host } }: HostFacts): Reading | undefined {
  const { memoryTotalKib = 0, memoryAvailableKib } = host;
  if (memoryTotalKib <= 0 || memoryAvailableKib === undefined) return undefined;
  const value = percent(memoryTotalKib - memoryAvailableKib, memoryTotalKib);
  return {
    value,
    reason: 'LITTLE_LEFT',
    subject: '',
    text: () => `${shown(value)} % of memory is in use`,
  };
}

function cpu({ stats: { host } }: HostFacts): Reading | undefined {
  if (host.cpuPermille === undefined) return undefined;
  const value = host.cpuPermille / 10;
  const text = (): string => `the CPU is busy for ${shown(value)} %`;
  return { value, reason: 'BUSY', subject: '', text };
}

/** A host without swap space cannot run out of it. */
function swap({ stats: { host } }: HostFacts): Reading | undefined {
  const { swapTotalKib, swapUsedKib } = host;
  if (swapTotalKib === undefined) return undefined;
  if (swapTotalKib > 0 && swapUsedKib === undefined) return undefined;
  const value = swapTotalKib > 0 ? percent(swapUsedKib ?? 0, swapTotalKib) : 0;
  const text = (): string => `${shown(value)} % of swap is in use`;
  return { value, reason: 'LITTLE_LEFT', subject: '', text };
}

/** The fullest file system. */
function disk({ stats: { filesystems } }: HostFacts): Reading | undefined {
  let fullest: { readonly mount: string; readonly value: number } | undefined;
  for (const { mount, totalKib = 0, usedKib } of filesystems) {
    if (totalKib <= 0 || usedKib === undefined) continue;
    const value = percent(usedKib, totalKib);
    if (fullest === undefined || value > fullest.value) fullest = { mount, value };
  }
  if (fullest === undefined) return undefined;
  const { mount, value } = fullest;
  return {
    value,
    reason: 'NEARLY_FULL',
    subject: mount,
    text: () => `${brief(mount)} is ${shown(value)} % full`,
  };
}

const allUp: Reading = {
  ...{ value: 0, reason: 'LINK_DOWN', subject: '' },
  text: () => 'all watched interfaces are up',
};

/** How many of the watched interfaces have no link; one that is not there has none. */
function network({ stats }: HostFacts, { interfaces = [] }: ConditionRule): Reading | undefined {
  if (interfaces.length === 0) return allUp;
  if (stats.networkInterfaces.length === 0) return undefined;
  const up = new Set(
    stats.networkInterfaces.flatMap(({ name, linkUp }) => (linkUp === 0 ? [] : [name])),
  );
  const down = interfaces.filter((name) => !up.has(name));
  if (down.length === 0) return allUp;
  const subject = down.join(', ');
  const text = (): string => `no link on ${brief(subject)}`;
  return { value: down.length, reason: 'LINK_DOWN', subject, text };
}

/** A host that never had a hypervisor is not unfit without one. */
function hypervisor({ host }: HostFacts): Reading {
  const told = host.conditions.find(({ type }) => type === 'HYPERVISOR_UNAVAILABLE');
  const isMissed = host.hardware?.hypervisor !== undefined || told?.isDisqualifying === true;
  const value = told?.isActive === true && isMissed ? 1 : 0;
  const text = (): string =>
    value === 1 ? 'its hypervisor does not answer' : 'nothing is wrong with a hypervisor';
  return { value, reason: told?.reason ?? '', subject: '', text };
}

function skew({ clockSkewMs }: HostFacts): Reading {
  const value = Math.abs(clockSkewMs);
  const isAhead = clockSkewMs > 0;
  const reason = isAhead ? 'AHEAD' : 'BEHIND';
  const word = isAhead ? 'ahead of' : 'behind';
  const text = (): string => `its clock is ${String(Math.round(value))} ms ${word} its owner's`;
  return { value, reason, subject: '', text };
}

function version({ host }: HostFacts, { oldestVersion = '' }: ConditionRule): Reading | undefined {
  const isOld = isOlder(host.agentVersion, oldestVersion);
  if (isOld === undefined) return undefined;
  const { agentVersion } = host;
  const text = (): string =>
    `the agent's version is ${agentVersion}, the oldest that will do is ${oldestVersion}`;
  return { value: isOld ? 1 : 0, reason: 'OLDER', subject: agentVersion, text };
}

function flapping({ changeCount }: HostFacts, { windowMs = 0 }: ConditionRule): Reading {
  const text = (): string => `${String(changeCount)} changes in ${String(windowMs / 1000)} s`;
  return { value: changeCount, reason: 'TOO_MANY_CHANGES', subject: '', text };
}

const readers: Readonly<Record<JudgedType, Reader>> = {
  MEMORY_PRESSURE: memory,
  CPU_PRESSURE: cpu,
  DISK_PRESSURE: disk,
  SWAP_PRESSURE: swap,
  NETWORK_DOWN: network,
  HYPERVISOR_UNAVAILABLE: hypervisor,
  CLOCK_SKEWED: skew,
  AGENT_OUTDATED: version,
  FLAPPING: flapping,
};

/** undefined: nobody knows. */
export function readingOf(
  type: JudgedType,
  facts: HostFacts,
  rule: ConditionRule,
): Reading | undefined {
  return readers[type](facts, rule);
}

/** In what thresholds and values of a condition are counted. */
export const readingUnits: Readonly<Record<JudgedType, string>> = {
  MEMORY_PRESSURE: '%',
  CPU_PRESSURE: '%',
  DISK_PRESSURE: '%',
  SWAP_PRESSURE: '%',
  NETWORK_DOWN: 'interfaces',
  HYPERVISOR_UNAVAILABLE: '',
  CLOCK_SKEWED: 'ms',
  AGENT_OUTDATED: '',
  FLAPPING: 'changes',
};

/** Whether a condition is the switch's own, or only what follows from it is. */
export function isTurned(type: JudgedType, known: Condition | undefined): boolean {
  if (known === undefined) return false;
  return type === 'HYPERVISOR_UNAVAILABLE' ? known.isDisqualifying === true : known.isActive;
}
