import { Command } from 'commander';

import type { Vm__Output } from '../../shared/wire/generated/muster/v1/Vm.ts';
import { CliError } from './exit.ts';
import type { FleetClient } from './fleet-client.ts';
import { describeVm } from './format/vm-details.ts';
import { printMessage } from './output.ts';
import { rpcCodes, RpcError } from './rpc-error.ts';
import type { Session } from './session.ts';

const examples = `
Examples:
  muster vm 7d4fbb0e-3c1f-4b8e-9a55-0a1f6c1f2f10
  muster vm 7d4fbb0e-3c1f-4b8e-9a55-0a1f6c1f2f10 -o json | jq -r .status`;

export function vmCommand(session: Session): Command {
  return new Command('vm')
    .summary('show one virtual machine')
    .description(
      'Shows everything known of one virtual machine: status and why, host, migration, last sample.',
    )
    .argument('<id>', 'UUID of the VM, as "muster vms" lists it')
    .addHelpText('after', examples)
    .action((id: string) => session.withFleet((fleet) => showVm(session, fleet, id)));
}

async function showVm(session: Session, fleet: FleetClient, id: string): Promise<void> {
  const { format, terminal } = session;
  const vm = await getVm(fleet, id);
  if (format === 'json' || format === 'yaml') {
    await printMessage(terminal, format, { type: 'muster.v1.Vm', message: vm });
    return;
  }
  await terminal.out(describeVm(vm, { ...terminal, now: terminal.clock.unixMs() }));
}

async function getVm(fleet: FleetClient, id: string): Promise<Vm__Output> {
  try {
    // Hypervisors print UUIDs in either case; Muster keeps them in lower case.
    const { vm } = await fleet.getVm(id.toLowerCase());
    if (vm !== undefined) return vm;
  } catch (thrown) {
    if (!(thrown instanceof RpcError) || thrown.code !== rpcCodes.notFound) throw thrown;
  }
  throw new CliError(
    'notFound',
    `there is no VM with the id "${id}". VMs are found by UUID, not by name: muster vms --name-prefix '${id}'`,
  );
}
