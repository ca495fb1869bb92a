import type { Vm } from '../../../shared/model/vm.ts';
import { healthOf } from '../../../shared/model/vm-health.ts';
import type { Vm__Output } from '../../../shared/wire/generated/muster/v1/Vm.ts';
import { formatAge } from './age.ts';
import { renderFacts, renderSection, type Fact } from './details.ts';
import { statusText, traffic, type DetailStyle } from './host-details.ts';
import { formatKib, formatPermille, known } from './size.ts';
import { insideFacts, insideSections } from './vm-inside.ts';
import { migrationText, vmRow, type VmRow } from './vm-columns.ts';
import { wordOf } from './words.ts';

function vmFacts(row: VmRow, wire: Vm__Output, now: number): readonly Fact[] {
  const { vm, status, reason } = row;
  const reported = {
    status: wordOf('VM_STATUS_', wire.reportedStatus),
    reason: wordOf('VM_REASON_', wire.reportedReason),
    sinceAt: vm.reported.sinceAt,
  };
  return [
    ['VM', vm.id],
    ['Name', vm.name],
    ['Host', vm.hostId],
    ['Runs on, too', wire.duplicateHostIds?.join(', ') || undefined],
    ['Status', statusText({ status, reason, sinceAt: vm.sinceAt }, now)],
    ['Last reported', reported.status === status ? undefined : statusText(reported, now)],
    ['Health', healthText(vm, now)],
    ['Migration', migrationText(vm)],
    ['Virtual CPUs', vm.vcpuCount === 0 ? 'not known' : String(vm.vcpuCount)],
    ['Memory limit', vm.memoryMaxKib === 0 ? 'not known' : formatKib(vm.memoryMaxKib)],
    ['Persistent', vm.isPersistent ? 'yes' : 'no (gone when it ends)'],
    ...insideFacts(vm),
    ['Placement', `${vm.placement}, epoch ${vm.epoch}, change ${vm.n}`],
  ];
}

function healthText(vm: Vm, now: number): string {
  const health = healthOf(vm);
  return vm.overdue === undefined ? health : `${health} for ${formatAge(vm.overdue.sinceAt, now)}`;
}

function sampleFacts({ sample }: VmRow): readonly Fact[] {
  return [
    [
      'CPU',
      known(sample.cpuPermille, (permille) => `${formatPermille(permille)} of one processor`),
    ],
    ['Memory', known(sample.memoryKib, formatKib)],
    ['On the host', known(sample.memoryRssKib, (kib) => `${formatKib(kib)} resident`)],
    ['Disks', traffic(['read', 'written'], [sample.diskReadBps, sample.diskWriteBps])],
    ['Disk requests', known(sample.diskOps, (ops) => `${ops}/s`)],
    ['Network', traffic(['received', 'sent'], [sample.netRxBps, sample.netTxBps])],
  ];
}

/** Everything known of one VM. */
export function describeVm(wire: Vm__Output, style: DetailStyle): string {
  const row = vmRow(wire);
  const sample = wire.stats === undefined ? '' : renderFacts(sampleFacts(row));
  const sampled =
    row.sampleAt === 0 ? 'Last sample' : `Last sample, ${formatAge(row.sampleAt, style.now)} ago`;
  return (
    renderFacts(vmFacts(row, wire, style.now)) +
    insideSections(row.vm) +
    renderSection(sampled, sample)
  );
}
