import type { Clock, Timer } from '../../shared/clock.ts';
import type { Logger } from '../../shared/log.ts';
import type { AgentMessage, CentralMessage, Hello } from '../../shared/model/protocol.ts';
import type { GoodbyeKind } from '../../shared/model/status.ts';
import type { Random } from '../../shared/random.ts';
import type { Outbox } from '../report/outbox.ts';
import { newConnection, nextDeadlineMs } from './connection-state.ts';
import type { Connection, ConnectionInput, ConnectionSettings } from './connection-state.ts';
import { stepConnection } from './connection.ts';
import type { AgentStream, StreamDialer } from './stream.ts';

export type HelloFacts = Omit<
  Hello,
  | 'safeChange'
  | 'lastChange'
  | 'epochSeen'
  | 'redirects'
  | 'unreachableOwner'
  | 'sentAt'
  | 'sleptMs'
>;

export interface PusherOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly dial: StreamDialer;
  readonly outbox: Outbox;
  readonly settings: ConnectionSettings;
  /** Who this agent is, as of now. */
  readonly facts: () => HelloFacts;
  /** The interval the central set, whenever it changes. */
  readonly onInterval: (intervalMs: number) => void;
}

/**
 * Joins the outbox and the connection: writes what the outbox has when the stream has room, and gives the connection
 * everything that happens. Heartbeats come from here alone, so nothing that collects can delay them (OV-30).
 */
export class Pusher {
  readonly #options: PusherOptions;
  #connection: Connection;
  #stream: AgentStream | undefined;
  #isOpen = false;
  #hasRoom = true;
  #frame = 0;
  #epochSeen = 0;
  /** Since the last session began. */
  #sleptMs = 0;
  #deadlineTimer: Timer | undefined;
  #intervalTimer: Timer | undefined;
  #isFlushScheduled = false;

  constructor(options: PusherOptions) {
    this.#options = options;
    const { settings, random } = options;
    const firstAddress = Math.floor(random.next() * settings.addresses.length);
    this.#connection = newConnection(settings, firstAddress);
  }

  get isConnected(): boolean {
    return this.#isOpen;
  }

  start(): void {
    this.#step({ kind: 'start' });
  }

  /** The system was asleep, ms: nobody heard of us, and the stream is dead if the other side is awake. */
  woke(sleptMs: number): void {
    this.#options.log.info({ sleptMs }, 'the system slept');
    this.#sleptMs += sleptMs;
    this.#step({ kind: 'woke' });
  }

  /** Something was observed: it leaves in this turn (DESIGN section 5). */
  changed(): void {
    if (this.#isFlushScheduled || !this.#isOpen) return;
    this.#isFlushScheduled = true;
    queueMicrotask(() => {
      this.#isFlushScheduled = false;
      this.#flush(false);
    });
  }

  /** Says goodbye if there is somebody to hear it, and never dials again. Resolves when the stream is over. */
  async stop(goodbye: GoodbyeKind): Promise<void> {
    const stream = this.#isOpen ? this.#stream : undefined;
    if (stream !== undefined) {
      this.#flush(false);
      stream.send({ kind: 'goodbye', goodbye });
      this.#closed();
    }
    this.#step({ kind: 'stop' });
    this.#deadlineTimer?.cancel();
    await stream?.end();
  }

  #step(input: ConnectionInput): void {
    const { clock, random } = this.#options;
    const moment = { nowMs: clock.monotonicMs(), random: random.next() };
    const { connection, effects } = stepConnection(this.#connection, input, moment);
    this.#connection = connection;
    for (const effect of effects) {
      if (effect.kind === 'dial') this.#dial(effect);
      else this.#hangUp(effect.reason);
    }
    this.#armDeadline();
  }

  #armDeadline(): void {
    this.#deadlineTimer?.cancel();
    const deadlineMs = nextDeadlineMs(this.#connection);
    if (deadlineMs === undefined) return;
    const delayMs = Math.max(0, deadlineMs - this.#options.clock.monotonicMs());
    this.#deadlineTimer = this.#options.clock.setTimer(() => {
      this.#step({ kind: 'deadline' });
    }, delayMs);
  }

  #dial(effect: { address: string; redirects: number; unreachableOwner: string }): void {
    const { dial, facts, outbox, clock } = this.#options;
    this.#hangUp('dialing anew');
    const stream = dial(effect.address, {
      onMessage: (message) => {
        if (this.#stream === stream) this.#onMessage(message);
      },
      onRoom: () => {
        if (this.#stream === stream) this.#onRoom();
      },
      onEnd: ({ reason, retryAfterMs }) => {
        if (this.#stream === stream) this.#onEnd(reason, retryAfterMs);
      },
    });
    this.#stream = stream;
    const hello: AgentMessage = {
      kind: 'hello',
      hello: {
        ...facts(),
        epochSeen: this.#epochSeen,
        safeChange: outbox.safeChange,
        lastChange: outbox.lastChange,
        redirects: effect.redirects,
        unreachableOwner: effect.unreachableOwner,
        sentAt: clock.unixMs(),
        ...(this.#sleptMs > 0 && { sleptMs: this.#sleptMs }),
      },
    };
    this.#hasRoom = stream.send(hello);
  }

  #hangUp(reason: string): void {
    if (this.#stream === undefined) return;
    this.#options.log.info({ reason }, 'connection closed');
    this.#stream.destroy();
    this.#closed();
  }

  #closed(): void {
    this.#stream = undefined;
    this.#isOpen = false;
    this.#intervalTimer?.cancel();
    this.#options.outbox.endSession();
  }

  #onEnd(reason: string, retryAfterMs: number | undefined): void {
    this.#options.log.warn({ reason }, 'connection lost');
    this.#closed();
    this.#step({ kind: 'closed', retryAfterMs });
  }

  #onMessage(message: CentralMessage): void {
    const { outbox, log } = this.#options;
    const wasIntervalMs = this.#connection.settings.intervalMs;
    this.#step({ kind: 'message', message });
    switch (message.kind) {
      case 'welcome':
        log.info({ replica: message.welcome.replicaId, epoch: message.welcome.epoch }, 'connected');
        this.#epochSeen = Math.max(this.#epochSeen, message.welcome.epoch);
        this.#isOpen = true;
        this.#frame = 0;
        this.#sleptMs = 0;
        outbox.startSession(message.welcome);
        this.#options.onInterval(this.#connection.settings.intervalMs);
        this.#flush(true);
        this.#armInterval();
        break;
      case 'ack':
        outbox.acknowledge(message.safe);
        break;
      case 'request-snapshot':
        outbox.requestSnapshot();
        this.#flush(false);
        break;
      case 'ping':
        this.#flush(true);
        break;
      case 'configure':
        if (this.#connection.settings.intervalMs !== wasIntervalMs) {
          this.#options.onInterval(this.#connection.settings.intervalMs);
        }
        break;
      case 'redirect':
      case 'drain':
      case 'unknown':
        break;
    }
  }

  #onRoom(): void {
    this.#hasRoom = true;
    this.#flush(false);
  }

  #armInterval(): void {
    this.#intervalTimer?.cancel();
    this.#intervalTimer = this.#options.clock.setTimer(() => {
      if (!this.#isOpen) return;
      this.#armInterval();
      this.#flush(true);
    }, this.#connection.settings.intervalMs);
  }

  /** Writes reports until nothing is due or the stream is full; the rest waits for `onRoom` (G7). */
  #flush(isIntervalDue: boolean): void {
    const { outbox, clock } = this.#options;
    let isDue = isIntervalDue;
    while (this.#isOpen && this.#stream !== undefined && this.#hasRoom) {
      const draft = outbox.next(clock.unixMs(), isDue);
      if (draft === undefined) return;
      isDue = false;
      this.#frame += 1;
      const report = { ...draft, frame: this.#frame };
      this.#hasRoom = this.#stream.send({ kind: 'report', report });
      this.#step({ kind: 'frame-sent', frame: this.#frame });
    }
  }
}
