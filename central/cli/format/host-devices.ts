import type { DiskStats__Output } from '../../../shared/wire/generated/muster/v1/DiskStats.ts';
import type { FilesystemStats__Output } from '../../../shared/wire/generated/muster/v1/FilesystemStats.ts';
import type { HostStats__Output } from '../../../shared/wire/generated/muster/v1/HostStats.ts';
import type { NetworkInterfaceStats__Output } from '../../../shared/wire/generated/muster/v1/NetworkInterfaceStats.ts';
import { formatKib, formatPermille, formatRate, formatShare, known } from './size.ts';
import { cellsOf, renderTable, type Column, type TableStyle } from './table.ts';

const diskColumns: readonly Column<DiskStats__Output>[] = [
  { header: 'DISK', cell: ({ name }) => name ?? '', widthMin: 8 },
  { header: 'READ', cell: ({ readBps }) => known(readBps, formatRate), align: 'right' },
  { header: 'WRITE', cell: ({ writeBps }) => known(writeBps, formatRate), align: 'right' },
  { header: 'READS/S', cell: ({ readOps }) => known(readOps, String), align: 'right', rank: 1 },
  { header: 'WRITES/S', cell: ({ writeOps }) => known(writeOps, String), align: 'right', rank: 1 },
  {
    header: 'BUSY',
    cell: ({ busyPermille }) => known(busyPermille, formatPermille),
    align: 'right',
  },
];

const filesystemColumns: readonly Column<FilesystemStats__Output>[] = [
  { header: 'FILE SYSTEM', cell: ({ mount }) => mount ?? '', widthMin: 11 },
  { header: 'SIZE', cell: ({ totalKib }) => known(totalKib, formatKib), align: 'right' },
  { header: 'USED', cell: ({ usedKib }) => known(usedKib, formatKib), align: 'right' },
  {
    header: 'FULL',
    cell: ({ totalKib = 0, usedKib = 0 }) => formatShare(usedKib, totalKib),
    align: 'right',
  },
];

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);
}

const networkColumns: readonly Column<NetworkInterfaceStats__Output>[] = [
  { header: 'INTERFACE', cell: ({ name }) => name ?? '', widthMin: 9 },
  { header: 'LINK', cell: ({ linkUp }) => known(linkUp, (up) => (up > 0 ? 'up' : 'down')) },
  { header: 'RX', cell: ({ rxBps }) => known(rxBps, formatRate), align: 'right' },
  { header: 'TX', cell: ({ txBps }) => known(txBps, formatRate), align: 'right' },
  { header: 'RX PKT/S', cell: ({ rxPps }) => known(rxPps, String), align: 'right', rank: 2 },
  { header: 'TX PKT/S', cell: ({ txPps }) => known(txPps, String), align: 'right', rank: 2 },
  {
    header: 'ERRORS',
    cell: ({ rxErrors, txErrors }) => known(sum(rxErrors, txErrors), String),
    align: 'right',
    rank: 1,
  },
  {
    header: 'DROPPED',
    cell: ({ rxDropped, txDropped }) => known(sum(rxDropped, txDropped), String),
    align: 'right',
    rank: 1,
  },
];

function deviceTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[] | undefined,
  style: TableStyle,
): string {
  if (rows === undefined || rows.length === 0) return '';
  const cells = rows.map((row) => cellsOf(columns, row, 0));
  return `\n${renderTable(columns, cells, style)}`;
}

/** Disks, file systems and network interfaces of a sample, each as a table with a blank line in front. */
export function deviceTables(stats: HostStats__Output, style: TableStyle): string {
  return [
    deviceTable(diskColumns, stats.disks, style),
    deviceTable(filesystemColumns, stats.filesystems, style),
    deviceTable(networkColumns, stats.networkInterfaces, style),
  ].join('');
}
