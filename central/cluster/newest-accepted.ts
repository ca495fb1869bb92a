import type { Logger } from '../../shared/log.ts';
import { compareVersion } from '../../shared/model/record.ts';
import type { JetStream, StreamState } from '../jetstream-port.ts';
import { hostsBucket, isDeletion } from './buckets.ts';
import { decodeRecord } from './reconcile.ts';
import type { Rows } from './rows.ts';

const key = 'nats.muster_hosts.newest';

export interface Examination {
  readonly jetStream: JetStream;
  readonly store: Rows;
  readonly log: Logger;
}

/**
 * The record of ours that was accepted with the highest revision: what a storage that forgot anything forgot first. The
 * store remembers it as `host/revision`; the host's row may be another owner's by now, and not know its revision.
 */
export class NewestAccepted {
  #newest = { hostId: '', revision: 0 };

  /** What is to be remembered with the record accepted last. */
  note(hostId: string, revision: number): Readonly<Record<string, string>> {
    if (revision > this.#newest.revision) this.#newest = { hostId, revision };
    return { [key]: `${this.#newest.hostId}/${String(this.#newest.revision)}` };
  }

  /** Sequences begin anew. */
  forget(): Readonly<Record<string, string>> {
    this.#newest = { hostId: '', revision: 0 };
    return { [key]: '' };
  }

  /** Whether the storage in this state is behind what it accepted. Rejects with UNAVAILABLE. */
  async isForgotten(state: StreamState, { jetStream, store, log }: Examination): Promise<boolean> {
    const { hostId, revision } = remembered(store);
    if (revision <= 0) return false;
    if (state.lastSequence < revision) return true;
    const there = await jetStream.last(hostsBucket.stream, hostsBucket.subjectOf(hostId));
    if (there === undefined || there.sequence < revision) return true;
    const record = isDeletion(there) ? undefined : decodeRecord(there, log);
    const held = store.getStoredHost(hostId);
    return record !== undefined && held !== undefined && compareVersion(record, held.record) < 0;
  }
}

function remembered(store: Rows): { readonly hostId: string; readonly revision: number } {
  const [hostId = '', text] = (store.getMeta(key) ?? '').split('/');
  // An older version noted the host alone.
  if (text === undefined) return { hostId, revision: store.getStoredHost(hostId)?.revision ?? 0 };
  return { hostId, revision: Number(text) };
}
