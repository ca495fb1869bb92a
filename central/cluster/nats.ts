import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';

import { MusterError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { Logger } from '../../shared/log.ts';
import { compareVersion, type HostRecord } from '../../shared/model/record.ts';
import { encodeHostRecord } from '../../shared/wire/json.ts';
import type { JetStream, StoredMessage, WriteOutcome } from '../jetstream-port.ts';
import type {
  CommitOutcome,
  CommitPort,
  HostCommit,
  LoadedHost,
  Revision,
  StorageChange,
  StoredHost,
  VmRemoval,
} from '../ports.ts';

import { hostsBucket, isDeletion, metaKey } from './buckets.ts';
import { decideRefused, type Current } from './decide.ts';
import { unavailable } from './jetstream-errors.ts';
import { decodeRecord, takeOver } from './reconcile.ts';
import { areVmsAsMeant, isFollowed, newestOf } from './newest-record.ts';
import type { StorageLife } from './storage-life.ts';
import type { Rows } from './rows.ts';

export interface NatsCommitOptions {
  readonly jetStream: JetStream;
  readonly life: StorageLife;
  readonly store: Rows;
  readonly log: Logger;
  /** Has buckets, streams and their incarnation looked at again. */
  readonly recheck: (reason: string) => void;
  /** Resolves when everything that is on the event stream by now is in the store. Rejects with UNAVAILABLE. */
  readonly followed?: () => Promise<void>;
}

/** Mode `nats`: a step is accepted when its compare-and-set on the host's key is; the store follows. */
export class NatsCommit implements CommitPort {
  readonly mode = 'nats';
  readonly #options: NatsCommitOptions;
  /**
   * Revisions as they were read or accepted, at one age of the storage: reading a row means decoding all of it, and one
   * that follows events does not know its own.
   */
  #revisions = { age: 0, byHost: new Map<string, Revision>() };

  constructor(options: NatsCommitOptions) {
    this.#options = options;
  }

  incarnation(): string {
    return this.#options.life.incarnation;
  }

  onStorageChange(listener: (change: StorageChange) => void): void {
    this.#options.life.onChange(listener);
  }

  async load(hostId: string): Promise<LoadedHost | undefined> {
    const { store } = this.#options;
    const accepted = this.#accepted();
    const there = await this.#readFollowed(hostId);
    const held = store.getStoredHost(hostId);
    const stored = this.#newest(there, held);
    if (stored === undefined) {
      if (held) await this.#forget(hostId);
      return undefined;
    }
    const isNews = held === undefined || compareVersion(held.record, stored.record) < 0;
    if (isNews && !areVmsAsMeant(stored.record, held)) await takeOver(store, stored);
    else if (stored !== held) await store.apply({ hosts: [stored], keepsNewer: true });
    accepted.set(hostId, stored.revision);
    return { ...stored, vms: store.vmsOfHost(hostId) };
  }

  /** The record in NATS, once the rows of the host's VMs are not behind it. undefined: none, or none that can be read. */
  async #readFollowed(hostId: string): Promise<StoredHost | undefined> {
    const there = await this.#read(hostId);
    const held = this.#options.store.getStoredHost(hostId);
    await this.#compare(there, held);
    if (held && isSameRevision(there, held)) return held;
    const record = this.#recordIn(there);
    if (!there || !record) return undefined;
    // Another owner went on, and we have not heard of it yet: a record names no VM, only its events do.
    if (!isFollowed(record, held)) await this.#options.followed?.();
    return { record, revision: there.sequence };
  }

  /** A marker stays under the key, for those who list the bucket later. */
  async remove(hostId: string, expected: Revision): Promise<CommitOutcome> {
    const { jetStream, store } = this.#options;
    const written = await jetStream.write({
      ...{ stream: hostsBucket.stream, subject: hostsBucket.subjectOf(hostId), expected },
      ...{ body: new Uint8Array(), messageId: `${hostId}/${expected}/removed` },
      headers: { 'KV-Operation': 'DEL' },
    });
    if (written.kind === 'unavailable') return written;
    try {
      const there = written.kind === 'conflict' ? await this.#read(hostId) : undefined;
      const record = this.#recordIn(there);
      if (record) return { kind: 'lost', owner: record.owner, epoch: record.epoch };
      this.#accepted().delete(hostId);
      await store.apply({ removedHostIds: [hostId] });
      return { kind: 'accepted', revision: expected };
    } catch (thrown) {
      const error = MusterError.from(thrown);
      if (error.code === 'INTERNAL') throw error;
      return { kind: 'unavailable', reason: error.message };
    }
  }

  async commit(commit: HostCommit): Promise<CommitOutcome> {
    const body = this.#encode(commit.record);
    const accepted = this.#accepted();
    // A revision of another life says nothing, even if the number happens to fit.
    const first: WriteOutcome =
      this.#heldRevision(commit) === commit.expected
        ? await this.#write(commit, body, commit.expected)
        : { kind: 'conflict' };
    switch (first.kind) {
      case 'written': {
        const outcome = await this.#accept(commit, first.sequence);
        // Of another age by now? Then nobody looks there any more.
        if (outcome.kind === 'accepted') accepted.set(commit.record.host.id, outcome.revision);
        return outcome;
      }
      case 'unavailable':
        return first;
      case 'conflict':
        return this.#settle(commit, body);
    }
  }

  #heldRevision({ record, expected }: Pick<HostCommit, 'record' | 'expected'>): Revision {
    const accepted = this.#accepted();
    const hostId = record.host.id;
    if (accepted.get(hostId) === expected) return expected;
    accepted.delete(hostId);
    return this.#options.store.getStoredHost(hostId)?.revision ?? 0;
  }

  /** Of this age of the storage. */
  #accepted(): Map<string, Revision> {
    const { age } = this.#options.life;
    if (this.#revisions.age !== age) this.#revisions = { age, byHost: new Map() };
    return this.#revisions.byHost;
  }

  /** The write was refused: look, decide, and perhaps write again, each time on what the leader really has. */
  async #settle(commit: HostCommit, body: Uint8Array): Promise<CommitOutcome> {
    try {
      for (let round = 0; round < limits.compareAndSetRounds; round++) {
        const decision = await this.#decide(commit, body);
        switch (decision.kind) {
          case 'accepted':
            return await this.#accept(commit, decision.revision);
          case 'lost':
            return decision;
          case 'write': {
            const outcome = await this.#write(commit, body, decision.expected);
            if (outcome.kind === 'written') return await this.#accept(commit, outcome.sequence);
            if (outcome.kind === 'unavailable') return outcome;
          }
        }
      }
    } catch (thrown) {
      const error = MusterError.from(thrown);
      if (error.code !== 'UNAVAILABLE') throw error;
      return { kind: 'unavailable', reason: error.message };
    }
    return { kind: 'unavailable', reason: 'the record is being changed by somebody else' };
  }

  async #decide(commit: HostCommit, body: Uint8Array): Promise<ReturnType<typeof decideRefused>> {
    const hostId = commit.record.host.id;
    const there = await this.#read(hostId);
    const held = this.#options.store.getStoredHost(hostId);
    await this.#compare(there, held);
    return decideRefused({
      record: commit.record,
      expected: commit.expected,
      current: this.#currentOf(there, body),
      held,
      incarnation: this.incarnation(),
    });
  }

  async #compare(there: StoredMessage | undefined, held: StoredHost | undefined): Promise<void> {
    if (held && (there?.sequence ?? 0) < held.revision) await this.#doubt(held);
  }

  /**
   * NATS has less than it accepted. A key erased by hand in a storage that is otherwise the same is the one innocent
   * reason; with any other, nothing goes on before the storage has been found out about.
   */
  async #doubt(held: StoredHost): Promise<void> {
    const { jetStream, life, recheck } = this.#options;
    const [meta, state] = await Promise.all([
      jetStream.last(hostsBucket.stream, hostsBucket.subjectOf(metaKey)),
      jetStream.state(hostsBucket.stream),
    ]);
    const there = await this.#read(held.record.host.id);
    const isErased =
      meta !== undefined && there === undefined && state.lastSequence >= held.revision;
    if (isErased || (there && there.sequence >= held.revision)) return;
    if (meta !== undefined) life.markRolledBack();
    recheck('NATS holds less than it accepted');
    throw unavailable('NATS forgot accepted records; its new life begins');
  }

  #currentOf(there: StoredMessage | undefined, body: Uint8Array): Current {
    if (there === undefined) return { kind: 'none' };
    const revision = there.sequence;
    const record = this.#recordIn(there);
    if (record === undefined) return { kind: 'gone', revision };
    return { kind: 'record', revision, record, isSame: Buffer.compare(there.body, body) === 0 };
  }

  #newest(there: StoredHost | undefined, held: StoredHost | undefined): StoredHost | undefined {
    if (there !== undefined)
      return there.revision === held?.revision ? held : newestOf(there, held);
    // Held from before the storage's new life, and not written in it yet.
    return held?.revision === 0 ? held : undefined;
  }

  #recordIn(there: StoredMessage | undefined): HostRecord | undefined {
    if (there === undefined || isDeletion(there)) return undefined;
    return decodeRecord(there, this.#options.log);
  }

  #read(hostId: string): Promise<StoredMessage | undefined> {
    const { jetStream } = this.#options;
    return jetStream.last(hostsBucket.stream, hostsBucket.subjectOf(hostId));
  }

  #encode(record: HostRecord): Uint8Array {
    return encodeHostRecord({ ...record, incarnation: this.incarnation() });
  }

  /** The id is made of what is written, so that a repeat is known as one even after a restart of the caller. */
  #write(commit: HostCommit, body: Uint8Array, expected: Revision): Promise<WriteOutcome> {
    const hostId = commit.record.host.id;
    const digest = createHash('sha256').update(body).digest('base64url');
    return this.#options.jetStream.write({
      stream: hostsBucket.stream,
      subject: hostsBucket.subjectOf(hostId),
      body,
      messageId: `${hostId}/${expected}/${digest}`,
      expected,
    });
  }

  /** The step stands in NATS. If the store cannot follow, the caller must repeat it until it can. */
  async #accept(commit: HostCommit, revision: Revision): Promise<CommitOutcome> {
    const { life, log, store } = this.#options;
    const { age } = life;
    const record = { ...commit.record, incarnation: this.incarnation() };
    try {
      await store.apply({
        hosts: [{ record, revision }],
        vms: commit.vms,
        removals: removalsOf(commit),
        // Another replica may have claimed the host or taken a VM of it since NATS accepted this.
        keepsNewer: true,
        meta: life.accepted(commit, revision),
      });
    } catch (thrown) {
      const error = MusterError.from(thrown);
      log.error({ err: error, host: record.host.id }, 'the store cannot follow an accepted step');
      return { kind: 'unavailable', reason: error.message };
    }
    if (age === life.age) life.noteFollowed(revision);
    return { kind: 'accepted', revision };
  }

  async #forget(hostId: string): Promise<void> {
    const { store } = this.#options;
    const removedVmIds = store.vmIdsOfHost(hostId);
    this.#accepted().delete(hostId);
    await store.apply({ removedHostIds: [hostId], removedVmIds });
  }
}

/** Then it is the same record: after a restart that holds of all hosts, and decoding would be most of a load. */
function isSameRevision(there: StoredMessage | undefined, held: StoredHost | undefined): boolean {
  return there !== undefined && held?.revision === there.sequence && !isDeletion(there);
}

function removalsOf({ record, events, removedVmIds }: HostCommit): readonly VmRemoval[] {
  return removedVmIds.map((vmId) => {
    const removal = events.findLast((event) => event.vmId === vmId);
    return removal ?? { vmId, placement: Infinity, epoch: record.epoch, n: record.n };
  });
}
