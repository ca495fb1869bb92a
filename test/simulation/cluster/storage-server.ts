import type { Event } from '../../../shared/model/event.ts';
import type { HostRecord } from '../../../shared/model/record.ts';
import type { Vm } from '../../../shared/model/vm.ts';
import { decodeEvent, decodeHostRecord, decodeVmRecord } from '../../../shared/wire/json.ts';
import { JetStreamServer } from '../jet-stream.ts';
import type { Streams } from '../jet-stream.ts';
import type { VirtualTime } from '../virtual-time.ts';

/** What checkers see of the storage, as an outside observer would. */
export interface ServerHooks {
  accepted(record: HostRecord, events: readonly Event[]): void;
  published(event: Event): void;
  forgotten(): void;
}

/** NATS, shared by all replicas. */
export class StorageServer {
  readonly server: JetStreamServer;
  readonly #hooks: ServerHooks;
  #backup: Streams = new Map();

  constructor(time: VirtualTime, hooks: ServerHooks) {
    this.#hooks = hooks;
    this.server = new JetStreamServer(time, ({ stream, subject, body }) => {
      if (stream === 'MUSTER_EVENTS') {
        const event = decodeEvent(body);
        if (event !== undefined) hooks.published(event);
      } else if (stream === 'KV_muster_hosts' && !subject.endsWith('_meta')) {
        const record = decodeHostRecord(body);
        hooks.accepted(record, record.pending);
      }
    });
  }

  /** Keys of VMs as a reader of the bucket sees them. */
  vmKeys(): ReadonlyMap<string, Vm> {
    const keys = new Map<string, Vm>();
    for (const message of this.server.stream('KV_muster_vms').messages.values()) {
      if (message.subject.endsWith('_meta') || message.header('KV-Operation') !== '') continue;
      const { vm } = decodeVmRecord(message.body);
      keys.set(vm.id, vm);
    }
    return keys;
  }

  /** Its folder is kept aside. */
  backUp(): void {
    this.#backup = this.server.copy();
  }

  stop(): void {
    this.server.stop();
  }

  /** While it is stopped: somebody exchanges the folder. */
  exchange(isEmpty: boolean): void {
    this.server.restore(isEmpty ? new Map() : this.#backup);
    this.#hooks.forgotten();
  }

  start(): void {
    this.server.isUp = true;
  }
}
