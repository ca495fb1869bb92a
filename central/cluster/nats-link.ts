import { Events, type NatsConnection, type Status } from 'nats';

import type { Clock } from '../../shared/clock.ts';
import { MusterError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { Logger } from '../../shared/log.ts';
import type { Random } from '../../shared/random.ts';
import type { ConnectStep } from '../jetstream-port.ts';
import { ConnectionLost } from './jetstream-errors.ts';
import { NatsAbsence } from './nats-absence.ts';
import { accessAdvice, isAccessError } from './nats-access.ts';
import { dialNats } from './nats-dial.ts';
import type { NatsOptions } from './nats-options.ts';

export interface NatsLinkOptions {
  readonly nats: NatsOptions;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

/**
 * The connection to NATS, and the rule that after every connect nothing is written before the steps have found
 * buckets, streams and their incarnation right: the server that answers may not remember what the last one did.
 */
export class NatsLink {
  readonly connection: NatsConnection;
  readonly #options: NatsLinkOptions;
  readonly #absence: NatsAbsence;
  readonly #steps: ConnectStep[] = [];
  readonly #inFlight = new Set<(cause: Error) => void>();
  readonly #onDown = new Set<(reason: string) => void>();
  readonly #onDenied: ((subject: string, cause: Error) => void)[] = [];
  readonly #onReady = new Set<() => void>();
  /** Grows with every loss of the connection or wish for a new check; a check of an older one is void. */
  #generation = 0;
  #isConnected = true;
  #isReady = false;
  #checking: Promise<void> = Promise.resolve();
  #silences = 0;

  private constructor(connection: NatsConnection, absence: NatsAbsence, options: NatsLinkOptions) {
    this.connection = connection;
    this.#absence = absence;
    this.#options = options;
  }

  /** Waits for the first server that answers, for ever. Rejects with START_FAILED if it refuses us. */
  static async open(options: NatsLinkOptions): Promise<NatsLink> {
    const absence = new NatsAbsence(options);
    absence.begin();
    try {
      return new NatsLink(await dialNats(options), absence, options);
    } finally {
      absence.end();
    }
  }

  /** Only before `start`. */
  addStep(step: ConnectStep): void {
    this.#steps.push(step);
  }

  /** The connection is down, or must be checked again: whatever came before is in doubt. Returns how to stop it. */
  onDown(listener: (reason: string) => void): () => void {
    this.#onDown.add(listener);
    return () => {
      this.#onDown.delete(listener);
    };
  }

  /** The server refused what was sent to a subject. */
  onDenied(listener: (subject: string, cause: Error) => void): void {
    this.#onDenied.push(listener);
  }

  /** Called each time all steps have succeeded. */
  onReady(listener: () => void): void {
    this.#onReady.add(listener);
  }

  /** Resolves when all steps have succeeded once; rejects with NATS_SETUP_WRONG. */
  async start(): Promise<void> {
    void this.#watchStatus();
    const first = this.#check({ isStart: true });
    this.#checking = first.catch(() => undefined);
    await first;
    // A connection that was lost during the first check brings its own check.
    while (!this.#isReady && !this.connection.isClosed()) await this.#pause(20);
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  /** All steps have succeeded on this connection; what they assert may be relied on. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Why nothing can be written now; empty if it can. */
  get trouble(): string {
    if (this.#isReady) return '';
    if (this.#isConnected) return 'NATS is being checked';
    return this.#absence.refusal || 'NATS is away';
  }

  /** Resolves when the connection is over for good: with the error, or undefined after `close`. */
  closed(): Promise<Error | undefined> {
    return this.connection.closed().then((error) => error ?? undefined);
  }

  async close(): Promise<void> {
    this.#absence.end();
    this.#setDown('closed');
    await this.connection.close();
  }

  /** Something is not as the steps left it: all of them run again. */
  recheck(reason: string): void {
    if (!this.#isReady) return;
    this.#options.log.warn({ reason }, 'NATS is checked again');
    this.#setDown(reason);
    this.#scheduleCheck();
  }

  /** Rejects at once when the connection goes down, instead of after the request's own time-out. */
  async guard<T>(request: () => Promise<T>): Promise<T> {
    if (!this.#isConnected) throw new ConnectionLost('NATS is not connected');
    let reject: (cause: Error) => void = () => undefined;
    const lost = new Promise<never>((_, rejectLost) => {
      reject = rejectLost;
    });
    this.#inFlight.add(reject);
    try {
      return await Promise.race([request(), lost]);
    } finally {
      this.#inFlight.delete(reject);
    }
  }

  answered(): void {
    this.#silences = 0;
  }

  /** TCP may take a quarter of an hour to see that a link is cut half-open; several silences are enough for us. */
  silent(): void {
    this.#silences += 1;
    if (this.#silences < limits.natsSilencesMax || !this.#isConnected) return;
    this.#silences = 0;
    this.#options.log.warn('NATS has stopped answering; connecting anew');
    void this.connection.reconnect();
  }

  async #watchStatus(): Promise<void> {
    for await (const { type, data, permissionContext } of this.connection.status()) {
      if (type === Events.Disconnect) this.#disconnected(data);
      else if (type === Events.Reconnect) this.#reconnected(data);
      else if (type === Events.Error)
        this.#failed(typeof data === 'string' ? data : '', permissionContext);
    }
  }

  /** Told anew for each attempt that comes far enough to be refused. */
  #disconnected(server: unknown): void {
    if (!this.#isConnected) return;
    this.#options.log.warn({ server }, 'NATS is away');
    this.#isConnected = false;
    this.#absence.begin();
    this.#setDown('NATS is away');
  }

  #reconnected(server: unknown): void {
    this.#options.log.info({ server }, 'NATS is back');
    this.#absence.end();
    this.#isConnected = true;
    this.#silences = 0;
    this.#scheduleCheck();
  }

  #failed(code: string, context: Status['permissionContext']): void {
    const { log, nats } = this.#options;
    if (isAccessError(code)) {
      this.#absence.refused(accessAdvice(code, nats));
      return;
    }
    log.error({ error: code, permissionContext: context }, 'NATS reports an error');
    if (context?.operation === 'publish') this.#denied(context.subject);
  }

  #denied(subject: string): void {
    const cause = new Error(`the credentials for NATS do not allow to publish to "${subject}"`);
    for (const listener of this.#onDenied) listener(subject, cause);
  }

  #setDown(reason: string): void {
    this.#generation += 1;
    this.#isReady = false;
    for (const reject of this.#inFlight) reject(new ConnectionLost(reason));
    this.#inFlight.clear();
    for (const listener of this.#onDown) listener(reason);
  }

  #setReady(): void {
    this.#isReady = true;
    for (const listener of this.#onReady) listener();
  }

  #scheduleCheck(): void {
    this.#checking = this.#checking
      .then(() => this.#check({ isStart: false }))
      .catch((error: unknown) => {
        this.#options.log.error({ err: error }, 'the check of NATS failed');
      });
  }

  async #check({ isStart }: { readonly isStart: boolean }): Promise<void> {
    const generation = this.#generation;
    for (let attempt = 0; generation === this.#generation; attempt++) {
      try {
        for (const step of this.#steps) await step.run();
        if (generation === this.#generation) this.#setReady();
        return;
      } catch (thrown) {
        const error = MusterError.from(thrown);
        if (isStart && error.code !== 'UNAVAILABLE') throw error;
        this.#options.log.warn({ err: error }, 'NATS is not as it must be yet');
        await this.#pause(Math.min(limits.natsCheckPauseMsMax, 100 * 2 ** attempt));
      }
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#options.clock.setTimer(resolve, ms);
    });
  }
}
