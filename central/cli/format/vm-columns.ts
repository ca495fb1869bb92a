import type { Sample, vmStatsFields } from '../../../shared/model/stats.ts';
import type { Vm } from '../../../shared/model/vm.ts';
import { healthOf } from '../../../shared/model/vm-health.ts';
import type { Vm__Output } from '../../../shared/wire/generated/muster/v1/Vm.ts';
import { unixMsFrom } from '../../../shared/wire/time.ts';
import { vmFromWire } from '../../../shared/wire/vm.ts';
import { formatAge } from './age.ts';
import { statusColor } from './color.ts';
import { formatKib, formatPermille, formatRate, known } from './size.ts';
import type { Column } from './table.ts';
import { wordOf } from './words.ts';

/** A VM of an answer, ready for columns. */
export interface VmRow {
  readonly vm: Vm;
  readonly status: string;
  readonly reason: string;
  readonly sample: Sample<typeof vmStatsFields>;
  /** Unix ms; 0: no sample yet. */
  readonly sampleAt: number;
}

export function vmRow(wire: Vm__Output): VmRow {
  return {
    vm: vmFromWire(wire),
    status: wordOf('VM_STATUS_', wire.status),
    reason: wordOf('VM_REASON_', wire.reason),
    sample: wire.stats ?? {},
    sampleAt: unixMsFrom(wire.statsAt),
  };
}

/** What it uses while that is known, else what it may have at most. */
function memoryText({ vm, sample }: VmRow): string {
  return formatKib(sample.memoryKib ?? vm.memoryMaxKib);
}

/** Source, destination and pass of a migration, as far as they are known. */
export function migrationText({ migration }: Vm): string {
  if (migration === undefined) return '';
  const from = migration.fromHostId || '?';
  const to = migration.toHostId || '?';
  return `${from} -> ${to}, pass ${migration.iteration}`;
}

export const vmColumns: readonly Column<VmRow>[] = [
  { header: 'ID', cell: ({ vm }) => vm.id, rank: 3 },
  { header: 'NAME', cell: ({ vm }) => vm.name, widthMin: 10 },
  { header: 'HOST', cell: ({ vm }) => vm.hostId, rank: 2, widthMin: 10 },
  { header: 'STATUS', cell: ({ status }) => status, color: statusColor },
  { header: 'REASON', cell: ({ reason }) => reason, rank: 6, widthMin: 8 },
  { header: 'HEALTH', cell: ({ vm }) => healthOf(vm), isWide: true },
  { header: 'SINCE', cell: ({ vm }, now) => formatAge(vm.sinceAt, now), align: 'right', rank: 1 },
  {
    header: 'VCPUS',
    cell: ({ vm }) => (vm.vcpuCount === 0 ? '-' : String(vm.vcpuCount)),
    align: 'right',
    rank: 5,
  },
  {
    header: 'CPU',
    cell: ({ sample }) => known(sample.cpuPermille, formatPermille),
    align: 'right',
    rank: 4,
  },
  {
    header: 'MEMORY',
    cell: (row) => (row.vm.memoryMaxKib === 0 ? '-' : memoryText(row)),
    align: 'right',
    rank: 4,
  },
  {
    header: 'RSS',
    cell: ({ sample }) => known(sample.memoryRssKib, formatKib),
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
    header: 'PERSISTENT',
    cell: ({ vm }) => (vm.isPersistent ? 'yes' : 'no'),
    isWide: true,
  },
  {
    header: 'GUEST-AGENT',
    cell: ({ vm }) => (vm.isGuestAgentConnected ? 'yes' : 'no'),
    isWide: true,
  },
  { header: 'PLACEMENT', cell: ({ vm }) => String(vm.placement), align: 'right', isWide: true },
  { header: 'MIGRATION', cell: ({ vm }) => migrationText(vm), isWide: true },
];
