import { Command } from 'commander';

import type { WatchResponse__Output } from '../../shared/wire/generated/muster/v1/WatchResponse.ts';
import { printEvent } from './events.ts';
import { CliError } from './exit.ts';
import { followChanges, watchRequest, type WatchChoice } from './follow-changes.ts';
import { hostColumns, hostRow, type HostRow } from './format/host-columns.ts';
import { counted } from './format/size.ts';
import { cellsOf, columnsFor, renderTable, type Column } from './format/table.ts';
import { vmColumns, vmRow, type VmRow } from './format/vm-columns.ts';
import { labelOption, namePrefixOption, siteOption, typeOption } from './options.ts';
import type { Session } from './session.ts';

const description = [
  'Shows the hosts and VMs as they are now, then every change as it happens, one a line.',
  'A broken connection is taken up where it broke. Where that is not possible, because the central no longer keeps what happened in between, it says so and starts again with the whole picture. Ctrl-C ends it (code 130); --timeout ends it after that time (code 0).',
].join('\n\n');

const examples = `
Examples:
  muster watch
  muster watch -l env=prod --site zurich
  muster watch --type HostStatusChanged,HistoryGap
  muster watch -o json              one WatchResponse a line: hosts, VMs, snapshotEnd, then events`;

export function watchCommand(session: Session): Command {
  return new Command('watch')
    .summary('show everything, then every change as it happens')
    .description(description)
    .addOption(typeOption())
    .addOption(labelOption())
    .addOption(siteOption())
    .addOption(namePrefixOption('hosts'))
    .addHelpText('after', examples)
    .action((options: WatchChoice) => watchFleet(session, options));
}

async function watchFleet(session: Session, options: WatchChoice): Promise<void> {
  const isText = session.format === 'table' || session.format === 'wide';
  let picture = new Picture(session);
  const end = await followChanges(session, {
    request: watchRequest(options),
    onRestart: () => {
      picture = new Picture(session);
    },
    onItem: async (item) => {
      if (item.bookmark !== undefined) return 'more';
      if (isText && item.event === undefined) await picture.add(item);
      else await printEvent(session, item);
      return 'more';
    },
  });
  if (end.kind === 'interrupted') throw new CliError('interrupted', '');
}

/** Collects the picture row by row, and shows it once it is complete. */
class Picture {
  readonly #session: Session;
  readonly #hosts: PictureTable<HostRow>;
  readonly #vms: PictureTable<VmRow>;

  constructor(session: Session) {
    this.#session = session;
    this.#hosts = new PictureTable(session, hostColumns);
    this.#vms = new PictureTable(session, vmColumns);
  }

  async add(item: WatchResponse__Output): Promise<void> {
    if (item.host !== undefined) this.#hosts.add(hostRow(item.host));
    if (item.vm !== undefined) this.#vms.add(vmRow(item.vm));
    if (item.snapshotEnd === undefined) return;
    const tables = [this.#hosts.text(), this.#vms.text()].filter((table) => table !== '');
    const { terminal } = this.#session;
    await terminal.out(tables.map((table) => `${table}\n`).join(''));
    const { hostCount = 0, vmCount = 0 } = item.snapshotEnd;
    terminal.err(
      `${counted(hostCount, 'host')}, ${counted(vmCount, 'VM')}. Following changes; Ctrl-C ends.\n`,
    );
  }
}

/** Keeps finished cells instead of messages, which are ten times as large. */
class PictureTable<Row> {
  readonly #session: Session;
  readonly #columns: readonly Column<Row>[];
  readonly #cells: string[][] = [];

  constructor(session: Session, columns: readonly Column<Row>[]) {
    this.#session = session;
    this.#columns = columnsFor(columns, session.format === 'wide');
  }

  add(row: Row): void {
    this.#cells.push(cellsOf(this.#columns, row, this.#session.terminal.clock.unixMs()));
  }

  text(): string {
    if (this.#cells.length === 0) return '';
    const { terminal, format } = this.#session;
    const width = format === 'wide' ? undefined : terminal.width;
    return renderTable(this.#columns, this.#cells, { hasColor: terminal.hasColor, width });
  }
}
