import { connect, DeliverPolicy } from 'nats';
import type { JsMsg, NatsConnection } from 'nats';

import { machineMs, markOf } from '../../swarm/mark.ts';
import { MarkLedger } from './mark-ledger.ts';

/** A part of an event's JSON. */
interface EventBody {
  readonly type?: string;
  readonly hostId?: string;
  readonly after?: {
    readonly vm?: { readonly vcpuCount?: number; readonly memoryMaxKib?: string };
    readonly host?: { readonly status?: string };
  };
}

export interface HostVerdict {
  readonly hostId: string;
  readonly status: string;
  /** By `machineMs`. */
  readonly atMs: number;
}

/** A subscriber as anybody would write it: a consumer of the event stream over the plain NATS client. */
export class Subscriber {
  readonly ledger = new MarkLedger();
  /** Hosts that became something, as it arrived; only the ones asked for. */
  readonly verdicts: HostVerdict[] = [];
  readonly #connection: NatsConnection;
  readonly #verdictStatuses: ReadonlySet<string>;

  private constructor(connection: NatsConnection, statuses: readonly string[]) {
    this.#connection = connection;
    this.#verdictStatuses = new Set(statuses.map((status) => `HOST_STATUS_${status}`));
  }

  /** Hears everything from now on; the stream must be there. */
  static async start(
    address: string,
    { statuses = [] }: { readonly statuses?: readonly string[] } = {},
  ): Promise<Subscriber> {
    const connection = await connect({ servers: address, maxReconnectAttempts: -1 });
    const subscriber = new Subscriber(connection, statuses);
    const consumer = await connection
      .jetstream()
      .consumers.get('MUSTER_EVENTS', { deliver_policy: DeliverPolicy.New });
    const messages = await consumer.consume({ max_messages: 10_000 });
    void (async () => {
      for await (const message of messages) subscriber.#take(message);
    })();
    return subscriber;
  }

  async stop(): Promise<void> {
    await this.#connection.close();
  }

  #take(message: JsMsg): void {
    const atMs = machineMs();
    const body = JSON.parse(message.string()) as EventBody;
    const { hostId = '', after } = body;
    if (after?.vm?.memoryMaxKib !== undefined) {
      const { vcpuCount = 0, memoryMaxKib } = after.vm;
      const mark = markOf({ vcpuCount, memoryMaxKib: Number(memoryMaxKib) });
      const epoch = Number(message.headers?.get('muster-epoch'));
      const n = Number(message.headers?.get('muster-n'));
      if (mark) this.ledger.take({ hostId, epoch, n, mark, atMs });
    }
    const status = after?.host?.status;
    if (body.type === 'HostStatusChanged' && status && this.#verdictStatuses.has(status)) {
      this.verdicts.push({ hostId, status: status.replace('HOST_STATUS_', ''), atMs });
    }
  }
}
