import type { HostSample } from '../../../shared/model/stats.ts';
import type { Host } from '../../../shared/model/host.ts';
import type { Host__Output } from '../../../shared/wire/generated/muster/v1/Host.ts';
import { hostFromWire } from '../../../shared/wire/host.ts';
import { unixMsFrom } from '../../../shared/wire/time.ts';
import { formatAge, formatSpan } from './age.ts';
import { statusColor } from './color.ts';
import { formatKib, formatPermille, formatRate, formatShare, known } from './size.ts';
import type { Column } from './table.ts';
import { labelsText, wordOf } from './words.ts';

/** A host of an answer, ready for columns. */
export interface HostRow {
  readonly host: Host;
  readonly status: string;
  readonly sample: HostSample;
  /** Unix ms; 0: no sample yet. */
  readonly sampleAt: number;
}

export function hostRow(wire: Host__Output): HostRow {
  return {
    host: hostFromWire(wire),
    status: wordOf('HOST_STATUS_', wire.status),
    sample: wire.stats ?? {},
    sampleAt: unixMsFrom(wire.statsAt),
  };
}

/** Used memory as a share: what could not be had without swapping. */
export function memoryShare({ memoryTotalKib, memoryAvailableKib }: HostSample): string {
  if (memoryTotalKib === undefined || memoryAvailableKib === undefined) return '-';
  return formatShare(memoryTotalKib - memoryAvailableKib, memoryTotalKib);
}

function activeConditions(host: Host): string {
  return host.conditions
    .filter(({ isActive }) => isActive)
    .map(({ type }) => type)
    .join(',');
}

export const hostColumns: readonly Column<HostRow>[] = [
  { header: 'ID', cell: ({ host }) => host.id },
  { header: 'NAME', cell: ({ host }) => host.name, rank: 6, widthMin: 10 },
  { header: 'STATUS', cell: ({ status }) => status, color: statusColor },
  {
    header: 'SINCE',
    cell: ({ host }, now) => formatAge(host.sinceAt, now),
    align: 'right',
    rank: 1,
  },
  { header: 'SITE', cell: ({ host }) => host.site, rank: 4, widthMin: 8 },
  { header: 'VMS', cell: ({ host }) => String(host.vmCount), align: 'right', rank: 2 },
  {
    header: 'CPU',
    cell: ({ sample }) => known(sample.cpuPermille, formatPermille),
    align: 'right',
    rank: 3,
  },
  { header: 'MEMORY', cell: ({ sample }) => memoryShare(sample), align: 'right', rank: 3 },
  { header: 'CONDITIONS', cell: ({ host }) => activeConditions(host), rank: 5, widthMin: 15 },
  { header: 'REASON', cell: ({ host }) => host.reason, isWide: true },
  {
    header: 'LOAD',
    cell: ({ sample }) => known(sample.load1, (load) => load.toFixed(2)),
    align: 'right',
    isWide: true,
  },
  {
    header: 'CPUS',
    cell: ({ host }) => known(host.hardware?.cpuCount, String),
    align: 'right',
    isWide: true,
  },
  {
    header: 'RAM',
    cell: ({ host }) => known(host.hardware?.memoryKib, formatKib),
    align: 'right',
    isWide: true,
  },
  {
    header: 'DISK-R',
    cell: ({ sample }) => known(sample.diskReadBps, formatRate),
    align: 'right',
    isWide: true,
  },
  {
    header: 'DISK-W',
    cell: ({ sample }) => known(sample.diskWriteBps, formatRate),
    align: 'right',
    isWide: true,
  },
  {
    header: 'NET-RX',
    cell: ({ sample }) => known(sample.netRxBps, formatRate),
    align: 'right',
    isWide: true,
  },
  {
    header: 'NET-TX',
    cell: ({ sample }) => known(sample.netTxBps, formatRate),
    align: 'right',
    isWide: true,
  },
  {
    header: 'UPTIME',
    cell: ({ sample }) => known(sample.uptimeS, (seconds) => formatSpan(seconds * 1000)),
    align: 'right',
    isWide: true,
  },
  { header: 'KERNEL', cell: ({ host }) => host.hardware?.kernel ?? '', isWide: true },
  { header: 'AGENT', cell: ({ host }) => host.agentVersion, isWide: true },
  { header: 'OWNER', cell: ({ host }) => host.owner, isWide: true },
  { header: 'LABELS', cell: ({ host }) => labelsText(host.labels), isWide: true },
];
