import type { Clock } from '../../shared/clock.ts';
import type { Logger } from '../../shared/log.ts';
import type { Random } from '../../shared/random.ts';
import type { ConnectStep, JetStream, StreamState } from '../jetstream-port.ts';
import type { HostCommit, StorageChange } from '../ports.ts';

import { hostsBucket, vmsBucket } from './buckets.ts';
import { FollowedSequences } from './followed-sequences.ts';
import { findIncarnation, isIncarnation, nameIncarnation } from './incarnation.ts';
import type { Incarnation } from './incarnation.ts';
import { LeftRows, owedLook, type LeftRowsOptions } from './left-rows.ts';
import { NewestAccepted } from './newest-accepted.ts';
import { OwedVmKeys } from './owed-vm-keys.ts';
import { reconcile, versionsOf } from './reconcile.ts';
import type { ReconcileOptions, StaleKey, Version } from './reconcile.ts';
import type { Rows } from './rows.ts';

export interface StorageLifeOptions
  extends Pick<ReconcileOptions, 'onListed' | 'isOurs'>, Pick<LeftRowsOptions, 'recheck'> {
  /** For connect steps: works before anything is written. */
  readonly jetStream: JetStream;
  readonly store: Rows;
  readonly random: Random;
  readonly clock: Clock;
  readonly log: Logger;
  readonly replicas: number;
}

/** What the store remembers of the buckets it matches. */
const memory = {
  hosts: 'nats.muster_hosts.incarnation',
  vms: 'nats.muster_vms.incarnation',
  /** Sequences up to which the store has what is in the buckets. */
  hostsListed: 'nats.muster_hosts.listed',
  vmsListed: 'nats.muster_vms.listed',
  /** Not empty: hosts may be listed without their VMs, because a listing was not ended. */
  listing: 'nats.listing',
  /** Why history was lost, until every host has said so; a crash in between would leave it unsaid for ever (I3). */
  unsaid: 'nats.muster_hosts.unsaid',
} as const;

type Finding = 'same' | 'first' | StorageChange['reason'];

/**
 * Finds out, after every connect, whether the storage that answers is the one that accepted our records (DESIGN 7,
 * incarnation), and brings the store in line with it. A storage that forgot gets a new word, so that nothing which
 * counts in the old life's sequences is ever taken for the new one's.
 */
export class StorageLife implements ConnectStep {
  readonly name = 'buckets';
  readonly #options: StorageLifeOptions;
  readonly #listeners: ((change: StorageChange) => void)[] = [];
  #incarnation = '';
  #age = 0;
  /** Found, but not told to anybody yet. */
  #untold: StorageChange | undefined;
  #isRolledBack = false;
  /** Of the hosts, when the first of the attempts began that go on. */
  #followed: ReadonlyMap<string, Version> | undefined;
  /** Hosts that have not said yet that history was lost, and why it was. */
  #unsaid: { readonly reason: StorageChange['reason']; readonly hostIds: Set<string> } | undefined;
  readonly #followedHosts = new FollowedSequences();
  readonly #followedVms = new FollowedSequences();
  readonly #newest = new NewestAccepted();
  readonly #leftRows: LeftRows;
  readonly #owedVmKeys: OwedVmKeys;

  constructor(options: StorageLifeOptions) {
    this.#options = options;
    this.#leftRows = new LeftRows(options);
    const { clock, log, store } = options;
    this.#owedVmKeys = new OwedVmKeys({
      ...{ clock, log },
      paid: ({ word }) => store.apply({ meta: { [memory.vms]: word } }),
    });
  }

  /** Known after the first run. */
  get incarnation(): string {
    return this.#incarnation;
  }

  /** Another number: revisions in the store may have become void since. */
  get age(): number {
    return this.#age;
  }

  /** False: another replica found that the storage forgot something, and named its new life. Rejects with UNAVAILABLE. */
  isCurrent(): Promise<boolean> {
    const { jetStream } = this.#options;
    return isIncarnation(hostsBucket, { jetStream, word: this.#incarnation });
  }

  /** A change found before anybody listened is told at once. */
  onChange(listener: (change: StorageChange) => void): void {
    this.#listeners.push(listener);
    const change = this.#untold;
    this.#untold = undefined;
    if (change)
      queueMicrotask(() => {
        listener(change);
      });
  }

  /** The VM keys are gone or old; the listener writes them again, stale ones away, and rejects if it could not. */
  onVmKeysLost(listener: (stale: readonly StaleKey[]) => Promise<void>): void {
    this.#owedVmKeys.onOwed(listener);
  }

  /** Somebody saw the storage contradict itself; the next run takes it for rolled back. */
  markRolledBack(): void {
    this.#isRolledBack = true;
  }

  /** To be called whenever the steps have succeeded and writing is possible again. */
  ready(): void {
    this.#announce();
    this.#owedVmKeys.pay();
    this.#leftRows.ready(this.#incarnation);
  }

  /** What is still owed is found again at the next start. */
  stop(): void {
    this.#owedVmKeys.stop();
    this.#leftRows.stop();
  }

  /** To be stored with an accepted record: where to look first whether the storage still has what it accepted. */
  accepted(
    { record, events }: Pick<HostCommit, 'record' | 'events'>,
    revision: number,
  ): Readonly<Record<string, string>> {
    const hostId = record.host.id;
    const unsaid = this.#unsaid;
    if (events.some(({ historyGap }) => historyGap?.reason === unsaid?.reason)) {
      unsaid?.hostIds.delete(hostId);
    }
    return {
      ...this.#newest.note(hostId, revision),
      ...remembering(memory.hostsListed, this.#followedHosts.takeUnsaved()),
      ...remembering(memory.vmsListed, this.#followedVms.takeUnsaved()),
      ...(unsaid?.hostIds.size === 0 && { [memory.unsaid]: '' }),
    };
  }

  /** The record accepted at this revision is in the store. */
  noteFollowed(revision: number): void {
    this.#followedHosts.note(revision);
  }

  /** What a VM's key says is in the store before the key is written (I2); of other streams nothing is noted. */
  noteWritten(stream: string, sequence: number): void {
    if (stream === vmsBucket.stream) this.#followedVms.note(sequence);
  }

  async run(): Promise<void> {
    this.#age += 1;
    try {
      await this.#run();
    } finally {
      this.#age += 1;
    }
  }

  async #run(): Promise<void> {
    const { jetStream, replicas, store } = this.#options;
    const hostsState = await jetStream.assertStream(hostsBucket.settings(replicas));
    const vmsState = await jetStream.assertStream(vmsBucket.settings(replicas));
    const hosts = await findIncarnation(hostsBucket, this.#options);
    const vms = await findIncarnation(vmsBucket, this.#options);
    const finding = await this.#examine(hosts, hostsState);
    const life = finding === 'STORAGE_ROLLED_BACK' ? await this.#nextLife(hosts) : hosts;
    const areVmKeysOwed = this.#areVmKeysOwed(finding, vms);
    const change = this.#changeToTell(finding);
    const staleKeys = await this.#copy(finding, { areVmKeysOwed, life: life.word });
    // The words may have been written since the states were asked for; what was copied is newer than both.
    this.#followedHosts.begin(Math.max(hostsState.lastSequence, life.revision));
    this.#followedVms.begin(Math.max(vmsState.lastSequence, vms.revision));
    await store.apply({
      meta: {
        [memory.hosts]: life.word,
        [memory.listing]: '',
        [memory.hostsListed]: String(this.#followedHosts.upTo),
        [memory.vmsListed]: String(this.#followedVms.upTo),
        [memory.vms]: areVmKeysOwed ? '' : vms.word,
        ...(finding !== 'same' && this.#newest.forget()),
        // A store that was empty has no rows from before; to list a whole fleet again costs seconds.
        ...(finding !== 'same' && areVmKeysOwed && owedLook(life.word)),
        ...(change && { [memory.unsaid]: change }),
      },
    });
    this.#incarnation = life.word;
    this.#isRolledBack = false;
    this.#owedVmKeys.owe(areVmKeysOwed || staleKeys.length > 0 ? vms : undefined, staleKeys);
    if (change) this.#noteChange(change);
  }

  /** A store that was never in NATS may come from mode `local`; then NATS has none of its VMs. */
  #areVmKeysOwed(finding: Finding, vms: Incarnation): boolean {
    if (finding === 'first') return !this.#isStoreEmpty();
    return finding !== 'same' || this.#remembered(memory.vms) !== vms.word;
  }

  #remembered(key: string): string {
    return this.#options.store.getMeta(key) ?? '';
  }

  async #examine(hosts: Incarnation, state: StreamState): Promise<Finding> {
    const remembered = this.#remembered(memory.hosts);
    if (remembered === '') return 'first';
    if (remembered === hosts.follows) return 'STORAGE_ROLLED_BACK';
    if (remembered !== hosts.word) return 'STORAGE_LOST';
    if (this.#isRolledBack || (await this.#newest.isForgotten(state, this.#options)))
      return 'STORAGE_ROLLED_BACK';
    return 'same';
  }

  #isStoreEmpty(): boolean {
    for (const _ of this.#options.store.storedHosts()) return false;
    return true;
  }

  /** Unless another replica has named it already. */
  async #nextLife(hosts: Incarnation): Promise<Incarnation> {
    if (hosts.word !== this.#remembered(memory.hosts)) return hosts;
    return nameIncarnation(hostsBucket, hosts, this.#options);
  }

  async #copy(
    finding: Finding,
    { areVmKeysOwed, life }: { readonly areVmKeysOwed: boolean; readonly life: string },
  ): Promise<readonly StaleKey[]> {
    const { store } = this.#options;
    // An attempt that broke off leaves hosts that seem to be followed, and their VMs unread.
    this.#followed ??= this.#remembered(memory.listing) === '' ? versionsOf(store) : new Map();
    await store.apply({ meta: { [memory.listing]: 'begun' } });
    const isLook = this.#leftRows.isDue(life);
    const isAll = isLook || finding !== 'same';
    const stale = await reconcile({
      ...this.#options,
      isNewLife: finding !== 'same',
      // What is kept of a foreign host may be older than what we followed, and have been written since.
      followed: isLook ? versionsOf(store, this.#options.isOurs) : this.#followed,
      fromHosts: isAll ? 1 : Number(this.#remembered(memory.hostsListed)) + 1,
      fromVms: isAll || areVmKeysOwed ? 1 : Number(this.#remembered(memory.vmsListed)) + 1,
    });
    if (isLook) await this.#leftRows.drop(life);
    this.#followed = undefined;
    return stale;
  }

  /** What this run found, or what the process before this one did not live to tell. */
  #changeToTell(finding: Finding): StorageChange['reason'] | undefined {
    if (isLoss(finding)) return finding;
    const left = this.#remembered(memory.unsaid);
    return this.#incarnation === '' && isLoss(left) ? left : undefined;
  }

  #noteChange(reason: StorageChange['reason']): void {
    this.#options.log.error(
      { reason, incarnation: this.#incarnation },
      'NATS forgot accepted records; each owner writes its hosts again',
    );
    this.#untold = { reason, incarnation: this.#incarnation };
    const hostIds = new Set<string>();
    const { store, isOurs = () => true } = this.#options;
    for (const { record } of store.storedHosts()) {
      if (isOurs(record)) hostIds.add(record.host.id);
    }
    this.#unsaid = { reason, hostIds };
  }

  /** Whoever hears it writes at once. */
  #announce(): void {
    const change = this.#untold;
    if (!change || this.#listeners.length === 0) return;
    this.#untold = undefined;
    for (const listener of this.#listeners) listener(change);
  }
}

function remembering(key: string, sequence: number | undefined): Readonly<Record<string, string>> {
  return sequence === undefined ? {} : { [key]: String(sequence) };
}

function isLoss(finding: string): finding is StorageChange['reason'] {
  return finding === 'STORAGE_LOST' || finding === 'STORAGE_ROLLED_BACK';
}
