import { Command } from 'commander';

import type { HostStatus } from '../../shared/model/status.ts';
import { hostStatusCodec } from '../../shared/wire/enums.ts';
import { hostColumns, hostRow } from './format/host-columns.ts';
import {
  hostStatusOption,
  labelOption,
  limitOption,
  namePrefixOption,
  siteOption,
  type HostChoice,
} from './options.ts';
import { printListing } from './output.ts';
import { pagesOf } from './pages.ts';
import type { Session } from './session.ts';

interface HostsOptions extends HostChoice {
  readonly status?: readonly HostStatus[];
  readonly limit?: number;
}

const examples = `
Examples:
  muster hosts                                    every host
  muster hosts --status SUSPECT,NON_RESPONSIVE    the ones to worry about
  muster hosts -l env=prod -l rack!=r7 --site zurich
  muster hosts -o wide                            all columns
  muster hosts -o json | jq -r '.[].id'           ids for a script`;

export function hostsCommand(session: Session): Command {
  return new Command('hosts')
    .summary('list hosts')
    .description('Lists hosts, ordered by id. All given conditions must hold.')
    .addOption(labelOption())
    .addOption(hostStatusOption())
    .addOption(siteOption())
    .addOption(namePrefixOption('hosts'))
    .addOption(limitOption('hosts'))
    .addHelpText('after', examples)
    .action((options: HostsOptions) => listHosts(session, options));
}

function listHosts(session: Session, options: HostsOptions): Promise<void> {
  const filter = {
    statuses: (options.status ?? []).map((status) => hostStatusCodec.toWire(status)),
    sites: [...(options.site ?? [])],
    labelSelectors: [...(options.label ?? [])],
    namePrefix: options.namePrefix ?? '',
  };
  return session.withFleet((fleet) =>
    printListing(session, {
      type: 'muster.v1.Host',
      what: 'hosts',
      columns: hostColumns,
      toRow: hostRow,
      pages: pagesOf(async (page) => {
        const answer = await fleet.listHosts({ ...page, filter });
        return { items: answer.hosts ?? [], nextToken: answer.nextPageToken ?? '' };
      }, options.limit),
    }),
  );
}
