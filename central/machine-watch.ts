import type { Event, EventType } from '../shared/model/event.ts';
import type { Host } from '../shared/model/host.ts';
import type { Loop } from './loop.ts';
import { isSucceeded, judgeMachine } from './state/machine.ts';
import type { Store } from './store/port.ts';

export interface MachineWatchOptions {
  readonly rows: Pick<Store, 'getHost' | 'hostIdsOfMachine' | 'sharedMachines'>;
}

type MachineLoop = Pick<Loop, 'isOwn' | 'decide' | 'situation'>;

/** Events after which a machine may be another host than before. */
const telling: ReadonlySet<EventType> = new Set<EventType>([
  'HostAdded',
  'HostStatusChanged',
  'HostChanged',
  'HostOwnerChanged',
]);

/**
 * Which hosts are one machine. Every replica sees the events of all hosts, and tells what follows of its own; the rows
 * are as the event leaves them by then.
 */
export class MachineWatch {
  readonly #rows: MachineWatchOptions['rows'];
  #loop: MachineLoop | undefined;

  constructor({ rows }: MachineWatchOptions) {
    this.#rows = rows;
  }

  start(loop: MachineLoop): void {
    this.#loop = loop;
  }

  noted(event: Event): void {
    const { type, reason, before, after } = event;
    const isTold = type === 'HostConditionChanged' && reason === 'IDENTITY_CONFLICT';
    if (!telling.has(type) && !isTold) return;
    const machines = new Set([machineOf(before), machineOf(after)]);
    const added = type === 'HostAdded' && after?.kind === 'host' ? after.host : undefined;
    for (const machine of machines) if (machine !== undefined) this.#judge(machine, added);
  }

  /** Events were missed: machines that are one host each need no look. */
  listed(): void {
    for (const machine of this.#rows.sharedMachines()) this.#judge(machine, undefined);
  }

  #judge(machine: string, added: Host | undefined): void {
    const hostIds = this.#rows.hostIdsOfMachine(machine);
    const own = hostIds.filter((id) => this.#loop?.isOwn(id));
    if (own.length === 0) return;
    const hosts = hostIds.flatMap((id) => this.#rows.getHost(id) ?? []);
    for (const host of hosts) if (own.includes(host.id)) this.#judgeHost(host, hosts, added);
  }

  #judgeHost(host: Host, hosts: readonly Host[], added: Host | undefined): void {
    const others = hosts.filter(({ id }) => id !== host.id);
    if (added !== undefined && added.id !== host.id && isSucceeded(host, added)) {
      const gone = { ...host, status: 'NON_RESPONSIVE' } as const;
      const report = this.#isInSession(host.id) ? undefined : judgeMachine(gone, others);
      if (report !== undefined) {
        this.#loop?.decide(host.id, { kind: 'succeeded', report });
        return;
      }
    }
    const report = judgeMachine(host, others);
    if (report !== undefined) this.#loop?.decide(host.id, { kind: 'identity-conflict', ...report });
  }

  #isInSession(hostId: string): boolean {
    return this.#loop?.situation(hostId)?.isSessionOpen === true;
  }
}

function machineOf(state: Event['before']): string | undefined {
  return state?.kind === 'host' ? state.host.machineIdHash : undefined;
}
