import { connect, type NatsConnection } from 'nats';

import type { Event } from '../../shared/model/event.ts';
import type { HostRecord } from '../../shared/model/record.ts';
import type { Vm } from '../../shared/model/vm.ts';
import { decodeEvent, decodeHostRecord, decodeVmRecord } from '../../shared/wire/json.ts';
import { stateLine } from './scripted-vms.ts';

export interface Seen<T> {
  readonly subject: string;
  /** Unix ms at which it arrived here. */
  readonly at: number;
  /** undefined: the key was deleted. */
  readonly value: T | undefined;
}

const streams = { events: 'MUSTER_EVENTS', hosts: 'KV_muster_hosts', vms: 'KV_muster_vms' };

/** A subscriber of its own, with the plain NATS client, that keeps all it gets from the stream and both buckets. */
export class NatsRecorder {
  readonly events: Seen<Event>[] = [];
  readonly hosts: Seen<HostRecord>[] = [];
  readonly vms: Seen<Vm>[] = [];
  readonly #connection: NatsConnection;

  private constructor(connection: NatsConnection) {
    this.#connection = connection;
  }

  /**
   * The streams must be there. Everything they hold comes first.
   * @param address `host:port`, or several with commas between them.
   */
  static async start(address: string): Promise<NatsRecorder> {
    const connection = await connect({ servers: address.split(','), maxReconnectAttempts: -1 });
    const recorder = new NatsRecorder(connection);
    await recorder.#follow(streams.events, recorder.events, decodeEvent);
    await recorder.#follow(streams.hosts, recorder.hosts, decodeHostRecord);
    await recorder.#follow(streams.vms, recorder.vms, (bytes) => decodeVmRecord(bytes).vm);
    return recorder;
  }

  async stop(): Promise<void> {
    await this.#connection.close();
  }

  async #follow<T>(
    stream: string,
    seen: Seen<T>[],
    decode: (bytes: Uint8Array) => T | undefined,
  ): Promise<void> {
    const consumer = await this.#connection.jetstream().consumers.get(stream);
    const messages = await consumer.consume();
    void (async () => {
      for await (const { subject, data, headers } of messages) {
        if (subject.endsWith('._meta')) continue;
        const isDeleted = headers?.has('KV-Operation') === true;
        seen.push({ subject, at: Date.now(), value: isDeleted ? undefined : decode(data) });
      }
    })();
  }
}

/** All that the event stream holds now, in its order. */
export async function storedEvents(address: string): Promise<Event[]> {
  return await stored(address, streams.events, decodeEvent);
}

/** The VMs in the bucket now, as ScriptedVms tells them. */
export async function vmKeys(address: string): Promise<string[]> {
  const latest = new Map<string, string>();
  await stored(address, streams.vms, (bytes, subject) => {
    if (subject.endsWith('._meta')) return undefined;
    latest.delete(subject);
    if (bytes.length === 0) return undefined;
    const { vm } = decodeVmRecord(bytes);
    latest.set(subject, stateLine(vm));
    return vm;
  });
  return [...latest.values()].sort();
}

async function stored<T>(
  address: string,
  stream: string,
  decode: (bytes: Uint8Array, subject: string) => T | undefined,
): Promise<T[]> {
  const connection = await connect({ servers: address.split(',') });
  try {
    const manager = await connection.jetstreamManager();
    const { state } = await manager.streams.info(stream);
    const found: T[] = [];
    if (state.messages === 0) return found;
    const consumer = await connection.jetstream().consumers.get(stream);
    const messages = await consumer.consume();
    for await (const message of messages) {
      const value = decode(message.data, message.subject);
      if (value !== undefined) found.push(value);
      if (message.seq >= state.last_seq) break;
    }
    return found;
  } finally {
    await connection.close();
  }
}
