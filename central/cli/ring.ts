import { Command } from 'commander';

import { ringText } from './format/ring-text.ts';
import { printMessage } from './output.ts';
import type { Session } from './session.ts';

const examples = `
Examples:
  muster ring
  muster ring -o json | jq '.misplacedCount // 0'  0: every host is where it should be`;

export function ringCommand(session: Session): Command {
  return new Command('ring')
    .summary('show how the hosts are shared out')
    .description(
      'Shows how many hosts each replica owns, how many it should own, and how many are still to come or to leave.',
    )
    .addHelpText('after', examples)
    .action(() =>
      session.withFleet(async (fleet) => {
        const { format, terminal } = session;
        const ring = await fleet.getRing();
        if (format === 'json' || format === 'yaml') {
          const shown = { type: 'muster.v1.GetRingResponse', message: ring };
          await printMessage(terminal, format, shown);
        } else await terminal.out(ringText(ring, terminal));
      }),
    );
}
