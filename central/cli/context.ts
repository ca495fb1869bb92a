import { resolve } from 'node:path';

import { Command } from 'commander';

import { isId } from '../../shared/model/id.ts';
import { parseAddress } from './address.ts';
import {
  readContexts,
  unknownContext,
  writeContexts,
  type ContextEntry,
  type Contexts,
} from './contexts.ts';
import { CliError } from './exit.ts';
import { cellsOf, renderTable, type Column } from './format/table.ts';
import { printValue } from './output.ts';
import type { GlobalOptions, Session } from './session.ts';

const examples = `
Examples:
  muster context set lab --address central.lab:7421
  muster context set prod --address central.prod:7421 --tls-ca /etc/muster/ca.pem
  muster context use prod
  muster --context lab hosts            this once
  muster context list

The contexts stand in $XDG_CONFIG_HOME/muster/contexts.yaml, by default ~/.config/muster/contexts.yaml.`;

export function contextCommand(session: Session): Command {
  const command = new Command('context')
    .summary('name centrals, and choose the one to ask')
    .description(
      'Keeps names for the addresses of centrals. --address, --context and MUSTER_ADDRESS win over the chosen one.',
    )
    .addHelpText('after', examples);
  command
    .command('set')
    .summary('add or replace a context')
    .description('Adds or replaces a context; needs --address, takes the --tls options.')
    .argument('<name>', 'name of the context')
    .action((name: string) => setContext(session, name));
  command
    .command('use')
    .summary('choose the context to use from now on')
    .description('Chooses the context to use from now on.')
    .argument('<name>', 'name of the context')
    .action((name: string) => useContext(session, name));
  command
    .command('list')
    .summary('list the contexts')
    .description('Lists the contexts; the chosen one has a star.')
    .action(() => listContexts(session));
  command
    .command('delete')
    .summary('forget a context')
    .description('Forgets a context.')
    .argument('<name>', 'name of the context')
    .action((name: string) => deleteContext(session, name));
  return command;
}

/** The entry the options describe; files get absolute paths, because the context is used from anywhere. */
function entryFrom(options: GlobalOptions): Contexts['contexts'][string] {
  const { address, tls, tlsCa, tlsCert, tlsKey, tlsServerName } = options;
  if (address === undefined) {
    throw new CliError('usage', 'a context needs an address: give --address HOST:PORT');
  }
  return {
    address: parseAddress(address, '--address'),
    ...(tls === true && { tls }),
    ...(tlsCa !== undefined && { tlsCa: resolve(tlsCa) }),
    ...(tlsCert !== undefined && { tlsCert: resolve(tlsCert) }),
    ...(tlsKey !== undefined && { tlsKey: resolve(tlsKey) }),
    ...(tlsServerName !== undefined && { tlsServerName }),
  };
}

async function setContext(session: Session, name: string): Promise<void> {
  if (!isId(name)) {
    throw new CliError(
      'usage',
      `"${name}" cannot be a context name: use up to 64 of A-Z a-z 0-9 _ and -`,
    );
  }
  const file = session.contextsFile;
  const { current = name, contexts } = readContexts(file);
  writeContexts(file, { current, contexts: { ...contexts, [name]: entryFrom(session.options) } });
  const inUse =
    current === name ? ', and is in use' : `; choose it with: muster context use ${name}`;
  await session.terminal.out(`Context "${name}" is set${inUse}.\n`);
}

async function useContext(session: Session, name: string): Promise<void> {
  const file = session.contextsFile;
  const { contexts } = readContexts(file);
  const entry = Object.hasOwn(contexts, name) ? contexts[name] : undefined;
  if (entry === undefined) throw unknownContext(name, { file, contexts });
  writeContexts(file, { current: name, contexts });
  await session.terminal.out(`Context "${name}" (${entry.address}) is in use.\n`);
}

async function deleteContext(session: Session, name: string): Promise<void> {
  const file = session.contextsFile;
  const { current, contexts } = readContexts(file);
  if (!Object.hasOwn(contexts, name)) throw unknownContext(name, { file, contexts });
  const rest = Object.fromEntries(Object.entries(contexts).filter(([other]) => other !== name));
  const isCurrent = current === undefined || current === name;
  writeContexts(file, { ...(!isCurrent && { current }), contexts: rest });
  await session.terminal.out(`Context "${name}" is deleted.\n`);
}

const columns: readonly Column<ContextEntry & { readonly isCurrent: boolean }>[] = [
  { header: 'CURRENT', cell: ({ isCurrent }) => (isCurrent ? '*' : ' ') },
  { header: 'NAME', cell: ({ name }) => name },
  { header: 'ADDRESS', cell: ({ address }) => address, widthMin: 15 },
  {
    header: 'TLS',
    cell: ({ tls, tlsCa, tlsCert, tlsServerName }) =>
      tls === true || [tlsCa, tlsCert, tlsServerName].some(Boolean) ? 'yes' : 'no',
  },
];

async function listContexts(session: Session): Promise<void> {
  const { terminal, format, contextsFile: file } = session;
  const { current, contexts } = readContexts(file);
  const rows = Object.entries(contexts).map(([name, entry]) => ({
    name,
    isCurrent: name === current,
    ...entry,
  }));
  if (format === 'json' || format === 'yaml') {
    await printValue(terminal, format, rows);
  } else if (rows.length > 0) {
    const cells = rows.map((row) => cellsOf(columns, row, 0));
    await terminal.out(renderTable(columns, cells, terminal));
  } else {
    terminal.err(
      `No contexts in ${file}. Add one with: muster context set NAME --address HOST:PORT\n`,
    );
  }
}
