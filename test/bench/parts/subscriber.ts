import { connect, DeliverPolicy } from 'nats';
import type { JsMsg, NatsConnection } from 'nats';

import { machineMs, markOf } from '../../swarm/mark.ts';
import { MarkLedger } from './mark-ledger.ts';

interface VmBody {
  readonly vcpuCount?: number;
  readonly memoryMaxKib?: string;
}

/** A part of an event's JSON. */
interface EventBody {
  readonly type?: string;
  readonly hostId?: string;
  readonly after?: {
    readonly vm?: VmBody;
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
    const { type, hostId = '', after } = JSON.parse(message.string()) as EventBody;
    const mark = after?.vm && markOf(numbersOf(after.vm));
    if (mark) this.ledger.take({ hostId, mark, atMs, ...versionOf(message) });
    const status = after?.host?.status ?? '';
    if (type === 'HostStatusChanged' && this.#verdictStatuses.has(status)) {
      this.verdicts.push({ hostId, status: status.replace('HOST_STATUS_', ''), atMs });
    }
  }
}

/** 64-bit numbers are text in JSON, and zeros are left out. */
function numbersOf(vm: VmBody): { readonly vcpuCount: number; readonly memoryMaxKib: number } {
  return { vcpuCount: vm.vcpuCount ?? 0, memoryMaxKib: Number(vm.memoryMaxKib ?? 0) };
}

/** Where the event stands in the order of its host, as the contract says. */
function versionOf({ headers }: JsMsg): { readonly epoch: number; readonly n: number } {
  return { epoch: Number(headers?.get('muster-epoch')), n: Number(headers?.get('muster-n')) };
}
