import { newConnection, nextDeadlineMs } from '../../agent/push/connection-state.ts';
import type {
  Connection,
  ConnectionEffect,
  ConnectionInput,
} from '../../agent/push/connection-state.ts';
import { stepConnection } from '../../agent/push/connection.ts';
import type { CentralMessage, SessionSettings } from '../../shared/model/protocol.ts';

/** A connection under test, moved by hand. */
export class ConnectionBench {
  connection: Connection;
  effects: readonly ConnectionEffect[] = [];
  nowMs = 0;
  random = 0.5;

  constructor(addresses: readonly string[] = ['one:1', 'two:2']) {
    const times = { intervalMs: 2_000, reconnectWindowMs: 1_000, ackDeadlineMs: 6_000 };
    this.connection = newConnection({ ...times, addresses });
  }

  get phase(): string {
    return this.connection.phase.kind;
  }

  get deadlineMs(): number | undefined {
    return nextDeadlineMs(this.connection);
  }

  give(input: ConnectionInput, nowMs = this.nowMs): this {
    this.nowMs = nowMs;
    const step = stepConnection(this.connection, input, { nowMs, random: this.random });
    this.connection = step.connection;
    this.effects = step.effects;
    return this;
  }

  hear(message: CentralMessage): this {
    return this.give({ kind: 'message', message });
  }

  welcome(settings: SessionSettings = { replicas: [] }): this {
    const facts = { epoch: 1, replicaId: 'r', appliedChange: 0, wantSnapshot: false };
    const welcome = { ...facts, settings, snapshotReason: '', sentAt: 0 };
    return this.hear({ kind: 'welcome', welcome });
  }

  ack(received: number): this {
    return this.hear({ kind: 'ack', received, safe: 0, stalledReason: '' });
  }

  sent(frame: number, nowMs: number): this {
    return this.give({ kind: 'frame-sent', frame }, nowMs);
  }

  redirect(address: string, afterMs = 0): this {
    return this.hear({ kind: 'redirect', address, afterMs, reason: '' });
  }

  deadline(nowMs: number): this {
    return this.give({ kind: 'deadline' }, nowMs);
  }

  closed(retryAfterMs?: number): this {
    return this.give({ kind: 'closed', retryAfterMs });
  }
}
