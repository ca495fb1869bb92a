import { Command } from 'commander';

import { CliError } from './exit.ts';
import { printMessage } from './output.ts';
import { rpcCodes, RpcError } from './rpc-error.ts';
import type { Session } from './session.ts';

const examples = `
Examples:
  muster replica drain central-2
  muster ring                           how far it has come`;

export function replicaCommand(session: Session): Command {
  const command = new Command('replica')
    .summary('let a replica leave')
    .description('Does something with one replica of the central.')
    .addHelpText('after', examples);
  command
    .command('drain')
    .summary('hand its hosts over to the others, then end it')
    .description(
      'Lets a replica hand its hosts over to the others, at a pace that changes no status, and then end. Returns as soon as it has begun.',
    )
    .argument('<id>', 'id of the replica, as "muster replicas" lists it')
    .action((id: string) => drain(session, id));
  return command;
}

function drain(session: Session, id: string): Promise<void> {
  return session.withFleet(async (fleet) => {
    const { format, terminal } = session;
    const answer = await fleet.drainReplica(id).catch((thrown: unknown) => {
      if (!(thrown instanceof RpcError) || thrown.code !== rpcCodes.notFound) throw thrown;
      throw new CliError('notFound', `there is no replica with the id "${id}": muster replicas`);
    });
    if (format === 'json' || format === 'yaml') {
      const shown = { type: 'muster.v1.DrainReplicaResponse', message: answer };
      await printMessage(terminal, format, shown);
      return;
    }
    await terminal.out(
      answer.alreadyDraining === true
        ? `Replica "${id}" is draining already.\n`
        : `Replica "${id}" hands its hosts over, then ends. Follow it with: muster ring\n`,
    );
  });
}
