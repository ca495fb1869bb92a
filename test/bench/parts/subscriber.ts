import { connect, DeliverPolicy } from 'nats';
import type { JsMsg, NatsConnection } from 'nats';

import { machineMs, markOf } from '../../swarm/mark.ts';
import { MarkLedger } from './mark-ledger.ts';
import { OwnerLedger } from './owner-ledger.ts';

interface VmBody {
  readonly vcpuCount?: number;
  readonly memoryMaxKib?: string;
}

interface HostBody {
  readonly status?: string;
  readonly owner?: string;
}

/** A part of an event's JSON. */
interface EventBody {
  readonly type?: string;
  readonly hostId?: string;
  readonly after?: {
    readonly vm?: VmBody;
    readonly host?: HostBody;
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
  /** When a replica said that it suspects itself, by `machineMs`. */
  readonly doubtsMs: number[] = [];
  /** Who owned each host, as the events of hosts say. */
  readonly owners = new OwnerLedger();
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
    const event = JSON.parse(message.string()) as EventBody;
    const { hostId = '', after, type } = event;
    if (type === 'ReplicaSuspectsItself') this.doubtsMs.push(atMs);
    const mark = after?.vm && markOf(numbersOf(after.vm));
    if (mark) this.ledger.take({ hostId, mark, atMs, ...versionOf(message) });
    if (after?.host) this.#takeHost(event, after.host, { hostId, atMs, ...versionOf(message) });
  }

  #takeHost(
    { type }: EventBody,
    { status = '', owner = '' }: HostBody,
    seen: { readonly hostId: string; readonly atMs: number; readonly epoch: number },
  ): void {
    const { hostId, atMs } = seen;
    if (owner !== '') this.owners.take({ ...seen, owner, isTaken: type === 'HostOwnerChanged' });
    if (type !== 'HostStatusChanged' || !this.#verdictStatuses.has(status)) return;
    this.verdicts.push({ hostId, status: status.replace('HOST_STATUS_', ''), atMs });
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
