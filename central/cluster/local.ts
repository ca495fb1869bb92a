import { isDeepStrictEqual } from 'node:util';

import { MusterError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { HostRecord } from '../../shared/model/record.ts';
import type { Random } from '../../shared/random.ts';
import type {
  CommitOutcome,
  CommitPort,
  HostCommit,
  LoadedHost,
  Revision,
  StoredHost,
} from '../ports.ts';

import { decideRefused } from './decide.ts';
import type { RowBatch, Rows } from './rows.ts';

export interface LocalCommitOptions {
  readonly store: Rows;
  readonly random: Random;
  /** Called after each flush that put events into the log. */
  readonly onCommitted: () => void;
}

interface Waiting {
  readonly commit: HostCommit;
  readonly resolve: (outcome: CommitOutcome) => void;
  readonly reject: (cause: unknown) => void;
}

interface Accepted {
  readonly waiting: Waiting;
  readonly stored: StoredHost;
  /** It stood there already; only the answer had been lost. */
  readonly isRepeat: boolean;
}

const incarnationKey = 'local.incarnation';

/**
 * Mode `local`: a step is accepted when one flushed transaction holds its record, its VMs and its events. Steps that
 * arrive during a flush share the next one: a disk gives a few hundred flushes a second, whatever is in them.
 */
export class LocalCommit implements CommitPort {
  readonly mode = 'local';
  readonly #options: LocalCommitOptions;
  readonly #incarnation: string;
  #queue: Waiting[] = [];
  #isWriting = false;

  private constructor(options: LocalCommitOptions, incarnation: string) {
    this.#options = options;
    this.#incarnation = incarnation;
  }

  static async open(options: LocalCommitOptions): Promise<LocalCommit> {
    const { random, store } = options;
    const known = store.getMeta(incarnationKey);
    const incarnation = known ?? random.id(16);
    if (known === undefined) {
      await store.apply({ meta: { [incarnationKey]: incarnation } });
      await store.flush();
    }
    return new LocalCommit(options, incarnation);
  }

  incarnation(): string {
    return this.#incarnation;
  }

  /** One disk under one process: there is nothing that could change behind our back. */
  onStorageChange(): void {
    return;
  }

  load(hostId: string): Promise<LoadedHost | undefined> {
    const { store } = this.#options;
    const stored = store.getStoredHost(hostId);
    return Promise.resolve(stored && { ...stored, vms: store.vmsOfHost(hostId) });
  }

  async remove(hostId: string, expected: Revision): Promise<CommitOutcome> {
    const { store } = this.#options;
    const held = store.getStoredHost(hostId);
    if (held !== undefined && held.revision !== expected) {
      const { owner, epoch } = held.record;
      return { kind: 'lost', owner, epoch };
    }
    try {
      await store.apply({ removedHostIds: [hostId] });
      await store.flush();
      return { kind: 'accepted', revision: expected };
    } catch (thrown) {
      const error = MusterError.from(thrown);
      if (error.code === 'INTERNAL') throw error;
      return { kind: 'unavailable', reason: error.message };
    }
  }

  commit(commit: HostCommit): Promise<CommitOutcome> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ commit, resolve, reject });
      if (this.#isWriting) return;
      this.#isWriting = true;
      // All steps of one turn of the event loop share a flush.
      setImmediate(() => void this.#drain());
    });
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, limits.localBatchCommitsMax);
      try {
        await this.#write(batch);
      } catch (thrown) {
        settleFailed(batch, thrown);
      }
    }
    this.#isWriting = false;
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    const accepted = this.#judge(batch);
    const fresh = accepted.filter(({ isRepeat }) => !isRepeat);
    if (fresh.length > 0) {
      await this.#options.store.apply(batchOf(fresh));
    }
    // A repeat too: its first answer may have been lost because the flush failed.
    if (accepted.length > 0) await this.#options.store.flush();
    for (const { waiting, stored } of accepted)
      waiting.resolve({ kind: 'accepted', revision: stored.revision });
    if (accepted.some(({ waiting }) => waiting.commit.events.length > 0))
      this.#options.onCommitted();
  }

  /** Resolves the lost ones at once. Several steps of one host may be in a batch: each sees those before it. */
  #judge(batch: readonly Waiting[]): readonly Accepted[] {
    const accepted: Accepted[] = [];
    const latest = new Map<string, StoredHost>();
    for (const waiting of batch) {
      const hostId = waiting.commit.record.host.id;
      const held = latest.get(hostId) ?? this.#options.store.getStoredHost(hostId);
      const verdict = this.#verdict(waiting.commit, held);
      if (verdict.kind === 'lost') {
        waiting.resolve(verdict);
        continue;
      }
      latest.set(hostId, verdict.stored);
      accepted.push({ waiting, ...verdict });
    }
    return accepted;
  }

  #verdict(
    commit: HostCommit,
    held: StoredHost | undefined,
  ):
    | { readonly kind: 'accepted'; readonly stored: StoredHost; readonly isRepeat: boolean }
    | { readonly kind: 'lost'; readonly owner: string; readonly epoch: number } {
    // The events are in the log with the record: none can be pending.
    const record: HostRecord = { ...commit.record, incarnation: this.#incarnation, pending: [] };
    const revision = held?.revision ?? 0;
    if (revision === commit.expected)
      return { kind: 'accepted', stored: { record, revision: revision + 1 }, isRepeat: false };
    const decision = decideRefused({
      record,
      expected: commit.expected,
      current: held
        ? { kind: 'record', ...held, isSame: isDeepStrictEqual(held.record, record) }
        : { kind: 'none' },
      held,
      incarnation: this.#incarnation,
    });
    if (decision.kind === 'lost') return decision;
    if (decision.kind === 'accepted' && held)
      return { kind: 'accepted', stored: held, isRepeat: true };
    return { kind: 'accepted', stored: { record, revision: revision + 1 }, isRepeat: false };
  }
}

function batchOf(accepted: readonly Accepted[]): RowBatch {
  const hosts = new Map(accepted.map(({ stored }) => [stored.record.host.id, stored]));
  const vms = new Map<string, HostCommit['vms'][number] | undefined>();
  for (const { waiting } of accepted) {
    for (const vm of waiting.commit.vms) vms.set(vm.id, vm);
    for (const vmId of waiting.commit.removedVmIds) vms.set(vmId, undefined);
  }
  return {
    hosts: [...hosts.values()],
    vms: [...vms.values()].filter((vm) => vm !== undefined),
    removedVmIds: [...vms].filter(([, vm]) => vm === undefined).map(([vmId]) => vmId),
    events: accepted.flatMap(({ waiting }) => waiting.commit.events),
  };
}

/** A full or failing disk is for the caller to wait out; the store has applied nothing, or the repeat will tell. */
function settleFailed(batch: readonly Waiting[], thrown: unknown): void {
  const error = MusterError.from(thrown);
  for (const waiting of batch) {
    if (error.code === 'INTERNAL') waiting.reject(error);
    else waiting.resolve({ kind: 'unavailable', reason: error.message });
  }
}
