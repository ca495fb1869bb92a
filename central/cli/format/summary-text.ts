import type { SummarizeResponse__Output } from '../../../shared/wire/generated/muster/v1/SummarizeResponse.ts';
import { renderFacts, renderSection } from './details.ts';
import { renderTable, type TableStyle } from './table.ts';
import { wordOf } from './words.ts';

interface Count {
  readonly status?: unknown;
  readonly count?: number;
}

/** `3 (UP 2, DOWN 1)` */
function countText(prefix: string, total: number | undefined, counts: readonly Count[]): string {
  const parts = counts.map(({ status, count }) => `${wordOf(prefix, status) || '-'} ${count ?? 0}`);
  return `${total ?? 0}${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`;
}

function siteTable(summary: SummarizeResponse__Output, style: TableStyle): string {
  const sites = summary.sites ?? [];
  const statuses = (summary.hosts ?? []).map(({ status }) => status);
  const columns = [
    { header: 'SITE', widthMin: 8 },
    { header: 'HOSTS', align: 'right' as const },
    ...statuses.map((status, index) => ({
      header: wordOf('HOST_STATUS_', status),
      align: 'right' as const,
      rank: index + 1,
    })),
  ];
  const rows = sites.map(({ site, hostCount, hosts = [] }) => {
    const counts = new Map(hosts.map(({ status, count }) => [status, count ?? 0]));
    const cells = statuses.map((status) => String(counts.get(status) ?? 0));
    return [site === undefined || site === '' ? '(none)' : site, String(hostCount ?? 0), ...cells];
  });
  return rows.length === 0 ? '' : renderTable(columns, rows, style);
}

/** The counters of the fleet, and of each site. */
export function summaryText(summary: SummarizeResponse__Output, style: TableStyle): string {
  const inner =
    style.width === undefined ? style : { ...style, width: Math.max(20, style.width - 2) };
  const facts = renderFacts([
    ['Hosts', countText('HOST_STATUS_', summary.hostCount, summary.hosts ?? [])],
    ['VMs', countText('VM_STATUS_', summary.vmCount, summary.vms ?? [])],
  ]);
  return facts + renderSection('Sites', siteTable(summary, inner));
}
