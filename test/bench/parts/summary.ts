import type { SummarizeResponse__Output } from '../../../shared/wire/generated/muster/v1/SummarizeResponse.ts';

/** How many hosts have a status, such as UP. */
function hostsWith(summary: SummarizeResponse__Output, status: string): number {
  const found = summary.hosts?.find((entry) => entry.status === `HOST_STATUS_${status}`);
  return found?.count ?? 0;
}

export function isAllUp(summary: SummarizeResponse__Output, hosts: number): boolean {
  return hostsWith(summary, 'UP') === hosts;
}
