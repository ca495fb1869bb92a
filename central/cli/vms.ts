import { Command } from 'commander';

import type { VmHealth, VmStatus } from '../../shared/model/status.ts';
import { vmHealthCodec, vmStatusCodec } from '../../shared/wire/enums.ts';
import { vmColumns, vmRow } from './format/vm-columns.ts';
import {
  hostOption,
  labelOption,
  limitOption,
  namePrefixOption,
  siteOption,
  vmHealthOption,
  vmStatusOption,
  type HostChoice,
} from './options.ts';
import { printListing } from './output.ts';
import { pagesOf } from './pages.ts';
import type { Session } from './session.ts';

interface VmsOptions extends HostChoice {
  readonly status?: readonly VmStatus[];
  readonly health?: readonly VmHealth[];
  readonly host?: readonly string[];
  readonly limit?: number;
}

const examples = `
Examples:
  muster vms                              every VM
  muster vms --host node-1                the VMs of one host
  muster vms --status PAUSED,UNKNOWN      the ones to worry about
  muster vms --health MISSING,ZOMBIE      gone for too long, or there for too long
  muster vms -l env=prod --name-prefix web-
  muster vms -o json | jq -r '.[] | select(.status == "VM_STATUS_UP") | .id'`;

export function vmsCommand(session: Session): Command {
  return new Command('vms')
    .summary('list virtual machines')
    .description(
      'Lists virtual machines, ordered by id. All given conditions must hold; labels and sites are those of their hosts.',
    )
    .addOption(hostOption())
    .addOption(vmStatusOption())
    .addOption(vmHealthOption())
    .addOption(labelOption())
    .addOption(siteOption())
    .addOption(namePrefixOption('VMs'))
    .addOption(limitOption('VMs'))
    .addHelpText('after', examples)
    .action((options: VmsOptions) => listVms(session, options));
}

function listVms(session: Session, options: VmsOptions): Promise<void> {
  const filter = {
    statuses: (options.status ?? []).map((status) => vmStatusCodec.toWire(status)),
    healths: (options.health ?? []).map((health) => vmHealthCodec.toWire(health)),
    hostIds: [...(options.host ?? [])],
    sites: [...(options.site ?? [])],
    labelSelectors: [...(options.label ?? [])],
    namePrefix: options.namePrefix ?? '',
  };
  return session.withFleet((fleet) =>
    printListing(session, {
      type: 'muster.v1.Vm',
      what: 'VMs',
      columns: vmColumns,
      toRow: vmRow,
      pages: pagesOf(async (page) => {
        const answer = await fleet.listVms({ ...page, filter });
        return { items: answer.vms ?? [], nextToken: answer.nextPageToken ?? '' };
      }, options.limit),
    }),
  );
}
