import { Command } from 'commander';

import { summaryText } from './format/summary-text.ts';
import { printMessage } from './output.ts';
import type { Session } from './session.ts';

const examples = `
Examples:
  muster summary
  muster summary -o json | jq '.hosts[] | select(.status == "HOST_STATUS_NON_RESPONSIVE") | .count'`;

export function summaryCommand(session: Session): Command {
  return new Command('summary')
    .summary('count hosts and VMs by status and site')
    .description('Counts hosts and virtual machines by status, and hosts by site.')
    .addHelpText('after', examples)
    .action(() =>
      session.withFleet(async (fleet) => {
        const { format, terminal } = session;
        const summary = await fleet.summarize();
        if (format === 'json' || format === 'yaml') {
          const shown = { type: 'muster.v1.SummarizeResponse', message: summary };
          await printMessage(terminal, format, shown);
        } else await terminal.out(summaryText(summary, terminal));
      }),
    );
}
