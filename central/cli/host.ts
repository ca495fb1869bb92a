import { Command } from 'commander';

import type { Vm__Output } from '../../shared/wire/generated/muster/v1/Vm.ts';
import { CliError } from './exit.ts';
import type { FleetClient } from './fleet-client.ts';
import { renderSection } from './format/details.ts';
import { explanationText } from './format/explanation-text.ts';
import { describeHost } from './format/host-details.ts';
import { cellsOf, columnsFor, renderTable } from './format/table.ts';
import { vmColumns, vmRow } from './format/vm-columns.ts';
import { addHostOperations } from './host-operations.ts';
import { printMessage } from './output.ts';
import { pagesOf } from './pages.ts';
import { rpcCodes, RpcError } from './rpc-error.ts';
import type { Session } from './session.ts';

interface HostOptions {
  readonly explain?: boolean;
}

const examples = `
Examples:
  muster host node-1
  muster host node-1 -o wide                      nothing cut, its VMs with all columns
  muster host node-1 --explain                    who owns it since when, and what decides its status
  muster host enter-maintenance node-1 --reason 'new disk' --wait
  muster host node-1 -o json | jq .hardware       the muster.v1.Host message; VMs: muster vms --host node-1 -o json`;

export function hostCommand(session: Session): Command {
  const command = new Command('host')
    .summary('show one host, or change what is to become of it')
    .description(
      'Shows everything known of one host: status and why, conditions, hardware, last sample, its VMs.',
    )
    .argument('<id>', 'id of the host, as "muster hosts" lists it')
    .option('--explain', 'show who owns it, since when and why, and what decides its status')
    .addHelpText('after', examples)
    .action((id: string, { explain = false }: HostOptions) =>
      session.withFleet((fleet) => (explain ? explainHost : showHost)(session, fleet, id)),
    );
  addHostOperations(command, session);
  return command;
}

async function explainHost(session: Session, fleet: FleetClient, id: string): Promise<void> {
  const { format, terminal } = session;
  const explanation = await fleet.explainHost(id).catch(unlessUnknown(id));
  if (format === 'json' || format === 'yaml') {
    const shown = { type: 'muster.v1.ExplainHostResponse', message: explanation };
    await printMessage(terminal, format, shown);
  } else await terminal.out(explanationText(explanation, { now: terminal.clock.unixMs() }));
}

async function showHost(session: Session, fleet: FleetClient, id: string): Promise<void> {
  const { format, terminal } = session;
  const { host = {} } = await fleet.getHost(id).catch(unlessUnknown(id));
  if (format === 'json' || format === 'yaml') {
    await printMessage(terminal, format, { type: 'muster.v1.Host', message: host });
    return;
  }
  const vms = await vmsOf(fleet, id);
  const style = {
    hasColor: terminal.hasColor,
    width: format === 'wide' ? undefined : terminal.width,
    now: terminal.clock.unixMs(),
  };
  await terminal.out(describeHost(host, style) + vmSection(session, vms));
}

/** Says in its own words that there is no such host. */
function unlessUnknown(id: string): (thrown: unknown) => never {
  return (thrown) => {
    if (!(thrown instanceof RpcError) || thrown.code !== rpcCodes.notFound) throw thrown;
    throw new CliError(
      'notFound',
      `there is no host with the id "${id}". Hosts are found by id, not by name: muster hosts --name-prefix '${id}'`,
    );
  };
}

async function vmsOf(fleet: FleetClient, hostId: string): Promise<readonly Vm__Output[]> {
  const vms: Vm__Output[] = [];
  const pages = pagesOf<Vm__Output>(async (page) => {
    const answer = await fleet.listVms({ ...page, filter: { hostIds: [hostId] } });
    return { items: answer.vms ?? [], nextToken: answer.nextPageToken ?? '' };
  });
  for await (const page of pages) vms.push(...page);
  return vms;
}

function vmSection({ terminal, format }: Session, vms: readonly Vm__Output[]): string {
  if (vms.length === 0) return '';
  const isWide = format === 'wide';
  const columns = columnsFor(vmColumns, isWide).filter(({ header }) => header !== 'HOST');
  const now = terminal.clock.unixMs();
  const rows = vms.map((vm) => cellsOf(columns, vmRow(vm), now));
  const width =
    isWide || terminal.width === undefined ? undefined : Math.max(20, terminal.width - 2);
  return renderSection('VMs', renderTable(columns, rows, { hasColor: terminal.hasColor, width }));
}
