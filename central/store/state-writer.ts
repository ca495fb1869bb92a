import type { Clock } from '../../shared/clock.ts';
import { limits } from '../../shared/limits.ts';
import { commitWrites } from './commit.ts';
import { withinDeadline } from './deadline.ts';
import { GroupCommit } from './group-commit.ts';
import type { HealthWatch, StoreHealth } from './health.ts';
import { assertStorable } from './ids.ts';
import type { IndexKey } from './index-keys.ts';
import { committedOf } from './committed.ts';
import { removedEpoch } from './removed-epoch.ts';
import { highestPlacement } from './placements.ts';
import { Plan, sequenceCounterKey, type CommittedRows, type StoreChange } from './plan.ts';
import { hostRows, vmRows } from './rows.ts';
import type { StateTables } from './tables.ts';

export interface StateWriterOptions {
  readonly tables: StateTables;
  readonly clock: Clock;
  readonly health: HealthWatch;
}

/** The one that writes state: guards, groups, plans, commits. */
export class StateWriter {
  readonly #tables: StateTables;
  readonly #clock: Clock;
  readonly #health: HealthWatch;
  readonly #commits: GroupCommit<StoreChange>;
  readonly events: EventLog;

  constructor({ tables, clock, health }: StateWriterOptions) {
    this.#tables = tables;
    this.#clock = clock;
    this.#health = health;
    this.events = new EventLog(tables);
    this.#commits = new GroupCommit({
      clock,
      timeoutMs: limits.storeCommitTimeoutMs,
      commit: (changes) => this.#commit(changes),
    });
  }

  health(): StoreHealth {
    const { lost } = this.#commits;
    return lost ? { kind: 'failed', reason: lost.message } : this.#health.current();
  }

  /** Rejects this change alone if it cannot be stored; the others of its group must not fail with it. */
  async submit(change: StoreChange): Promise<void> {
    assertStorable(idsOf(change));
    await this.#commits.submit(change);
  }

  async trimEvents(sequence: number): Promise<void> {
    await this.#commits.idle();
    while (this.events.first() <= Math.min(sequence, this.events.last())) {
      await this.submit({ trimEventsTo: sequence });
    }
  }

  async flush(): Promise<void> {
    await this.#commits.idle();
    const flushed = Promise.resolve(this.#tables.root.flushed);
    await withinDeadline(flushed, {
      clock: this.#clock,
      timeoutMs: limits.storeCommitTimeoutMs,
      what: 'a flush of the store',
    });
  }

  idle(): Promise<void> {
    return this.#commits.idle();
  }

  async #commit(changes: readonly StoreChange[]): Promise<void> {
    this.#health.assertRoom();
    try {
      const plan = new Plan(committedRows(this.#tables, this.events));
      for (const change of changes) plan.add(change);
      await commitWrites(this.#tables, plan.writes());
      this.#health.succeeded();
    } catch (error) {
      throw this.#health.failed(error);
    }
  }
}

/** Where the event log begins and ends. */
class EventLog {
  readonly #tables: StateTables;

  constructor(tables: StateTables) {
    this.#tables = tables;
  }

  /** Last sequence ever given; 0 if none. */
  last(): number {
    return this.#tables.counters.get(sequenceCounterKey) ?? 0;
  }

  /** First kept sequence; `last() + 1` if none is kept. */
  first(): number {
    const [first] = this.#tables.events.getKeys({ limit: 1 });
    return first ?? this.last() + 1;
  }
}

function* idsOf(change: StoreChange): Generator<string> {
  for (const { record } of change.hosts ?? []) yield record.host.id;
  yield* change.removedHostIds ?? [];
  for (const { hostId } of change.hostRemovals ?? []) yield hostId;
  yield* vmIdsOf(change);
  yield* Object.keys(change.meta ?? {});
}

function* vmIdsOf({ vms = [], removedVmIds = [], removals = [] }: StoreChange): Generator<string> {
  for (const { id, hostId } of vms) {
    yield id;
    if (hostId !== '') yield hostId;
  }
  yield* removedVmIds;
  for (const { vmId } of removals) yield vmId;
}

function committedRows(tables: StateTables, events: EventLog): CommittedRows {
  return {
    host: hostRows(tables).get,
    vm: vmRows(tables).get,
    highestPlacement: () => highestPlacement({ getMeta: (key) => tables.meta.get(key) }),
    removedEpoch: () => removedEpoch({ getMeta: (key) => tables.meta.get(key) }),
    committed: (hostId) => committedOf(tables, hostId),
    counter: (key: IndexKey) => tables.counters.get(key) ?? 0,
    lastSequence: () => events.last(),
    firstSequence: () => events.first(),
  };
}
