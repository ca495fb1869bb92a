import type { Clock, Timer } from '../../../shared/clock.ts';
import { guestLimits } from '../../../shared/guest-limits.ts';
import type { VmState } from '../../../shared/model/vm.ts';
import type { HypervisorEvent } from '../port.ts';
import { dial } from './dial.ts';
import { LibvirtFailure } from './failure.ts';
import type { GuestAnswer } from './guest-answer.ts';
import { LookRounds } from './look-rounds.ts';
import { sessionOutage, type Outage } from './outage.ts';
import { guestInterfaces, openConnection, UnsupportedAuthentication } from './procedures.ts';
import { errorCodes } from './protocol.ts';
import type { RpcConnection } from './rpc.ts';

export interface GuestAgentsOptions {
  readonly clock: Clock;
  readonly uri: string;
  /** Sockets with full access: libvirt lets nobody else ask a guest. */
  readonly socketPaths: readonly string[];
  /** Milliseconds in which each guest agent is asked once. */
  readonly intervalMs: number;
  readonly onAnswer: (vmId: string, answer: GuestAnswer) => void;
  /** Guests cannot be asked; told once until they can. */
  readonly onRefused: (outage: Outage) => void;
}

/**
 * Asks connected guest agents for their addresses, which is a ping, too: one call each minute and guest, over a connection of its
 * own, so that a guest that hangs delays nothing else (OV-30). No agent command is sent in the open: libvirt marks a domain
 * as tainted for that.
 */
export class GuestAgents {
  readonly #options: GuestAgentsOptions;
  /** Connected ones; how many rounds one that does not answer is still left alone. */
  readonly #guests = new Map<string, { restRounds: number; isDeaf: boolean }>();
  readonly #rounds: LookRounds;
  readonly #queue = new Set<string>();
  readonly #asking = new Set<string>();
  readonly #timers = new Map<string, Timer>();
  #opening: Promise<RpcConnection> | undefined;
  #restUntilMs = -Infinity;
  #isRefusalTold = false;

  constructor(options: GuestAgentsOptions) {
    this.#options = options;
    this.#rounds = new LookRounds({
      clock: options.clock,
      roundMs: options.intervalMs,
      turnMsMin: guestLimits.guestTurnMsMin,
      list: () => [...this.#guests.keys()],
      look: (vmId) => {
        this.#takeTurn(vmId);
      },
    });
  }

  start(): void {
    this.#rounds.start();
  }

  stop(): void {
    this.#rounds.stop();
    this.#forgetAll();
  }

  /** What the hypervisor tells says which guests there are to ask. */
  observe(event: HypervisorEvent): void {
    switch (event.kind) {
      case 'available':
        for (const vm of event.vms) this.#note(vm);
        break;
      case 'unavailable':
        this.#forgetAll();
        break;
      case 'vm':
        this.#note(event.vm);
        break;
      case 'vm-removed':
        this.#forget(event.vmId);
        break;
      case 'incident':
      case 'notice':
        break;
    }
  }

  #note({ id, status, details }: VmState): void {
    const isDeaf = details?.guestAgent === 'NOT_RESPONDING';
    const isThere = status === 'UP' && (isDeaf || details?.guestAgent === 'CONNECTED');
    const known = this.#guests.get(id);
    if (!isThere) this.#forget(id);
    else if (known !== undefined) known.isDeaf = isDeaf;
    else {
      this.#guests.set(id, { restRounds: 0, isDeaf });
      this.#askSoon(id);
      // It connects before its network is up.
      this.#askLater(id, guestLimits.guestSettleMs);
    }
  }

  #forget(vmId: string): void {
    this.#guests.delete(vmId);
    this.#queue.delete(vmId);
    this.#timers.get(vmId)?.cancel();
    this.#timers.delete(vmId);
  }

  #forgetAll(): void {
    for (const vmId of [...this.#guests.keys()]) this.#forget(vmId);
    this.#close();
  }

  #takeTurn(vmId: string): void {
    const guest = this.#guests.get(vmId);
    if (guest === undefined) return;
    if (guest.isDeaf && guest.restRounds > 0) guest.restRounds -= 1;
    else {
      guest.restRounds = guestLimits.guestDeafRounds;
      this.#askSoon(vmId);
    }
  }

  #askLater(vmId: string, delayMs: number): void {
    this.#timers.get(vmId)?.cancel();
    const ask = (): void => {
      this.#timers.delete(vmId);
      this.#askSoon(vmId);
    };
    this.#timers.set(vmId, this.#options.clock.setTimer(ask, delayMs));
  }

  #askSoon(vmId: string): void {
    this.#queue.add(vmId);
    this.#askNext();
  }

  #askNext(): void {
    for (const vmId of this.#queue) {
      if (this.#asking.size >= guestLimits.guestAsksMax) return;
      this.#queue.delete(vmId);
      if (!this.#asking.has(vmId)) void this.#ask(vmId);
    }
  }

  async #ask(vmId: string): Promise<void> {
    if (this.#options.clock.monotonicMs() < this.#restUntilMs) return;
    this.#asking.add(vmId);
    const answer = await this.#answerOf(vmId);
    this.#asking.delete(vmId);
    if (answer !== undefined && this.#guests.has(vmId)) {
      const isFirstSilence = answer.kind === 'silence' && this.#guests.get(vmId)?.isDeaf === false;
      if (isFirstSilence) this.#askLater(vmId, guestLimits.guestRetryMs);
      this.#options.onAnswer(vmId, answer);
    }
    this.#askNext();
  }

  async #answerOf(vmId: string): Promise<GuestAnswer | undefined> {
    const opening = (this.#opening ??= this.#open());
    try {
      const rpc = await opening;
      const interfaces = await guestInterfaces(rpc, vmId, guestLimits.guestAnswerMsMax);
      this.#isRefusalTold = false;
      return { kind: 'addresses', interfaces };
    } catch (error) {
      if (error instanceof GuestsOutOfReach) this.#rest(error.outage);
      else if (error instanceof LibvirtFailure) return this.#failed(error, opening);
      else throw error;
      return undefined;
    }
  }

  /** The connection is given up where a call stays open in it: it would keep a place that others need. */
  #failed(failure: LibvirtFailure, opening: Promise<RpcConnection>): GuestAnswer | undefined {
    if (failure.kind === 'refused') {
      if (failure.replyCode === errorCodes.operationDenied) this.#rest(this.#outageOf(failure));
      return refusals.get(failure.replyCode);
    }
    if (this.#opening === opening) this.#close();
    return failure.kind === 'timeout' ? { kind: 'silence' } : undefined;
  }

  #rest(outage: Outage): void {
    this.#close();
    this.#restUntilMs = this.#options.clock.monotonicMs() + guestLimits.guestRefusedMs;
    if (!this.#isRefusalTold) this.#options.onRefused(outage);
    this.#isRefusalTold = true;
  }

  #close(): void {
    void this.#opening?.then(
      (rpc) => {
        rpc.close();
      },
      () => undefined,
    );
    this.#opening = undefined;
  }

  async #open(): Promise<RpcConnection> {
    const { socketPaths, clock, uri } = this.#options;
    const dialed = await dial(socketPaths, clock);
    if (dialed.kind === 'failed') throw new GuestsOutOfReach(dialed.outage);
    try {
      await openConnection(dialed.rpc, { uri, isReadOnly: false });
      return dialed.rpc;
    } catch (error) {
      dialed.rpc.close();
      const isExpected =
        error instanceof LibvirtFailure || error instanceof UnsupportedAuthentication;
      throw isExpected ? new GuestsOutOfReach(this.#outageOf(error)) : error;
    }
  }

  #outageOf(error: LibvirtFailure | UnsupportedAuthentication): Outage {
    const { socketPaths, uri } = this.#options;
    return sessionOutage(error, { socketPath: socketPaths.join(', '), uri });
  }
}

/** No connection in which guests may be asked. */
class GuestsOutOfReach extends Error {
  override readonly name = 'GuestsOutOfReach';
  readonly outage: Outage;

  constructor(outage: Outage) {
    super(outage.message);
    this.outage = outage;
  }
}

/** Of others, such as that the domain is gone, events tell. */
const refusals: ReadonlyMap<number, GuestAnswer> = new Map<number, GuestAnswer>([
  [errorCodes.agentUnresponsive, { kind: 'silence' }],
  [errorCodes.agentUnsynced, { kind: 'silence' }],
  [errorCodes.agentCommandTimeout, { kind: 'silence' }],
  [errorCodes.agentCommandFailed, { kind: 'refusal' }],
]);
