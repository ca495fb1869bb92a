import { Command } from 'commander';

import { replicaColumns } from './format/replica-columns.ts';
import { printListing } from './output.ts';
import { pagesOf } from './pages.ts';
import type { Session } from './session.ts';

const examples = `
Examples:
  muster replicas
  muster replicas -o wide                         addresses, instances and groups of work, too
  muster replicas -o json | jq -r '.[] | select(.alive) | .id'`;

export function replicasCommand(session: Session): Command {
  return new Command('replicas')
    .summary('list the replicas of the central')
    .description(
      'Lists the replicas as the one that answers sees them, ordered by id; the dead ones for some minutes. The star is the one that answers.',
    )
    .addHelpText('after', examples)
    .action(() =>
      session.withFleet((fleet) =>
        printListing(session, {
          type: 'muster.v1.Replica',
          what: 'replicas',
          columns: replicaColumns,
          toRow: (replica) => replica,
          pages: pagesOf(async () => {
            const { replicas = [] } = await fleet.listReplicas();
            return { items: replicas, nextToken: '' };
          }),
        }),
      ),
    );
}
