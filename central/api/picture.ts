import { limits } from '../../shared/limits.ts';
import type { Host } from '../../shared/model/host.ts';
import type { HostFilter, Page, PageRequest, VmFilter } from '../../shared/model/query.ts';
import type { Vm } from '../../shared/model/vm.ts';
import type { FleetView } from '../ports.ts';

export type PictureItem =
  { readonly kind: 'host'; readonly host: Host } | { readonly kind: 'vm'; readonly vm: Vm };

const anyVm: VmFilter = {
  ...{ statuses: [], healths: [], hostIds: [], sites: [], labels: [], namePrefix: '' },
};

/** Rows of all pages; between two pages nothing of the store is held, however slowly they are taken (L3). */
function* allPages<Row>(read: (page: PageRequest) => Page<Row>): Generator<Row> {
  let afterId = '';
  do {
    const page = read({ size: limits.pageSizeMax, afterId });
    yield* page.rows;
    afterId = page.nextAfterId;
  } while (afterId !== '');
}

/** The VMs of all hosts, or of those given. */
function* vmsOf(view: FleetView, hostIds: readonly string[] | undefined): Generator<Vm> {
  if (hostIds === undefined) {
    yield* allPages((page) => view.listVms(anyVm, page));
    return;
  }
  for (let start = 0; start < hostIds.length; start += limits.watchHostsPerQuery) {
    const some = hostIds.slice(start, start + limits.watchHostsPerQuery);
    yield* allPages((page) => view.listVms({ ...anyVm, hostIds: some }, page));
  }
}

/** The fitting hosts, then their VMs, each as committed when it is taken. `hosts` unset: all. */
export function* pictureOf(view: FleetView, hosts: HostFilter | undefined): Generator<PictureItem> {
  const anyHost: HostFilter = { statuses: [], sites: [], labels: [], namePrefix: '' };
  const hostIds: string[] = [];
  for (const host of allPages((page) => view.listHosts(hosts ?? anyHost, page))) {
    if (hosts) hostIds.push(host.id);
    yield { kind: 'host', host };
  }
  for (const vm of vmsOf(view, hosts && hostIds)) yield { kind: 'vm', vm };
}
