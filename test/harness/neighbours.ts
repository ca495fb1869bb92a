import { copyEvents } from '../../central/feed/copied-rows.ts';
import { RemovedVms } from '../../central/feed/removed-vms.ts';
import { nothingKnown } from '../../central/state/host-state.ts';
import type { HostState, Op, StepContext } from '../../central/state/host-state.ts';
import { stepHost } from '../../central/state/step.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import type { Event } from '../../shared/model/event.ts';
import type { ChangeBody } from '../../shared/model/protocol.ts';
import type { Vm, VmState } from '../../shared/model/vm.ts';
import { helloOf, stepContextOf } from './model-objects.ts';
import { accepted } from './stepped-host.ts';

/** What a replica knows: its own commits, and of other replicas' hosts what it has heard so far. */
class Replica {
  readonly store = new MemoryStore();
  readonly removed = new RemovedVms();
  /** On the stream, and not heard here yet. */
  readonly unheard: Event[] = [];
}

/** An agent: what it believes is what it said, unless it was away. */
class Agent {
  readonly vms = new Map<string, VmState>();
  run = 1;
  change = 0;
  sessions = 0;

  take(body: ChangeBody): void {
    if (body.kind === 'vm') this.vms.set(body.vm.id, body.vm);
    if (body.kind === 'vm-removed') this.vms.delete(body.vmId);
  }
}

/** Hosts of the pure core, all of one replica, or each of its own, whose copies lag as long as the test wants. */
export class Neighbours {
  /** Everything that was told, in the order in which it was committed. */
  readonly events: Event[] = [];
  readonly agents = new Map<string, Agent>();
  context: Partial<StepContext> = {};
  nowUnixMs = 1_735_689_600_000;
  readonly #replicas = new Map<string, Replica>();
  readonly #states = new Map<string, HostState>();
  #revision = 0;

  constructor(hostIds: readonly string[], isOneReplica: boolean) {
    const shared = new Replica();
    for (const id of hostIds) {
      this.agents.set(id, new Agent());
      this.#replicas.set(id, isOneReplica ? shared : new Replica());
      this.#states.set(id, { record: undefined, vms: new Map(), ...nothingKnown });
    }
  }

  /** The agent's first words of a run: a picture of what it believes. */
  async start(hostId: string, vms: readonly VmState[] = []): Promise<void> {
    for (const vm of vms) this.#agent(hostId).take({ kind: 'vm', vm });
    await this.restart(hostId);
  }

  /** The agent began anew, perhaps after what nobody saw. */
  async restart(hostId: string, unseen: readonly ChangeBody[] = []): Promise<void> {
    const agent = this.#agent(hostId);
    for (const body of unseen) agent.take(body);
    agent.run += 1;
    agent.change = 1;
    const run = `r${String(agent.run)}`;
    const hello = helloOf(hostId, { run });
    const vms = [...agent.vms.values()];
    const snapshot = { change: 1, areVmsKnown: true, vms, conditions: [], observedAt: 0 };
    await this.apply(
      hostId,
      { kind: 'hello', hello, sessionId: ++agent.sessions },
      { kind: 'snapshot', run, snapshot },
    );
  }

  /** The agent sees something, and says so at once. */
  async say(hostId: string, ...bodies: readonly ChangeBody[]): Promise<void> {
    const agent = this.#agent(hostId);
    for (const body of bodies) {
      agent.take(body);
      const change = { change: ++agent.change, observedAt: 0, body };
      await this.apply(hostId, { kind: 'change', run: `r${String(agent.run)}`, change });
    }
  }

  async sayVm(hostId: string, vm: VmState): Promise<void> {
    await this.say(hostId, { kind: 'vm', vm });
  }

  /** Looks at strays, each 250 ms after the one before. */
  async look(hostId: string, times = 1): Promise<void> {
    for (let i = 0; i < times; i++)
      await this.apply(hostId, { kind: 'retry-strays', afterMs: 250 });
  }

  /** The replica of `hostId` hears the next event of the others; false: there is none. */
  async hear(hostId: string): Promise<boolean> {
    const { store, removed, unheard } = this.#replica(hostId);
    const event = unheard.shift();
    if (event === undefined) return false;
    const isOwn = (id: string): boolean => id === hostId;
    const copied = copyEvents([event], { rows: store, removed, isOwn });
    const { hosts, vms, removals } = copied;
    await store.apply({ hosts, vms, removals, keepsNewer: true });
    for (const { fromHostId, vmId } of copied.taken)
      await this.apply(fromHostId, { kind: 'vm-taken', vmId });
    return true;
  }

  /** Everything is heard, and whoever waits looks again, until nothing happens any more. */
  async settle(): Promise<void> {
    for (let before = -1; before < this.events.length;) {
      before = this.events.length;
      for (const id of this.#states.keys()) while (await this.hear(id));
      for (const id of this.#states.keys()) await this.look(id);
    }
  }

  vmsOf(hostId: string): readonly Vm[] {
    return [...(this.#states.get(hostId)?.vms.values() ?? [])];
  }

  /** The VM as the replica of `hostId` knows it. */
  known(hostId: string, vmId: string): Vm | undefined {
    return this.#replica(hostId).store.getVm(vmId);
  }

  state(hostId: string): HostState {
    const state = this.#states.get(hostId);
    if (state === undefined) throw new Error(`there is no host ${hostId}`);
    return state;
  }

  /** One step after the other, each accepted at once, with what follows from them for hosts of the same replica. */
  async apply(hostId: string, ...ops: readonly Op[]): Promise<void> {
    const result = stepHost(this.state(hostId), ops, this.#context(hostId));
    const { step, rest, after } = result;
    this.#states.set(
      hostId,
      step === undefined ? result.state : accepted(this.state(hostId), step),
    );
    if (step !== undefined) {
      const { record, vms, events, removedVmIds } = step;
      const removals = events.filter(
        ({ vmId, type }) => type === 'VmRemoved' && removedVmIds.includes(vmId),
      );
      const own = this.#replica(hostId);
      await own.store.apply({ hosts: [{ record, revision: ++this.#revision }], vms, removals });
      this.events.push(...events);
      for (const other of new Set(this.#replicas.values()))
        if (other !== own) other.unheard.push(...events);
    }
    for (const effect of after) {
      if (effect.kind !== 'vm-taken' || !this.#isHere(effect.fromHostId, hostId)) continue;
      await this.apply(effect.fromHostId, { kind: 'vm-taken', vmId: effect.vmId });
    }
    if (rest.length > 0) await this.apply(hostId, ...rest);
  }

  #isHere(hostId: string, asOf: string): boolean {
    return this.#replicas.get(hostId) === this.#replicas.get(asOf);
  }

  #context(hostId: string): StepContext {
    const { store } = this.#replica(hostId);
    const others = [...this.#states].filter(([id]) => id !== hostId && this.#isHere(id, hostId));
    return stepContextOf({
      nowUnixMs: this.nowUnixMs,
      replicaId: `replica-of-${[...this.#replicas.keys()].find((id) => this.#isHere(id, hostId)) ?? ''}`,
      findVm: (id) => store.getVm(id),
      isHostLost: (id) => store.getHost(id)?.status === 'NON_RESPONSIVE',
      isHostThere: (id) => store.getHost(id)?.status === 'UP',
      isReportedElsewhere: (id) => others.some(([, { strays }]) => strays.has(id)),
      ...this.context,
    });
  }

  #replica(hostId: string): Replica {
    const replica = this.#replicas.get(hostId);
    if (replica === undefined) throw new Error(`there is no host ${hostId}`);
    return replica;
  }

  #agent(hostId: string): Agent {
    const agent = this.agents.get(hostId);
    if (agent === undefined) throw new Error(`there is no host ${hostId}`);
    return agent;
  }
}
