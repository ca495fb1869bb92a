import { LocalCommit } from '../../central/cluster/local.ts';
import { NatsCommit } from '../../central/cluster/nats.ts';
import type { RowBatch, Rows } from '../../central/cluster/rows.ts';
import { StorageLife } from '../../central/cluster/storage-life.ts';
import type { CommitPort, PublishPort } from '../../central/ports.ts';
import { eventStreamStep } from '../../central/publish/event-stream.ts';
import { LocalPublish } from '../../central/publish/local.ts';
import { NatsPublish } from '../../central/publish/nats.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import type { Clock } from '../../shared/clock.ts';
import { MusterError } from '../../shared/errors.ts';
import { silentLogger } from '../../shared/log.ts';
import type { Event } from '../../shared/model/event.ts';
import type { HostRecord } from '../../shared/model/record.ts';
import type { Vm } from '../../shared/model/vm.ts';
import { decodeEvent, decodeHostRecord, decodeVmRecord } from '../../shared/wire/json.ts';
import type { Chance } from './chance.ts';
import { jetStreamClient, JetStreamServer } from './jet-stream.ts';
import type { JetStreamTrouble, Streams } from './jet-stream.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What the checkers see of the storage, as an outside observer would. */
export interface StorageHooks {
  /** A record stands; `events` are what it says. */
  accepted(record: HostRecord, events: readonly Event[]): void;
  published(event: Event): void;
  /** The storage forgot what it had accepted. */
  forgotten(): void;
}

/** The process that asks: its clock dies with it. */
export interface Caller {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly isAlive: () => boolean;
}

export interface Backbone {
  readonly commits: CommitPort;
  readonly publisher: PublishPort;
}

/** Where steps are kept. It outlives the central's processes. */
export interface Storage {
  readonly mode: 'local' | 'nats';
  readonly store: MemoryStore;
  open(caller: Caller): Promise<Backbone>;
  /** Keys of VMs as a reader of the bucket sees them. */
  vmKeys(): ReadonlyMap<string, Vm>;
  /** Some trouble that `calm` ends. Returns what it is, for the trace. */
  upset(chance: Chance): string;
  calm(): void;
}

export const replicaId = 'replica-1';

/** Mode `local` over a store whose disk is slow and at times full. */
export class LocalStorage implements Storage {
  readonly mode = 'local';
  readonly store = new MemoryStore();
  readonly #time: VirtualTime;
  readonly #hooks: StorageHooks;
  #unflushed: Event[] = [];
  #fullness = 0;

  constructor(time: VirtualTime, hooks: StorageHooks) {
    this.#time = time;
    this.#hooks = hooks;
  }

  async open(caller: Caller): Promise<Backbone> {
    // What a killed process had written is in the log, flushed or not: the machine did not die.
    this.#publish();
    const store = this.#rows(caller);
    const commits = await LocalCommit.open({
      store,
      random: caller.chance.random,
      onCommitted: () => undefined,
    });
    const publisher = new LocalPublish(async (events) => {
      await store.apply({ events });
      await store.flush();
    });
    return { commits, publisher };
  }

  vmKeys(): ReadonlyMap<string, Vm> {
    return allVms(this.store);
  }

  upset(chance: Chance): string {
    this.#fullness = chance.pick([0.1, 0.5, 1]);
    return `disk full (${String(this.#fullness)})`;
  }

  calm(): void {
    this.#fullness = 0;
  }

  #publish(): void {
    for (const event of this.#unflushed) this.#hooks.published(event);
    this.#unflushed = [];
  }

  #rows({ chance, isAlive }: Caller): Rows {
    const { store } = this;
    const later = (act: () => void): Promise<void> =>
      new Promise((resolve, reject) => {
        this.#time.at(chance.delayMs(3), () => {
          if (!isAlive()) return;
          if (chance.hit(this.#fullness)) {
            reject(new MusterError('STORE_FULL', 'the disk is full'));
            return;
          }
          act();
          resolve();
        });
      });
    return {
      apply: (batch) =>
        later(() => {
          void store.apply(batch);
          this.#accept(batch);
        }),
      flush: () =>
        later(() => {
          this.#publish();
        }),
      getStoredHost: (id) => store.getStoredHost(id),
      storedHosts: () => store.storedHosts(),
      getVm: (id) => store.getVm(id),
      vmIdsOfHost: (hostId) => store.vmIdsOfHost(hostId),
      vmsOfHost: (hostId) => store.vmsOfHost(hostId),
      getMeta: (key) => store.getMeta(key),
    };
  }

  #accept({ hosts = [], events = [] }: RowBatch): void {
    for (const { record } of hosts) {
      const own = events.filter(({ hostId }) => hostId === record.host.id);
      this.#hooks.accepted(record, own);
    }
    this.#unflushed.push(...events);
  }
}

/** Mode `nats` over a server that may be away, answer badly, or come back with another folder. */
export class NatsStorage implements Storage {
  readonly mode = 'nats';
  readonly store = new MemoryStore();
  readonly server: JetStreamServer;
  readonly #time: VirtualTime;
  readonly #hooks: StorageHooks;
  readonly #trouble: JetStreamTrouble = { lost: 0, unanswered: 0, latencyMs: 2 };
  #backup: Streams = new Map();
  /** Has the running process look at the storage again. */
  #reconnect: (reason: string) => void = () => undefined;

  constructor(time: VirtualTime, hooks: StorageHooks) {
    this.#time = time;
    this.#hooks = hooks;
    this.server = new JetStreamServer(time, ({ stream, subject, body }) => {
      if (stream === 'MUSTER_EVENTS') {
        const event = decodeEvent(body);
        if (event !== undefined) hooks.published(event);
      } else if (stream === 'KV_muster_hosts' && !subject.endsWith('_meta')) {
        const record = decodeHostRecord(body);
        hooks.accepted(record, record.pending);
      }
    });
  }

  async open({ clock, chance, isAlive }: Caller): Promise<Backbone> {
    const link = { isReady: false, isChecking: false };
    const { server, store } = this;
    const [time, trouble] = [this.#time, this.#trouble];
    const client = { server, time, chance, trouble, isAlive };
    const jetStream = jetStreamClient({
      ...{ ...client, isReady: () => link.isReady },
      onWritten: (name, sequence) => {
        life.noteWritten(name, sequence);
      },
    });
    const forSteps = jetStreamClient({ ...client, isReady: () => true });
    const log = silentLogger;
    const { random } = chance;
    const recheck = (): void => void check();
    const life = new StorageLife({
      ...{ jetStream: forSteps, store, clock, random, log, replicas: 1, recheck },
    });
    const publisher = new NatsPublish({ jetStream, log, owner: replicaId });
    const rows = { all: () => allVms(store).values(), find: (id: string) => store.getVm(id) };
    life.onVmKeysLost((stale) => publisher.rewriteVmKeys(rows, stale));
    const stream = eventStreamStep(forSteps, { bytesMax: 1, replicas: 1 });
    const pause = (ms: number): Promise<void> =>
      new Promise((resolve) => {
        clock.setTimer(resolve, ms);
      });
    const check = async (): Promise<void> => {
      link.isReady = false;
      if (link.isChecking) return;
      link.isChecking = true;
      for (let isRight = false; !isRight;) {
        await pause(chance.between(50, 500));
        isRight = await life
          .run()
          .then(() => stream.run())
          .then(
            () => true,
            () => false,
          );
      }
      link.isChecking = false;
      link.isReady = true;
      life.ready();
    };
    this.#reconnect = () => void check();
    await check();
    return { commits: new NatsCommit({ jetStream, life, store, log, recheck }), publisher };
  }

  vmKeys(): ReadonlyMap<string, Vm> {
    const keys = new Map<string, Vm>();
    for (const message of this.server.stream('KV_muster_vms').messages.values()) {
      if (message.subject.endsWith('_meta') || message.header('KV-Operation') !== '') continue;
      const { vm } = decodeVmRecord(message.body);
      keys.set(vm.id, vm);
    }
    return keys;
  }

  upset(chance: Chance): string {
    switch (chance.whole(0, 5)) {
      case 0:
        this.#trouble.lost = chance.pick([0.05, 0.5]);
        return 'requests to NATS are lost';
      case 1:
        this.#trouble.unanswered = chance.pick([0.05, 0.5]);
        return 'answers of NATS are lost';
      case 2:
        this.#trouble.latencyMs = 200;
        return 'NATS is slow';
      case 3:
        this.#stop();
        return 'NATS is away';
      case 4:
        this.#stop();
        this.server.restore(chance.hit(0.5) ? this.#backup : new Map());
        this.#hooks.forgotten();
        return 'NATS comes back with another folder';
      default:
        this.#backup = this.server.copy();
        return 'NATS is backed up';
    }
  }

  calm(): void {
    Object.assign(this.#trouble, { lost: 0, unanswered: 0, latencyMs: 2 });
    if (this.server.isUp) return;
    this.server.isUp = true;
    this.#reconnect('connected');
  }

  #stop(): void {
    this.server.stop();
  }
}

function allVms(store: MemoryStore): Map<string, Vm> {
  const vms = new Map<string, Vm>();
  for (const { record } of store.storedHosts()) {
    for (const vm of store.vmsOfHost(record.host.id)) vms.set(vm.id, vm);
  }
  return vms;
}
