import type { OutboxLimits } from '../../agent/report/outbox.ts';
import type { GoodbyeKind } from '../../shared/model/status.ts';
import type { VmState } from '../../shared/model/vm.ts';
import { AgentProcess } from './agent-process.ts';
import type { Chance } from './chance.ts';
import { ScriptedHypervisor } from './hypervisor.ts';
import type { Network } from './network.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface FleetOptions {
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly network: Network;
  readonly hostCount: number;
  readonly outboxLimits: OutboxLimits;
  /** Of the replicas that agents are told at their start. */
  readonly addresses: readonly string[];
  /** VMs move from host to host; unless told, they do. */
  readonly hasMigrations?: boolean;
  readonly trace: (line: string) => void;
  readonly started: (host: SimHost, agent: AgentProcess) => void;
}

export interface SimHost {
  readonly id: string;
  readonly hypervisor: ScriptedHypervisor;
  readonly skewMs: number;
  boots: number;
  agent: AgentProcess | undefined;
}

/** Hosts, their agents, and the life of their VMs. */
export class Fleet {
  readonly hosts: readonly SimHost[];
  /** VMs that ever moved: what a host says of them may be another host's to tell. */
  readonly moved = new Set<string>();
  readonly #options: FleetOptions;
  readonly #moving = new Set<string>();
  #vmsMade = 0;

  constructor(options: FleetOptions) {
    this.#options = options;
    const { time, chance, hostCount } = options;
    this.hosts = Array.from({ length: hostCount }, (_, i) => ({
      id: `host-${String(i + 1)}`,
      hypervisor: new ScriptedHypervisor(time, chance.fork()),
      skewMs: chance.whole(-60_000, 60_000),
      boots: 1,
      agent: undefined,
    }));
  }

  start(host: SimHost): void {
    if (host.agent !== undefined) return;
    const { time, chance, network, outboxLimits, addresses, started } = this.#options;
    const agent = new AgentProcess({
      ...{ time, chance: chance.fork(), hostId: host.id, outboxLimits, addresses },
      skewMs: host.skewMs,
      bootId: `${host.id}-boot${String(host.boots)}`,
      dialer: (isAlive) => network.dialer(host.id, isAlive),
      hypervisor: host.hypervisor.port(),
    });
    host.agent = agent;
    started(host, agent);
    agent.start();
  }

  kill(host: SimHost): void {
    host.agent?.kill();
    host.agent = undefined;
    this.#options.network.cut(host.id, 'agent killed');
  }

  stop(host: SimHost, goodbye: GoodbyeKind): void {
    const { agent } = host;
    agent?.stop(goodbye);
    this.#options.time.at(1_000, () => {
      agent?.kill();
      if (host.agent === agent) this.kill(host);
    });
  }

  /** The machine is gone, with or without a word before; its VMs too. */
  powerOff(host: SimHost): void {
    this.kill(host);
    host.hypervisor.powerOff();
    host.boots += 1;
  }

  /** Something happens to some VM. */
  live(): void {
    const { chance } = this.#options;
    const host = chance.pick(this.hosts);
    const idle = [...host.hypervisor.vms.values()].filter(({ id }) => !this.#moving.has(id));
    if (idle.length < 2 || chance.hit(0.15)) {
      this.#create(host);
      return;
    }
    this.#change(host, chance.pick(idle));
  }

  #create(host: SimHost): void {
    const id = `vm-${String(++this.#vmsMade)}`;
    const status = this.#options.chance.pick(['WAIT_FOR_LAUNCH', 'UP', 'DOWN'] as const);
    host.hypervisor.set({
      ...{ id, name: id, status, reason: 'BOOTED', sinceAt: this.#stamp(), isPersistent: true },
      ...{ vcpuCount: 2, memoryMaxKib: 1024, isGuestAgentConnected: false },
    });
  }

  #change(host: SimHost, vm: VmState): void {
    const { chance } = this.#options;
    const { hypervisor } = host;
    const set = (change: Partial<VmState>): void => {
      hypervisor.set({ ...vm, sinceAt: this.#stamp(), ...change });
    };
    const isRunning = vm.status === 'UP' || vm.status === 'PAUSED';
    const acts = [
      () => {
        set({ status: 'UP', reason: 'BOOTED' });
      },
      () => {
        set({ memoryMaxKib: vm.memoryMaxKib + 1024 });
      },
      ...(isRunning
        ? [
            () => {
              set({ status: 'PAUSED', reason: chance.pick(['USER', 'EIO'] as const) });
            },
            () => {
              set({ status: 'DOWN', reason: chance.pick(['GUEST_CRASHED', 'DESTROYED'] as const) });
            },
            () => {
              hypervisor.incident(vm.id, { kind: 'REBOOTED', action: '', detail: '' });
            },
            () => {
              this.#migrate(host, vm);
            },
            () => {
              this.#migrate(host, vm);
            },
          ]
        : [
            () => {
              hypervisor.remove(vm.id);
            },
          ]),
    ];
    chance.pick(acts)();
  }

  #migrate(from: SimHost, vm: VmState): void {
    const { time, chance, trace, hasMigrations = true } = this.#options;
    if (!hasMigrations) return;
    const to = chance.pick(this.hosts.filter((host) => host !== from));
    const { id } = vm;
    if (to.hypervisor.vms.has(id)) return;
    this.#moving.add(id);
    this.moved.add(id);
    trace(`${id} migrates from ${from.id} to ${to.id}`);
    const migration = { fromHostId: from.id, toHostId: to.id, iteration: 0 };
    const moving = { ...vm, sinceAt: this.#stamp(), reason: 'UNSPECIFIED', migration } as const;
    from.hypervisor.set({ ...moving, status: 'MIGRATING_FROM' });
    time.at(chance.delayMs(30), () => {
      to.hypervisor.set({ ...moving, status: 'MIGRATING_TO' });
    });
    time.at(chance.between(700, 4_000), () => {
      this.#endMigration(vm, { from, to, isDone: chance.hit(0.8) });
    });
  }

  #endMigration(
    vm: VmState,
    { from, to, isDone }: { from: SimHost; to: SimHost; isDone: boolean },
  ): void {
    const { time, chance } = this.#options;
    const [source, target] = [from.hypervisor, to.hypervisor];
    const { id } = vm;
    const sinceAt = this.#stamp();
    if (!target.vms.has(id) || (!isDone && source.vms.has(id))) {
      target.remove(id);
      if (source.vms.has(id)) source.set({ ...vm, sinceAt, status: 'UP', reason: 'CANCELED' });
      this.#moving.delete(id);
      return;
    }
    const isGone = chance.delayMs(50);
    const isThere = chance.delayMs(50);
    time.at(isGone, () => {
      if (source.vms.has(id))
        source.set({ ...vm, sinceAt, status: 'DEPARTED', reason: 'MIGRATION_SUCCEEDED' });
    });
    time.at(isThere, () => {
      if (target.vms.has(id)) target.set({ ...vm, sinceAt, status: 'UP', reason: 'MIGRATED' });
    });
    time.at(Math.max(isGone, isThere) + chance.delayMs(50), () => {
      source.remove(id);
      this.#moving.delete(id);
    });
  }

  #stamp(): number {
    return Math.floor(this.#options.time.nowMs);
  }
}
