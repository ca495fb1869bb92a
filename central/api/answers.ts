import { limits } from '../../shared/limits.ts';
import type { Host } from '../../shared/model/host.ts';
import type { Page, Summary } from '../../shared/model/query.ts';
import type { Vm } from '../../shared/model/vm.ts';
import { hostStatusCodec, vmStatusCodec } from '../../shared/wire/enums.ts';
import type { Host as HostWire } from '../../shared/wire/generated/muster/v1/Host.ts';
import type { HostStatusCount } from '../../shared/wire/generated/muster/v1/HostStatusCount.ts';
import type { SiteSummary } from '../../shared/wire/generated/muster/v1/SiteSummary.ts';
import type { SummarizeResponse } from '../../shared/wire/generated/muster/v1/SummarizeResponse.ts';
import type { Vm as VmWire } from '../../shared/wire/generated/muster/v1/Vm.ts';
import { hostToWire } from '../../shared/wire/host.ts';
import { hostStatsToWire, vmSampleToWire } from '../../shared/wire/samples.ts';
import { timestampOf } from '../../shared/wire/time.ts';
import { vmToWire } from '../../shared/wire/vm.ts';
import type { FleetView, SampleView } from '../ports.ts';

/** A host with what its VMs may use of it, and its last sample. */
export function hostAnswer(
  view: Pick<FleetView, 'committedOf'>,
  host: Host,
  samples: SampleView,
): HostWire {
  const { vcpuCount, memoryKib } = view.committedOf(host.id);
  const known = { ...hostToWire(host), committedVcpus: vcpuCount, committedMemoryKib: memoryKib };
  const sample = samples.samplesOf(host.id);
  if (sample === undefined) return known;
  return {
    ...known,
    stats: hostStatsToWire(sample.stats),
    statsAt: timestampOf(sample.at),
    clockSkewMs: Math.round(sample.clockSkewMs),
  };
}

/** A VM with its last sample. */
export function vmAnswer(vm: Vm, samples: SampleView): VmWire {
  const sample = samples.vmSampleOf(vm.hostId, vm.id);
  if (sample === undefined) return vmToWire(vm);
  return { ...vmToWire(vm), stats: vmSampleToWire(sample.stats), statsAt: timestampOf(sample.at) };
}

/** VMs with their last samples, and with the other hosts that run them, as of now. */
export function vmAnswers(
  view: Pick<FleetView, 'duplicateHosts'>,
  vms: readonly Vm[],
): (vm: Vm, samples: SampleView) => VmWire {
  const duplicates = view.duplicateHosts(vms.map(({ id }) => id));
  return (vm, samples) => {
    const answer = vmAnswer(vm, samples);
    const hostIds = duplicates.get(vm.id);
    return hostIds ? { ...answer, duplicateHostIds: [...hostIds] } : answer;
  };
}

/** Rows in wire form, as many from the start as fit into one message, but at least one. */
export function fittingRows<Row, Wire>(rows: Iterable<Row>, toWire: (row: Row) => Wire): Wire[] {
  const fitting: Wire[] = [];
  let bytes = 0;
  for (const row of rows) {
    const wire = toWire(row);
    // Longer than the encoded row: JSON spells out the names.
    bytes += JSON.stringify(wire).length;
    if (bytes > limits.apiPageBytesMax && fitting.length > 0) break;
    fitting.push(wire);
  }
  return fitting;
}

/** As `fittingRows`; the page goes on after the last row that fits. */
export function fittingPage<Row extends { readonly id: string }, Wire>(
  page: Page<Row>,
  toWire: (row: Row) => Wire,
): Page<Wire> {
  const rows = fittingRows(page.rows, toWire);
  const last = rows.length < page.rows.length ? page.rows[rows.length - 1] : undefined;
  return { rows, nextAfterId: last?.id ?? page.nextAfterId };
}

function hostCounts(counts: Summary['hosts']): HostStatusCount[] {
  return [...counts]
    .filter(([, count]) => count > 0)
    .map(([status, count]) => ({ status: hostStatusCodec.toWire(status), count }));
}

function siteSummaries(sites: Summary['sites']): SiteSummary[] {
  return [...sites]
    .map(([site, counts]) => {
      const hosts = hostCounts(counts);
      const hostCount = hosts.reduce((sum, { count }) => sum + (count ?? 0), 0);
      return { site, hostCount, hosts };
    })
    .filter(({ hostCount }) => hostCount > 0)
    .sort((a, b) => (a.site < b.site ? -1 : 1));
}

export function summaryAnswer(summary: Summary): SummarizeResponse {
  return {
    hostCount: summary.hostCount,
    vmCount: summary.vmCount,
    hosts: hostCounts(summary.hosts),
    vms: [...summary.vms]
      .filter(([, count]) => count > 0)
      .map(([status, count]) => ({ status: vmStatusCodec.toWire(status), count })),
    sites: siteSummaries(summary.sites),
  };
}
