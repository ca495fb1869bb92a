import { Command, CommanderError, Option } from 'commander';

import { completeCommand, completionCommand } from './completion.ts';
import { contextCommand } from './context.ts';
import { eventsCommand } from './events.ts';
import { CliError, exitCodeHelp, exitCodes } from './exit.ts';
import { printable } from './format/width.ts';
import { hostCommand } from './host.ts';
import { hostsCommand } from './hosts.ts';
import { outputFormats, parseTimeout } from './options.ts';
import { replicaCommand } from './replica.ts';
import { replicasCommand } from './replicas.ts';
import { ringCommand } from './ring.ts';
import { Session, type GlobalOptions } from './session.ts';
import { summaryCommand } from './summary.ts';
import type { Terminal } from './terminal.ts';
import { packageVersion } from '../../shared/version.ts';
import { vmCommand } from './vm.ts';
import { vmsCommand } from './vms.ts';
import { watchCommand } from './watch.ts';

const addressHelp = `
Whom it asks: --address, else --context, else MUSTER_ADDRESS, else the context in use, else
localhost:7421. MUSTER_TLS_CA, MUSTER_TLS_CERT, MUSTER_TLS_KEY and MUSTER_TLS_SERVER_NAME stand for
the options of the same name. COLUMNS sets the width of tables, NO_COLOR=1 turns colors off.

Examples:
  muster summary
  muster hosts --status NON_RESPONSIVE
  muster watch -l env=prod
  muster --address central.lab:7421 host node-1

${exitCodeHelp()}`;

/** Options every verb understands, before or after the verb. */
function addGlobalOptions(program: Command): Command {
  return program
    .option('--address <host:port>', 'address of the central')
    .option('--context <name>', 'context to take the address from')
    .addOption(
      new Option('-o, --output <format>', 'how to print (default: table)').choices(outputFormats),
    )
    .option(
      '--timeout <time>',
      'longest wait for an answer, such as 500ms, 10s or 2m (default: 10s); for events and watch: when to end (default: never)',
      parseTimeout,
    )
    .option('--tls', "use TLS, trusting the system's certificate authorities")
    .option('--tls-ca <file>', 'use TLS, trusting the authorities in this PEM file')
    .option('--tls-cert <file>', 'PEM file of the certificate to show; needs --tls-key')
    .option('--tls-key <file>', 'PEM file of its private key')
    .option('--tls-server-name <name>', "name the central's certificate must have");
}

/** The whole command line, ready to parse. */
function buildProgram(terminal: Terminal): Command {
  const program = new Command('muster');
  const session = new Session(terminal, () => program.opts<GlobalOptions>());
  addGlobalOptions(program)
    .description('Shows a fleet of hosts and virtual machines, and every change as it happens.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [verb]', 'show help for a verb')
    .addHelpText('after', addressHelp);
  const verbs = [
    summaryCommand(session),
    hostsCommand(session),
    hostCommand(session),
    vmsCommand(session),
    vmCommand(session),
    eventsCommand(session),
    watchCommand(session),
    replicasCommand(session),
    ringCommand(session),
    replicaCommand(session),
    contextCommand(session),
    completionCommand(session),
  ];
  for (const verb of verbs) program.addCommand(verb);
  program.addCommand(completeCommand(session, program), { hidden: true });
  for (const command of withChildren(program)) behave(command, terminal);
  return program;
}

function withChildren(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withChildren)];
}

/** Errors are thrown and told by `run`; help is as wide as the terminal, and names the options of every verb. */
function behave(command: Command, terminal: Terminal): void {
  const width = terminal.width ?? 100;
  const usage = commandPath(command);
  command
    .exitOverride()
    .helpOption('-h, --help', 'show help')
    .configureHelp({ showGlobalOptions: true, helpWidth: Math.min(width, 100) })
    .showSuggestionAfterError()
    .showHelpAfterError(`Usage and examples: ${usage} --help`)
    .configureOutput({
      writeOut: (text) => void terminal.out(text),
      writeErr: (text) => {
        terminal.err(text);
      },
      outputError: (text, write) => {
        write(`${lines(text.trimEnd()).replace(/^error: /, 'muster: ')}\n`);
      },
    });
}

function lines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

function commandPath(command: Command): string {
  return command.parent === null
    ? command.name()
    : `${commandPath(command.parent)} ${command.name()}`;
}

/** Runs one command line, without the program's name in front. Returns the exit code. */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await buildProgram(terminal).parseAsync(words, { from: 'user' });
    return exitCodes.done;
  } catch (thrown) {
    return explain(thrown, terminal);
  }
}

function explain(thrown: unknown, terminal: Terminal): number {
  if (thrown instanceof CommanderError) {
    return thrown.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  }
  if (!(thrown instanceof CliError)) throw thrown;
  if (thrown.outcome !== 'interrupted') terminal.err(`muster: ${thrown.message}\n`);
  return exitCodes[thrown.outcome];
}
