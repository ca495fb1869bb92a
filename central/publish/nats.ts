import { MusterError } from '../../shared/errors.ts';
import type { Logger } from '../../shared/log.ts';
import type { VmVersion } from '../../shared/model/record.ts';
import type { Vm } from '../../shared/model/vm.ts';
import type { Publication, PublishOutcome, PublishPort } from '../ports.ts';
import { publishEvents, type EventWriter } from './event-stream.ts';
import { VmKeys, type VmKeyChange } from './vm-keys.ts';

export interface NatsPublishOptions extends EventWriter {
  readonly log: Logger;
  /** Id of this replica. */
  readonly owner: string;
}

/**
 * Events go to the stream and VMs to their keys, side by side: both are derived from a record that is accepted, both
 * carry its version, and a reader of one never waits for the other. What is out counts only when both are.
 */
export class NatsPublish implements PublishPort {
  readonly #options: NatsPublishOptions;
  readonly #vmKeys: VmKeys;

  constructor(options: NatsPublishOptions) {
    this.#options = options;
    this.#vmKeys = new VmKeys(options);
  }

  async publish(publication: Publication): Promise<PublishOutcome> {
    try {
      const [events, keys] = await Promise.all([
        publishEvents(this.#options, publication),
        this.#vmKeys.write(keyChanges(publication)),
      ]);
      return events.kind === 'out' ? keys : events;
    } catch (thrown) {
      const error = MusterError.from(thrown);
      if (error.code !== 'UNAVAILABLE') throw error;
      return { kind: 'unavailable', reason: error.message };
    }
  }

  /**
   * Writes every VM's key again, in a bucket that lost them, and removes the keys it should have lost. The loop goes on
   * beside it: a VM that is gone when its key was written has been missed by its removal. Rejects with UNAVAILABLE;
   * then nothing is certain.
   */
  async rewriteVmKeys(rows: VmRows, stale: readonly VmKey[] = []): Promise<void> {
    this.#vmKeys.forget();
    await this.#removeAll(stale);
    let batch: Vm[] = [];
    for (const vm of rows.all()) {
      batch.push(vm);
      if (batch.length < rewriteBatchVms) continue;
      await this.#rewrite(batch, rows);
      batch = [];
    }
    await this.#rewrite(batch, rows);
  }

  async #rewrite(vms: readonly Vm[], rows: VmRows): Promise<void> {
    await this.#writeAll(vms.map((vm) => ({ kind: 'put', vm })));
    const gone = vms.filter(({ id }) => rows.find(id) === undefined);
    await this.#removeAll(gone.map((vm) => ({ vmId: vm.id, hostId: vm.hostId, version: vm })));
  }

  #removeAll(keys: readonly VmKey[]): Promise<void> {
    return this.#writeAll(keys.map((key) => ({ ...key, kind: 'remove' })));
  }

  async #writeAll(changes: readonly VmKeyChange[]): Promise<void> {
    const outcome = await this.#vmKeys.write(changes);
    if (outcome.kind === 'unavailable') throw new MusterError('UNAVAILABLE', outcome.reason);
  }
}

/** Every VM as committed. */
export interface VmRows {
  all(): Iterable<Vm>;
  find(id: string): Vm | undefined;
}

/** A key as it was: if it says something newer by now, it is not this one any more. */
interface VmKey {
  readonly vmId: string;
  readonly hostId: string;
  readonly version: VmVersion;
}

/** Enough to fill the connection, few enough to hold. */
const rewriteBatchVms = 1000;

function keyChanges({ hostId, events, vms, removedVmIds }: Publication): readonly VmKeyChange[] {
  const removed = removedVmIds.map((vmId): VmKeyChange => {
    const version = events.findLast((event) => event.vmId === vmId);
    return { kind: 'remove', vmId, hostId, version };
  });
  return [...vms.map((vm): VmKeyChange => ({ kind: 'put', vm })), ...removed];
}
