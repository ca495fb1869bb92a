import type { Command } from 'commander';

import type { Host__Output } from '../../shared/wire/generated/muster/v1/Host.ts';
import { CliError } from './exit.ts';
import type { FleetClient, HostVerb } from './fleet-client.ts';
import { hostRow } from './format/host-columns.ts';
import { counted } from './format/size.ts';
import { printMessage } from './output.ts';
import { rpcCodes, RpcError } from './rpc-error.ts';
import type { Session } from './session.ts';

interface OperationOptions {
  readonly reason?: string;
  readonly force?: boolean;
  readonly wait?: boolean;
}

/** Milliseconds between two looks of --wait; a person waits for machines to be emptied. */
const waitLookMs = 1_000;

const reasonOption = ['--reason <text>', 'why, for whoever looks at the host'] as const;
const idArgument = ['<id>', 'id of the host, as "muster hosts" lists it'] as const;

/** What operators do with one host. */
export function addHostOperations(command: Command, session: Session): void {
  const operate = (verb: HostVerb) => (id: string, options: OperationOptions) =>
    session.withFleet((fleet) => operateHost(session, fleet, { verb, id, options }));
  command
    .command('enter-maintenance')
    .summary('want no alarms and no repair of it')
    .description(
      'Takes a host into maintenance: PREPARING_FOR_MAINTENANCE while a VM may run on it, MAINTENANCE when none does. From then on ' +
        'its silence is no news.',
    )
    .argument(...idArgument)
    .option(...reasonOption)
    .option('--force', 'vouch that a machine that is not heard is off: its VMs are told as ended')
    .option('--wait', 'wait until no VM is left on it')
    .action(operate('enterMaintenance'));
  command
    .command('exit-maintenance')
    .summary('take that back')
    .description(
      'Ends the maintenance of a host: it is what is known of it, or SUSPECT if it is not heard.',
    )
    .argument(...idArgument)
    .action(operate('exitMaintenance'));
  command
    .command('retire')
    .summary('make it a tombstone')
    .description('Retires a host: it has no VMs any more, and its agent is refused.')
    .argument(...idArgument)
    .option(...reasonOption)
    .option('--force', 'forget VMs too that may run on it')
    .action(operate('retireHost'));
  command
    .command('delete')
    .summary('remove its tombstone')
    .description('Removes a retired host; its agent is let in as a new one.')
    .argument(...idArgument)
    .action(operate('deleteHost'));
}

async function operateHost(
  session: Session,
  fleet: FleetClient,
  { verb, id, options }: { verb: HostVerb; id: string; options: OperationOptions },
): Promise<void> {
  const { terminal, format } = session;
  const { reason = '', force = false, wait = false } = options;
  const request = { hostId: id, reason, force, requestId: terminal.random.id(22) };
  const asked = await fleet.operateHost(verb, request).catch((thrown: unknown) => {
    if (!(thrown instanceof RpcError) || thrown.code !== rpcCodes.notFound) throw thrown;
    throw new CliError('notFound', `there is no host with the id "${id}": muster hosts`);
  });
  const host = wait ? await waitForRest(session, fleet, asked) : asked;
  if (format === 'json' || format === 'yaml')
    await printMessage(terminal, format, { type: 'muster.v1.Host', message: host });
  else await terminal.out(outcomeText(host));
}

function outcomeText(wire: Host__Output): string {
  const { host, status } = hostRow(wire);
  if (host.reason === 'REMOVED') return `Host "${host.id}" is gone.\n`;
  const left =
    status === 'PREPARING_FOR_MAINTENANCE'
      ? `, with ${counted(host.vmCount, 'VM')}. It is in MAINTENANCE when none may run on it any more`
      : '';
  return `Host "${host.id}" is ${status} (${host.reason})${left}.\n`;
}

/** Until no VM holds its maintenance back, or somebody ended it. */
async function waitForRest(
  { terminal }: Session,
  fleet: FleetClient,
  asked: Host__Output,
): Promise<Host__Output> {
  let host = asked;
  while (host.status !== 'HOST_STATUS_MAINTENANCE') {
    if (!host.maintenance)
      throw new CliError('failed', `somebody ended the maintenance of host "${host.id ?? ''}"`);
    await new Promise<void>((resolve) => {
      terminal.clock.setTimer(resolve, waitLookMs);
    });
    ({ host = {} } = await fleet.getHost(host.id ?? ''));
  }
  return host;
}
