import { loopView } from '../../central/store/loop-view.ts';
import { vmPacking } from '../../central/store/packed-vm.ts';
import { StatsReport } from '../../shared/wire/stats-report.ts';
import { Admission } from '../../central/ingest/admission.ts';
import { SampleTable } from '../../central/ingest/samples.ts';
import { Session } from '../../central/ingest/session.ts';
import type { SessionLink } from '../../central/ingest/session.ts';
import { Loop } from '../../central/loop.ts';
import type { HostSession } from '../../central/ports.ts';
import type { LivenessSettings } from '../../central/state/liveness.ts';
import { defaultLiveness } from '../../central/state/liveness.ts';
import type { VmHealthSettings } from '../../central/state/vm-health.ts';
import { silentLogger } from '../../shared/log.ts';
import { aloneInCluster } from '../harness/alone.ts';
import type { Chance } from './chance.ts';
import type { Acceptor } from './network.ts';
import { replicaId } from './storage.ts';
import type { Storage } from './storage.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface CentralHooks {
  /** A session takes a message of an admitted agent. */
  heard(hostId: string): void;
  fatal(error: unknown): void;
}

const ackSweepMs = 500;
/** Shorter than real, so that they end while hosts are away. */
export const vmHealth: VmHealthSettings = {
  missingMs: 20_000,
  reallyMissingMs: 5_000,
  bootMs: 20_000,
  zombieMs: 20_000,
};
export const liveness: LivenessSettings = { ...defaultLiveness, rebootMs: 60_000 };
export const intervalMs = 1_000;

/** One life of the central's process: everything but the store dies with it. */
export class CentralProcess implements Acceptor {
  readonly #time: VirtualTime;
  readonly #chance: Chance;
  readonly #storage: Storage;
  readonly #hooks: CentralHooks;
  readonly #sessions = new Set<Session>();
  #isAlive = true;
  #loop: Loop | undefined;
  #nextId = 1;
  #samples: SampleTable | undefined;
  readonly #admission = new Admission({ hellosPerS: 5, burst: 5, syncsMax: 4 });

  constructor(options: {
    readonly time: VirtualTime;
    readonly chance: Chance;
    readonly storage: Storage;
    readonly hooks: CentralHooks;
  }) {
    this.#time = options.time;
    this.#chance = options.chance;
    this.#storage = options.storage;
    this.#hooks = options.hooks;
  }

  get loop(): Loop | undefined {
    return this.#loop;
  }

  get samples(): SampleTable | undefined {
    return this.#samples;
  }

  kill(): void {
    this.#isAlive = false;
  }

  /** Resolves when agents may be let in; never if the process is killed before. */
  async start(): Promise<void> {
    const isAlive = (): boolean => this.#isAlive;
    const clock = this.#time.clock(isAlive);
    const chance = this.#chance.fork();
    const { store } = this.#storage;
    const { commits, publisher } = await this.#storage.open({ clock, chance, isAlive });
    this.#samples = new SampleTable(store, { clock, log: silentLogger });
    this.#samples.start();
    this.#loop = new Loop({
      ...{ clock, log: silentLogger, commits, publisher, liveness },
      vmHealth: () => vmHealth,
      replicaId,
      instance: chance.random.id(16),
      takeoverGraceMs: 15_000,
      sessionSettings: () => ({ intervalMs, ackDeadlineMs: 6_000, reconnectWindowMs: 200 }),
      packing: vmPacking,
      ...aloneInCluster(clock),
      ...loopView(store),
      observer: { committed: () => undefined, commitFailed: () => undefined },
      onFatal: (error) => {
        this.#hooks.fatal(error);
      },
    });
    this.#loop.start(store.storedHosts());
    const sweep = (): void => {
      this.#admission.look(clock.monotonicMs());
      for (const session of this.#sessions) session.acknowledgeReceived(clock.monotonicMs());
      clock.setTimer(sweep, ackSweepMs);
    };
    sweep();
  }

  accept(link: SessionLink): { receive(bytes: Buffer): void; closed(): void } {
    const { loop: inbox, samples } = this;
    if (inbox === undefined || samples === undefined) throw new Error('not started');
    const clock = this.#time.clock(() => this.#isAlive);
    const session: Session = new Session(this.#nextId++, link, {
      ...{ inbox, samples, admission: this.#admission, statsReport: new StatsReport() },
      observer: {
        report: () => undefined,
        acknowledged: () => undefined,
        rejected: (reason) => {
          // The simulated agents are sound: nothing they say may ever be refused as wrong.
          if (reason !== 'busy' && reason !== 'conflict') throw new Error(`rejected: ${reason}`);
        },
      },
      nowMs: () => clock.monotonicMs(),
      unixMs: () => clock.unixMs(),
    });
    this.#sessions.add(session);
    return {
      receive: (bytes) => {
        if (!this.#isAlive) return;
        session.receive(bytes);
        this.#heard(session);
      },
      closed: () => {
        this.#sessions.delete(session);
        if (this.#isAlive) session.closed();
      },
    };
  }

  #heard(session: HostSession): void {
    if (session.hostId !== '') this.#hooks.heard(session.hostId);
  }
}
