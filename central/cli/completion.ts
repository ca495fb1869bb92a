import { Argument, Command } from 'commander';

import { candidatesFor, programValues, type Candidate, type Candidates } from './complete.ts';
import { completionScripts, shells, type Shell } from './completion-scripts.ts';
import { readContexts } from './contexts.ts';
import type { FleetClient } from './fleet-client.ts';
import { printable } from './format/width.ts';
import type { Session } from './session.ts';

const examples = `
Examples:
  source <(muster completion bash)                                        this shell
  muster completion bash > /etc/bash_completion.d/muster                  every bash
  muster completion zsh > "\${fpath[1]}/_muster"                           every zsh
  muster completion fish > ~/.config/fish/completions/muster.fish         every fish

Ids of hosts, VMs and replicas and names of sites are asked from the central of the command line.`;

/** Candidates of one kind at most; a menu with more helps nobody. */
const candidatesMax = 100;
/** Milliseconds; somebody has pressed the tab key and waits. */
const askTimeoutMs = 1_000;

export function completionCommand(session: Session): Command {
  return new Command('completion')
    .summary('print the completion script of a shell')
    .description('Prints a script that lets the tab key complete verbs, options, statuses and ids.')
    .addArgument(new Argument('<shell>', 'the shell').choices(shells))
    .addHelpText('after', examples)
    .action((shell: Shell) => session.terminal.out(completionScripts[shell]));
}

/** The ones that say whom to ask. */
const endpointOptions = new Set([
  'address',
  'context',
  'tlsCa',
  'tlsCert',
  'tlsKey',
  'tlsServerName',
]);

/** What the scripts call; hidden from help. Says nothing rather than fail, or it would write into the user's line. */
export function completeCommand(session: Session, program: Command): Command {
  return new Command('complete')
    .description('Prints what may stand at the cursor; called by the completion scripts.')
    .argument('[words...]', 'the words up to the cursor')
    .action(async (words: readonly string[]) => {
      for (const [name, value] of programValues(program, words)) {
        if (endpointOptions.has(name)) program.setOptionValue(name, value);
      }
      const lines = await answer(session, candidatesFor(program, words));
      await session.terminal.out(lines.map((line) => `${line}\n`).join(''));
    });
}

async function answer(session: Session, candidates: Candidates): Promise<readonly string[]> {
  if (candidates.kind === 'files') return [':files'];
  const words =
    candidates.kind === 'words'
      ? candidates.words
      : await asked(session, candidates).catch(() => []);
  return words.map(({ word, description }) => `${printable(word)}\t${printable(description)}`);
}

type Question = Exclude<Candidates, { kind: 'words' | 'files' }>;

async function asked(
  session: Session,
  { kind, start, prefix = '' }: Question,
): Promise<readonly Candidate[]> {
  const done = kind === 'vms' ? '' : start.slice(0, start.lastIndexOf(',') + 1);
  const words =
    kind === 'contexts'
      ? Object.entries(readContexts(session.contextsFile).contexts).map(
          ([word, { address }]): Candidate => ({ word, description: address }),
        )
      : await session.withFleet((fleet) => askFleet(fleet, kind), askTimeoutMs);
  return words
    .map(({ word, description }) => ({ word: done + word, description }))
    .filter(({ word }) => word.startsWith(start))
    .map(({ word, description }) => ({ word: prefix + word, description }));
}

async function askFleet(
  fleet: FleetClient,
  kind: 'hosts' | 'vms' | 'sites' | 'replicas',
): Promise<readonly Candidate[]> {
  const page = { pageSize: candidatesMax };
  switch (kind) {
    case 'hosts':
      return ((await fleet.listHosts(page)).hosts ?? []).map(described);
    case 'vms':
      return ((await fleet.listVms(page)).vms ?? []).map(described);
    case 'replicas':
      return ((await fleet.listReplicas()).replicas ?? []).map(({ id = '', role = '' }) => ({
        word: id,
        description: role,
      }));
    case 'sites':
      return ((await fleet.summarize()).sites ?? [])
        .filter(({ site }) => site !== undefined && site !== '')
        .map(({ site = '', hostCount = 0 }) => ({ word: site, description: `${hostCount} hosts` }));
  }
}

function described({
  id = '',
  name = '',
}: {
  readonly id?: string;
  readonly name?: string;
}): Candidate {
  return { word: id, description: name };
}
