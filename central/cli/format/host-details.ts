import type { Condition, Hardware, OperatorWord } from '../../../shared/model/host.ts';
import type { HostSample } from '../../../shared/model/stats.ts';
import type { Host__Output } from '../../../shared/wire/generated/muster/v1/Host.ts';
import type { HostStats__Output } from '../../../shared/wire/generated/muster/v1/HostStats.ts';
import { formatAge, formatDate, formatSpan } from './age.ts';
import { renderFacts, renderSection, type Fact } from './details.ts';
import { deviceTables } from './host-devices.ts';
import { hostRow, memoryShare, type HostRow } from './host-columns.ts';
import { counted, formatBytes, formatKib, formatPermille, formatRate, known } from './size.ts';
import { cellsOf, renderTable, type Column, type TableStyle } from './table.ts';
import { labelsText } from './words.ts';

export interface DetailStyle extends TableStyle {
  /** Unix ms. */
  readonly now: number;
}

/** `UP (FIRST_SYNC_DONE) for 3d, since 2025-11-20 06:20:01 UTC` */
export function statusText(
  standing: { readonly status: string; readonly reason: string; readonly sinceAt: number },
  now: number,
): string {
  const { status, reason, sinceAt } = standing;
  const why = reason === '' ? '' : ` (${reason})`;
  const since =
    sinceAt === 0 ? '' : ` for ${formatAge(sinceAt, now)}, since ${formatDate(sinceAt)}`;
  return `${status || '-'}${why}${since}`;
}

/** `for 2h by alice: new disk` */
function wordText(word: OperatorWord | undefined, now: number): string | undefined {
  if (word === undefined) return undefined;
  const { sinceAt, by, reason } = word;
  const who = by === '' ? '' : ` by ${by}`;
  return `asked for ${formatAge(sinceAt, now)} ago${who}${reason === '' ? '' : `: ${reason}`}`;
}

const conditionColumns: readonly Column<Condition>[] = [
  { header: 'TYPE', cell: ({ type }) => type },
  { header: 'ACTIVE', cell: ({ isActive }) => (isActive ? 'yes' : 'no') },
  { header: 'SINCE', cell: ({ sinceAt }, now) => formatAge(sinceAt, now), align: 'right' },
  { header: 'REASON', cell: ({ reason }) => reason, widthMin: 8 },
  { header: 'MESSAGE', cell: ({ message }) => message, widthMin: 20 },
];

function conditionsText(conditions: readonly Condition[], style: DetailStyle): string {
  if (conditions.length === 0) return '';
  const rows = conditions.map((condition) => cellsOf(conditionColumns, condition, style.now));
  return renderTable(conditionColumns, rows, style);
}

function cpuText(hardware: Hardware): string {
  const sockets = hardware.socketCount === 0 ? '' : `, ${counted(hardware.socketCount, 'socket')}`;
  const cpus = `${counted(hardware.cpuCount, 'processor')}${sockets}`;
  return `${hardware.cpuModel || 'unknown model'}, ${cpus}, ${hardware.architecture}`;
}

function hardwareFacts(hardware: Hardware): readonly Fact[] {
  const { hypervisor } = hardware;
  return [
    ['CPU', cpuText(hardware)],
    ['Virtualization', hardware.virtualization.join(', ')],
    ['Memory', formatKib(hardware.memoryKib)],
    ['System', hardware.operatingSystem],
    ['Kernel', hardware.kernel],
    [
      'Hypervisor',
      hypervisor
        ? `${hypervisor.type} ${hypervisor.version}, library ${hypervisor.libraryVersion}`
        : 'none found',
    ],
    ...hardware.disks.map((disk): Fact => [
      'Disk',
      `${disk.name}, ${formatBytes(disk.sizeBytes)}${disk.isRotational ? ', rotational' : ''}`,
    ]),
    ...hardware.networkInterfaces.map((nic): Fact => {
      const speed = nic.speedMbps === 0 ? '' : `${nic.speedMbps} Mbit/s`;
      return ['Network', [nic.name, nic.mac, speed].filter(Boolean).join(', ')];
    }),
    ['Probes', hardware.probeSource === 'os' ? 'reduced set (no /proc on this system)' : undefined],
  ];
}

function cpuUse(sample: HostSample): string | undefined {
  if (sample.cpuPermille === undefined) return undefined;
  const parts: readonly (readonly [string, number | undefined])[] = [
    ['user', sample.cpuUserPermille],
    ['system', sample.cpuSystemPermille],
    ['waiting for I/O', sample.cpuIowaitPermille],
    ['stolen', sample.cpuStealPermille],
  ];
  const known = parts.flatMap(([name, part]) =>
    part === undefined ? [] : `${name} ${formatPermille(part)}`,
  );
  return [formatPermille(sample.cpuPermille), ...(known.length > 0 ? [known.join(', ')] : [])].join(
    ': ',
  );
}

function memoryUse(sample: HostSample): string | undefined {
  const { memoryTotalKib, memoryAvailableKib } = sample;
  if (memoryTotalKib === undefined || memoryAvailableKib === undefined) return undefined;
  const cached = known(sample.memoryCachedKib, formatKib);
  return `${formatKib(memoryTotalKib - memoryAvailableKib)} of ${formatKib(memoryTotalKib)} (${memoryShare(sample)}), cache ${cached}`;
}

function swapUse({ swapTotalKib, swapUsedKib }: HostSample): string | undefined {
  if (swapTotalKib === undefined) return undefined;
  if (swapTotalKib === 0) return 'none';
  return `${known(swapUsedKib, formatKib)} of ${formatKib(swapTotalKib)}`;
}

function pressure(sample: HostSample): string | undefined {
  const parts: readonly (readonly [string, number | undefined])[] = [
    ['CPU', sample.cpuPressurePermille],
    ['memory', sample.memoryPressurePermille],
    ['I/O', sample.ioPressurePermille],
  ];
  return parts
    .flatMap(([name, part]) => (part === undefined ? [] : `${name} ${formatPermille(part)}`))
    .join(', ');
}

/** Undefined if neither rate is known. */
export function traffic(
  words: readonly [string, string],
  rates: readonly [number | undefined, number | undefined],
): string | undefined {
  if (rates.every((rate) => rate === undefined)) return undefined;
  return `${known(rates[0], formatRate)} ${words[0]}, ${known(rates[1], formatRate)} ${words[1]}`;
}

function loadFact({ load1, load5, load15 }: HostSample): string | undefined {
  if (load1 === undefined) return undefined;
  return [load1, load5, load15].map((load) => known(load, (value) => value.toFixed(2))).join(' ');
}

function sampleFacts(sample: HostSample): readonly Fact[] {
  return [
    ['CPU', cpuUse(sample)],
    ['Load', loadFact(sample)],
    ['Memory', memoryUse(sample)],
    ['Swap', swapUse(sample)],
    ['Pressure', pressure(sample)],
    ['Disks', traffic(['read', 'written'], [sample.diskReadBps, sample.diskWriteBps])],
    ['Network', traffic(['received', 'sent'], [sample.netRxBps, sample.netTxBps])],
    ['Uptime', known(sample.uptimeS, (seconds) => formatSpan(seconds * 1000))],
  ];
}

function hostFacts({ host, status }: HostRow, wire: Host__Output, now: number): readonly Fact[] {
  const skew = wire.clockSkewMs;
  return [
    ['Host', host.id],
    ['Name', host.name],
    ['Site', host.site || 'none'],
    ['Labels', labelsText(host.labels) || 'none'],
    ['Status', statusText({ ...host, status }, now)],
    ['Maintenance', wordText(host.maintenance, now)],
    ['Retired', wordText(host.retirement, now)],
    ['Class', host.class],
    ['Owner', host.owner && `${host.owner}, epoch ${host.epoch}, change ${host.n}`],
    ['Agent', host.agentVersion],
    ['Run', host.run],
    ['Boot id', host.bootId],
    ['Clock', skew === undefined ? undefined : `${skew} ms off the central's`],
    ['VMs', String(host.vmCount)],
    ['Committed', committedText(wire)],
  ];
}

/** What its VMs may use, beside what there is; undefined: the central does not say. */
function committedText(wire: Host__Output): string | undefined {
  const { committedVcpus: vcpuCount, committedMemoryKib: memoryKib = 0, hardware } = wire;
  if (vcpuCount === undefined) return undefined;
  const cpus = hardware?.cpuCount ? ` of ${hardware.cpuCount} CPUs` : '';
  const ram = hardware?.memoryKib ? ` of ${formatKib(hardware.memoryKib)}` : '';
  return `${vcpuCount} vCPUs${cpus}, ${formatKib(memoryKib)}${ram}`;
}

function sampleText(stats: HostStats__Output | undefined, style: DetailStyle): string {
  if (stats === undefined) return '';
  return renderFacts(sampleFacts(stats)) + deviceTables(stats, style);
}

/** Everything known of one host, except its VMs. */
export function describeHost(wire: Host__Output, style: DetailStyle): string {
  const inner = {
    ...style,
    ...(style.width !== undefined && { width: Math.max(20, style.width - 2) }),
  };
  const row = hostRow(wire);
  const { hardware, conditions } = row.host;
  const sampled =
    row.sampleAt === 0 ? 'Last sample' : `Last sample, ${formatAge(row.sampleAt, style.now)} ago`;
  return [
    renderFacts(hostFacts(row, wire, style.now)),
    renderSection('Conditions', conditionsText(conditions, inner)),
    renderSection('Hardware', hardware ? renderFacts(hardwareFacts(hardware)) : ''),
    renderSection(sampled, sampleText(wire.stats, inner)),
  ].join('');
}
