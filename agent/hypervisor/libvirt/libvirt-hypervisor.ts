import type { Clock, Timer } from '../../../shared/clock.ts';
import { limits } from '../../../shared/limits.ts';
import type { HypervisorEvent, HypervisorPort, VmSampling } from '../port.ts';
import { dial } from './dial.ts';
import { DomainWatch } from './domain-watch.ts';
import { LibvirtFailure } from './failure.ts';
import { GuestAgents } from './guest-agents.ts';
import { sessionOutage, type Outage } from './outage.ts';
import { enableServerPings, openConnection, UnsupportedAuthentication } from './procedures.ts';
import type { RpcConnection } from './rpc.ts';
import { StatsConnection } from './stats-connection.ts';
import type { KnownVm } from './vm-events.ts';

export interface LibvirtOptions {
  readonly clock: Clock;
  /** Driver to open, as libvirt names it, without a transport: `qemu:///system` unless told. */
  readonly uri?: string;
  /** Sockets to try, in order; `defaultSocketPaths` unless told. */
  readonly socketPaths?: readonly string[];
  /** Opens for reading only; true unless told. The read-only sockets refuse anything else anyway. */
  readonly isReadOnly?: boolean;
  /** How often guest agents are asked, in milliseconds; never unless told. */
  readonly guestIntervalMs?: number;
}

/** Reading is all that watching needs, and any user may do it by default; first libvirtd, then the modular daemon. */
const defaultSocketPaths: readonly string[] = [
  '/run/libvirt/libvirt-sock-ro',
  '/run/libvirt/virtqemud-sock-ro',
];

/** Milliseconds before the first attempt after a loss; a daemon that restarts is back in 50. */
const reconnectMsMin = 100;

/**
 * The virtual machines of a libvirt daemon. One connection for events and questions, one for statistics, so that a
 * stuck VM delays neither. That the daemon is away says nothing about VMs: it is told as `unavailable`, not as a change.
 */
export class LibvirtHypervisor implements HypervisorPort {
  readonly #clock: Clock;
  readonly #uri: string;
  readonly #socketPaths: readonly string[];
  readonly #isReadOnly: boolean;
  readonly #stats: StatsConnection;
  readonly #guests: GuestAgents | undefined;
  #emit: (event: HypervisorEvent) => void = () => undefined;
  #known: ReadonlyMap<string, KnownVm> = new Map();
  /** Undefined: not available; else what watches, and where. */
  #current: { readonly watch: DomainWatch; readonly socketPath: string } | undefined;
  #rpc: RpcConnection | undefined;
  /** Reason of the last `unavailable`, so that each attempt in vain is not news. */
  #toldReason: Outage['reason'] | undefined;
  #isStopped = false;
  #pause: { readonly timer: Timer; readonly end: () => void } | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: LibvirtOptions) {
    this.#clock = options.clock;
    this.#uri = options.uri ?? 'qemu:///system';
    this.#socketPaths = options.socketPaths ?? defaultSocketPaths;
    this.#isReadOnly = options.isReadOnly ?? true;
    this.#stats = new StatsConnection({
      clock: options.clock,
      uri: this.#uri,
      isReadOnly: this.#isReadOnly,
      onStats: (stats) => {
        for (const vm of stats) this.#current?.watch.noteStats(vm);
      },
    });
    this.#guests =
      options.guestIntervalMs === undefined
        ? undefined
        : this.#guestAgents(options.guestIntervalMs);
  }

  #guestAgents(intervalMs: number): GuestAgents {
    return new GuestAgents({
      ...{ clock: this.#clock, uri: this.#uri, intervalMs },
      // Beside the socket for reading there is one with full access, which libvirt wants for this.
      socketPaths: this.#socketPaths.map((path) => path.replace(/-ro$/, '')),
      onAnswer: (vmId, answer) => {
        this.#current?.watch.noteGuest(vmId, answer);
      },
      onRefused: ({ reason, message }) => {
        const lead = 'guest agents cannot be asked for addresses';
        this.#emit({ kind: 'notice', reason, message: `${lead}: ${message}` });
      },
    });
  }

  start(emit: (event: HypervisorEvent) => void): void {
    this.#emit = (event) => {
      emit(event);
      this.#guests?.observe(event);
    };
    this.#guests?.start();
    this.#running = this.#run();
  }

  async sample(deadlineMs: number): Promise<VmSampling> {
    if (this.#current === undefined) {
      return { kind: 'unavailable', reason: this.#toldReason ?? 'CONNECTING' };
    }
    return this.#stats.sample(this.#current.socketPath, deadlineMs);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#guests?.stop();
    this.#stats.close();
    this.#rpc?.close();
    this.#pause?.timer.cancel();
    this.#pause?.end();
    await this.#running;
  }

  async #run(): Promise<void> {
    let attempt = 0;
    while (this.#goesOn()) {
      const { outage, wasAvailable } = await this.#session();
      if (!this.#goesOn()) return;
      this.#stats.close();
      if (outage.reason !== this.#toldReason) this.#emit({ kind: 'unavailable', ...outage });
      this.#toldReason = outage.reason;
      attempt = wasAvailable ? 0 : attempt + 1;
      await this.#wait(Math.min(limits.libvirtReconnectMsMax, reconnectMsMin * 2 ** attempt));
    }
  }

  /** A question, because it may change during any await. */
  #goesOn(): boolean {
    return !this.#isStopped;
  }

  /** One connection from dialing to its end. */
  async #session(): Promise<{ outage: Outage; wasAvailable: boolean }> {
    const dialed = await dial(this.#socketPaths, this.#clock);
    if (dialed.kind === 'failed') return { outage: dialed.outage, wasAvailable: false };
    const { rpc, socketPath } = dialed;
    if (this.#goesOn()) this.#rpc = rpc;
    else rpc.close();
    const watch = new DomainWatch({
      rpc,
      clock: this.#clock,
      emit: this.#emit,
      known: this.#known,
    });
    const ended = new Promise<LibvirtFailure>((resolve) => {
      rpc.listen({
        onMessage: (procedure, reader) => {
          watch.onMessage(procedure, reader);
        },
        onClose: resolve,
      });
    });
    try {
      await this.#begin(rpc, watch);
      this.#toldReason = undefined;
      this.#current = { watch, socketPath };
      throw await ended;
    } catch (error) {
      const isExpected =
        error instanceof LibvirtFailure || error instanceof UnsupportedAuthentication;
      if (!isExpected) throw error;
      const outage = sessionOutage(error, { socketPath, uri: this.#uri });
      return { outage, wasAvailable: this.#current !== undefined };
    } finally {
      this.#current = undefined;
      this.#known = watch.known;
      watch.stop();
      rpc.close();
    }
  }

  async #begin(rpc: RpcConnection, watch: DomainWatch): Promise<void> {
    await openConnection(rpc, { uri: this.#uri, isReadOnly: this.#isReadOnly });
    await enableServerPings(rpc);
    rpc.startPinging(limits.libvirtPingIntervalMs, limits.libvirtPingsMissedMax);
    await watch.begin();
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#clock.setTimer(resolve, delayMs);
      this.#pause = { timer, end: resolve };
    });
  }
}
