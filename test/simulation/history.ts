import type { Event } from '../../shared/model/event.ts';
import type { Change } from '../../shared/model/protocol.ts';
import { isSame } from '../../shared/model/same.ts';
import type { Vm, VmState } from '../../shared/model/vm.ts';

export interface AgentLife {
  readonly hostId: string;
  readonly run: string;
  readonly recorded: readonly Change[];
}

interface Gap {
  readonly from: number;
  readonly to: number;
}

interface Told {
  readonly index: number;
  readonly event: Event;
}

/**
 * I3 at the end of a simulation: everything each agent saw is in the log once and in order, with what it saw, or a
 * HistoryGap says that it is not.
 */
export function checkHistory(
  log: readonly Event[],
  lives: readonly AgentLife[],
  moved: ReadonlySet<string>,
): string[] {
  const gaps = gapsByRun(log);
  const byHost = groupBy(
    log.map((event, index) => ({ event, index })),
    ({ event }) => event.hostId,
  );
  return lives.flatMap((life) => {
    const told = byHost.get(life.hostId) ?? [];
    // A run nobody heard of is a part of the gap between its neighbors.
    const isKnown = told.some(
      ({ event: { after } }) => after?.kind === 'host' && after.host.run === life.run,
    );
    return isKnown ? checkLife(life, { told, gaps: gaps.get(life.run) ?? [], moved }) : [];
  });
}

function gapsByRun(log: readonly Event[]): Map<string, Gap[]> {
  const gaps = new Map<string, Gap[]>();
  const add = (run: string, gap: Gap): void => {
    gaps.set(run, [...(gaps.get(run) ?? []), gap]);
  };
  for (const { historyGap, after } of log) {
    if (historyGap === undefined || after?.kind !== 'host') continue;
    const { fromChange: from, toChange: to, fromRun } = historyGap;
    const { run } = after.host;
    if (fromRun === '' || fromRun === run) add(run, { from, to });
    else {
      add(fromRun, { from, to: Infinity });
      add(run, { from: 0, to });
    }
  }
  return gaps;
}

interface Context {
  readonly told: readonly Told[];
  readonly gaps: readonly Gap[];
  readonly moved: ReadonlySet<string>;
}

function checkLife({ hostId, run, recorded }: AgentLife, context: Context): string[] {
  const problems: string[] = [];
  const prefix = `${hostId}/${run}/`;
  const own = context.told.filter(({ event }) => event.id.startsWith(prefix));
  let last = 0;
  for (const { event } of own) {
    const change = Number(event.id.slice(prefix.length).split('/')[0]);
    if (change < last) problems.push(`I3: ${event.id} comes after change ${String(last)}`);
    last = change;
  }
  const byChange = groupBy(own, ({ event }) => Number(event.id.slice(prefix.length).split('/')[0]));
  for (const change of recorded) {
    const found = byChange.get(change.change);
    const lost = context.gaps.some(({ from, to }) => change.change > from && change.change <= to);
    const problem = found
      ? compare(change, found)
      : lost
        ? undefined
        : missing(change, own, context);
    if (problem !== undefined) problems.push(`I3: ${prefix}${String(change.change)} ${problem}`);
  }
  return problems;
}

function compare({ body }: Change, found: readonly Told[]): string | undefined {
  if (found.length !== 1) return `was told ${String(found.length)} times`;
  const event = found[0]?.event;
  if (body.kind !== 'vm') return undefined;
  const after = event?.after?.kind === 'vm' ? event.after.vm : undefined;
  return after !== undefined && saysSame(after, body.vm) ? undefined : 'was told differently';
}

export function saysSame(vm: Vm, state: VmState): boolean {
  const { id, name, status, reason, vcpuCount, memoryMaxKib, migration } = vm;
  const said = { id, name, status, reason, vcpuCount, memoryMaxKib, migration };
  return isSame({ ...state, ...said }, state);
}

/** Whether silence about a change is right: the log said it already, or it is another host's to tell. */
function missing(change: Change, own: readonly Told[], context: Context): string | undefined {
  const { body } = change;
  const vmId = vmIdOf(body);
  if (vmId === undefined || context.moved.has(vmId)) return undefined;
  const place = own.find(({ event }) => numberOf(event) > change.change)?.index ?? Infinity;
  const isBefore = ({ event, index }: Told): boolean => event.vmId === vmId && index < place;
  const before = context.told.findLast(isBefore)?.event;
  const known = before?.after?.kind === 'vm' ? before.after.vm : undefined;
  return wasSaid(body, known) ? undefined : `(${body.kind} ${vmId}) was not told`;
}

function vmIdOf(body: Change['body']): string | undefined {
  switch (body.kind) {
    case 'vm':
      return body.vm.id;
    case 'vm-removed':
    case 'incident':
      return body.vmId;
    case 'condition':
    case 'hardware':
    case 'unknown':
      return undefined;
  }
}

function wasSaid(body: Change['body'], known: Vm | undefined): boolean {
  return body.kind === 'vm' ? known !== undefined && saysSame(known, body.vm) : known === undefined;
}

function numberOf(event: Event): number {
  return Number(event.id.split('/')[2]);
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
