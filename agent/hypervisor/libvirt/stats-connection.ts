import type { Clock } from '../../../shared/clock.ts';
import type { VmSampling } from '../port.ts';
import { dial } from './dial.ts';
import { LibvirtFailure } from './failure.ts';
import { sessionOutage } from './outage.ts';
import { openConnection, runningDomainStats, UnsupportedAuthentication } from './procedures.ts';
import { readRawStats, type RawVmStats } from './raw-stats.ts';
import type { RpcConnection } from './rpc.ts';
import { sampleRates, type SeenCounters } from './vm-rates.ts';

export interface StatsConnectionOptions {
  readonly clock: Clock;
  readonly uri: string;
  readonly isReadOnly: boolean;
  /** Every answer, also for what it says about states. */
  readonly onStats: (stats: readonly RawVmStats[]) => void;
}

/**
 * A connection for bulk statistics alone. The no-wait flag does not protect the first call that enters a hanging
 * QEMU; libvirt skips that VM for the calls after it. So when the deadline passes the connection is dropped, and
 * the next sample opens a new one, which has the others again (OV-30).
 */
export class StatsConnection {
  readonly #options: StatsConnectionOptions;
  #rpc: RpcConnection | undefined;
  #seen: ReadonlyMap<string, SeenCounters> = new Map();
  #isBusy = false;
  /** Grows when the connection is dropped; what was begun before is of no use any more. */
  #generation = 0;

  constructor(options: StatsConnectionOptions) {
    this.#options = options;
  }

  /** Never rejects; settles within `deadlineMs`, in milliseconds. */
  async sample(socketPath: string, deadlineMs: number): Promise<VmSampling> {
    if (this.#isBusy) return { kind: 'unavailable', reason: 'BUSY' };
    this.#isBusy = true;
    const { clock } = this.#options;
    let stopTimer = (): void => undefined;
    const late = new Promise<VmSampling>((resolve) => {
      const timer = clock.setTimer(() => {
        this.close();
        resolve({ kind: 'unavailable', reason: 'NOT_ANSWERING' });
      }, deadlineMs);
      stopTimer = () => {
        timer.cancel();
      };
    });
    try {
      return await Promise.race([this.#ask(socketPath, deadlineMs), late]);
    } finally {
      stopTimer();
      this.#isBusy = false;
    }
  }

  close(): void {
    this.#generation += 1;
    this.#rpc?.close();
    this.#rpc = undefined;
  }

  async #ask(socketPath: string, timeoutMs: number): Promise<VmSampling> {
    const { uri, clock, onStats } = this.#options;
    const generation = this.#generation;
    try {
      const opened = await this.#open(socketPath);
      if (opened.kind === 'unavailable') return opened;
      const stats = await runningDomainStats(opened.rpc, { read: readRawStats, timeoutMs });
      if (generation !== this.#generation) return { kind: 'unavailable', reason: 'NOT_ANSWERING' };
      const { samples, seen } = sampleRates(this.#seen, stats, clock.monotonicMs());
      this.#seen = seen;
      onStats(stats);
      return { kind: 'samples', vms: samples };
    } catch (error) {
      const isExpected =
        error instanceof LibvirtFailure || error instanceof UnsupportedAuthentication;
      if (!isExpected) throw error;
      if (generation === this.#generation) this.close();
      return { kind: 'unavailable', reason: sessionOutage(error, { socketPath, uri }).reason };
    }
  }

  async #open(
    socketPath: string,
  ): Promise<{ kind: 'open'; rpc: RpcConnection } | (VmSampling & { kind: 'unavailable' })> {
    if (this.#rpc?.isClosed === false) return { kind: 'open', rpc: this.#rpc };
    const generation = this.#generation;
    const { clock, uri, isReadOnly } = this.#options;
    const dialed = await dial([socketPath], clock);
    if (dialed.kind === 'failed') return { kind: 'unavailable', reason: dialed.outage.reason };
    if (generation !== this.#generation) {
      dialed.rpc.close();
      return { kind: 'unavailable', reason: 'NOT_ANSWERING' };
    }
    this.#rpc = dialed.rpc;
    await openConnection(dialed.rpc, { uri, isReadOnly });
    return { kind: 'open', rpc: dialed.rpc };
  }
}
