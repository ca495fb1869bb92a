import type { Clock } from '../shared/clock.ts';
import type { Event } from '../shared/model/event.ts';
import { limits } from '../shared/limits.ts';
import { HostActor } from './host-actor.ts';
import type { ActorShell } from './host-actor.ts';

/** Between two looks at whether all steps have ended, ms. */
const idleLookMs = 5;

/** A record, as far as it says what is owed. */
interface Owing {
  readonly host: { readonly id: string };
  readonly pending: readonly Pick<Event, 'vmId'>[];
}

/** All hosts in the loop. What concerns few of them at a time is found without asking each. */
export class HostActors {
  readonly #shell: Omit<ActorShell, 'rested'>;
  readonly #nowMs: () => number;
  readonly #actors = new Map<string, HostActor>();
  readonly #straying = new Set<HostActor>();
  readonly #owing: HostActor[] = [];
  #payingCount = 0;
  /** When those whose VMs are not packed were busy last, monotonic ms. */
  readonly #awake = new Map<HostActor, number>();

  constructor(shell: Omit<ActorShell, 'rested'>, nowMs: () => number) {
    this.#shell = shell;
    this.#nowMs = nowMs;
  }

  of(hostId: string): HostActor {
    const known = this.#actors.get(hostId);
    if (known !== undefined) return known;
    const actor: HostActor = new HostActor(hostId, {
      ...this.#shell,
      rested: () => {
        if (this.#actors.get(hostId) !== actor) return;
        this.#awake.set(actor, this.#nowMs());
        this.#straying[actor.hasStrays ? 'add' : 'delete'](actor);
        if (!actor.isLoaded && actor.queueLength === 0) this.release(hostId);
      },
    });
    this.#actors.set(hostId, actor);
    return actor;
  }

  /** Another replica has the host: nothing of it is kept here. */
  release(hostId: string): void {
    const actor = this.#actors.get(hostId);
    if (actor === undefined) return;
    actor.release();
    this.#awake.delete(actor);
    this.#straying.delete(actor);
    if (actor.isIdle) this.#actors.delete(hostId);
  }

  /** Before anything else happens to the host: its record holds these events, which may not be out. */
  owe({ host, pending }: Owing): void {
    const actor = this.of(host.id);
    actor.owe(pending.map(({ vmId }) => vmId));
    this.#owing.push(actor);
  }

  /** A few hosts at a time pay what they owe, so that those whose agents are back need not wait behind all the others. */
  recover(): void {
    while (this.#owing.length > 0 && this.#payingCount < limits.recoveriesMax) void this.#pay();
  }

  async #pay(): Promise<void> {
    this.#payingCount += 1;
    for (let next = this.#owing.shift(); next !== undefined; next = this.#owing.shift())
      await next.recover();
    this.#payingCount -= 1;
  }

  /** Inputs waiting in all queues. */
  get queuedCount(): number {
    let count = 0;
    for (const actor of this.#actors.values()) count += actor.queueLength;
    return count;
  }

  /** Empty while commits go through; otherwise why they do not. */
  get stalledReason(): string {
    for (const { stalledReason } of this.#actors.values()) if (stalledReason) return stalledReason;
    return '';
  }

  /** Resolves when no step is under way. */
  async idle(clock: Clock): Promise<void> {
    while (!this.#areIdle()) {
      await new Promise<void>((resolve) => {
        clock.setTimer(resolve, idleLookMs);
      });
    }
  }

  #areIdle(): boolean {
    for (const { isIdle } of this.#actors.values()) if (!isIdle) return false;
    return true;
  }

  /** Hosts whose agents report the VM while another host has it. */
  reportersOf(vmId: string): string[] {
    return [...this.#straying].filter((actor) => actor.reports(vmId)).map(({ hostId }) => hostId);
  }

  retryStrays(afterMs: number): void {
    for (const actor of this.#straying)
      if (actor.isIdle) actor.push({ kind: 'retry-strays', afterMs });
  }

  /** Most hosts change nothing for minutes: those that did not lately pack their VMs. */
  rest(): void {
    const beforeMs = this.#nowMs() - limits.hostAwakeMs;
    for (const [actor, busyMs] of this.#awake) {
      if (busyMs <= beforeMs && actor.rest()) this.#awake.delete(actor);
    }
  }
}
