import { Command } from 'commander';

import type { WatchResponse__Output } from '../../shared/wire/generated/muster/v1/WatchResponse.ts';
import { CliError } from './exit.ts';
import { eventLine } from './format/event-text.ts';
import { counted } from './format/size.ts';
import { followChanges, watchRequest, type FollowEnd, type WatchChoice } from './follow-changes.ts';
import { labelOption, namePrefixOption, parseCount, siteOption, typeOption } from './options.ts';
import { printStreamed } from './output.ts';
import type { Session } from './session.ts';

interface EventsOptions extends WatchChoice {
  readonly follow?: boolean;
  readonly since?: string;
  readonly count?: number;
}

const description = [
  'Prints state changes, one a line, in the order in which they were recorded.',
  'Without --since it follows from now on. With --since it prints what came after that place and ends when it has caught up; with -f as well it then goes on following. The place to go on from is said at the end, and stands in every line of -o json. A broken connection is taken up where it broke; if that is not possible the command ends with code 6, so that no change is ever left out unnoticed.',
].join('\n\n');

const examples = `
With --timeout it ends after that time: with code 0, or 5 if --count was given and not reached.

Examples:
  muster events -f                                        follow everything
  muster events --type VmStatusChanged --count 1 --timeout 10s
  muster events -o json -f > changes.jsonl                one WatchResponse a line
  muster events --since "$(tail -1 changes.jsonl | jq -r .resumeToken)" -o json >> changes.jsonl`;

export function eventsCommand(session: Session): Command {
  return new Command('events')
    .summary('print changes as they happen, or since a place')
    .description(description)
    .option('-f, --follow', 'go on following (the default without --since)')
    .option('--since <resume-token>', 'start after this place instead of now')
    .addOption(typeOption())
    .addOption(labelOption())
    .addOption(siteOption())
    .addOption(namePrefixOption('hosts'))
    .option('--count <n>', 'end after this many changes', parseCount)
    .addHelpText('after', examples)
    .action((options: EventsOptions) => printEvents(session, options));
}

async function printEvents(session: Session, options: EventsOptions): Promise<void> {
  const { since = '', count = Infinity } = options;
  const endsWhenCaughtUp = since !== '' && options.follow !== true;
  if (since === '' && options.follow !== true) {
    session.terminal.err('Following changes from now on; Ctrl-C ends.\n');
  }
  let printed = 0;
  const end = await followChanges(session, {
    request: { ...watchRequest(options), resumeToken: since, skipSnapshot: true },
    // Never called: without a picture nothing can start again.
    onRestart: () => undefined,
    onItem: async (item) => {
      if (item.bookmark !== undefined && endsWhenCaughtUp) return 'enough';
      if (item.event === undefined) return 'more';
      await printEvent(session, item);
      printed += 1;
      return printed >= count ? 'enough' : 'more';
    },
  });
  sayEnd(session, end);
  if (end.kind === 'timeout' && printed < count && count !== Infinity) {
    throw new CliError(
      'deadline',
      `${counted(printed, 'change')} within --timeout, --count asked for ${count}`,
    );
  }
}

function sayEnd({ terminal }: Session, end: FollowEnd): void {
  if (end.token !== '') terminal.err(`Go on with: muster events --since ${end.token}\n`);
  if (end.kind === 'interrupted') throw new CliError('interrupted', '');
}

/** One change as a line of text, a line of JSON or a YAML document. */
export async function printEvent(session: Session, item: WatchResponse__Output): Promise<void> {
  const { format, terminal } = session;
  if (format === 'json' || format === 'yaml') {
    await printStreamed(terminal, format, { type: 'muster.v1.WatchResponse', message: item });
  } else if (item.event !== undefined) {
    const style = {
      hasColor: terminal.hasColor,
      isWide: format === 'wide',
      now: terminal.clock.unixMs(),
    };
    await terminal.out(`${eventLine(item.event, style)}\n`);
  }
}
