import { decideRefused } from '../../central/cluster/decide.ts';
import type {
  CommitOutcome,
  CommitPort,
  HostCommit,
  LoadedHost,
  Publication,
  PublishOutcome,
  PublishPort,
  Revision,
} from '../../central/ports.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import { MusterError } from '../../shared/errors.ts';
import { isSame } from '../../shared/model/same.ts';
import type { Event } from '../../shared/model/event.ts';

/** How a commit or publication ends while a test says so. */
export type Mood =
  | 'fine'
  /** Not done, and the caller hears so. */
  | 'away'
  /** Done, and the caller hears that nobody knows. */
  | 'unanswered';

/** Commit, publish and store of one replica, in memory, with moods. Outlives the loops that use it. */
export class MemoryCommit implements CommitPort, PublishPort {
  readonly mode = 'nats';
  readonly store = new MemoryStore();
  /** What is out, in order; an id once. */
  readonly events: Event[] = [];
  commitMood: Mood = 'fine';
  publishMood: Mood = 'fine';
  /** Everything that was asked to be published, as often as it was. */
  readonly publications: Publication[] = [];

  incarnation(): string {
    return 'life-1';
  }

  /** Nothing changes behind this storage's back. */
  onStorageChange(): void {
    return;
  }

  load(hostId: string): Promise<LoadedHost | undefined> {
    if (this.commitMood !== 'fine') {
      return Promise.reject(new MusterError('UNAVAILABLE', 'storage is away'));
    }
    const stored = this.store.getStoredHost(hostId);
    return Promise.resolve(stored && { ...stored, vms: this.store.vmsOfHost(hostId) });
  }

  async commit(commit: HostCommit): Promise<CommitOutcome> {
    const away = { kind: 'unavailable', reason: 'storage is away' } as const;
    if (this.commitMood === 'away') return away;
    const held = this.store.getStoredHost(commit.record.host.id);
    const revision = held?.revision ?? 0;
    let outcome: CommitOutcome = { kind: 'accepted', revision };
    if (revision === commit.expected) outcome = await this.#accept(commit, revision + 1);
    else if (!isSame(held?.record, commit.record)) {
      const current = held
        ? ({ kind: 'record', ...held, isSame: false } as const)
        : ({ kind: 'none' } as const);
      const { record, expected } = commit;
      const incarnation = this.incarnation();
      const decision = decideRefused({ record, expected, current, held, incarnation });
      outcome = decision.kind === 'lost' ? decision : await this.#accept(commit, revision + 1);
    }
    return this.commitMood === 'unanswered' ? away : outcome;
  }

  async remove(hostId: string, expected: Revision): Promise<CommitOutcome> {
    const away = { kind: 'unavailable', reason: 'storage is away' } as const;
    if (this.commitMood === 'away') return away;
    const held = this.store.getStoredHost(hostId);
    if (held && held.revision !== expected)
      return { kind: 'lost', owner: held.record.owner, epoch: held.record.epoch };
    await this.store.apply({ removedHostIds: [hostId] });
    return this.commitMood === 'unanswered' ? away : { kind: 'accepted', revision: expected };
  }

  publish(publication: Publication): Promise<PublishOutcome> {
    const { events } = publication;
    this.publications.push(publication);
    const away = { kind: 'unavailable', reason: 'stream is away' } as const;
    if (this.publishMood === 'away') return Promise.resolve(away);
    for (const event of events) {
      if (!this.events.some(({ id }) => id === event.id)) this.events.push(event);
    }
    return Promise.resolve(this.publishMood === 'unanswered' ? away : { kind: 'out' });
  }

  async #accept(commit: HostCommit, revision: number): Promise<CommitOutcome> {
    const { record, vms, removedVmIds } = commit;
    await this.store.apply({ hosts: [{ record, revision }], vms, removedVmIds });
    return { kind: 'accepted', revision };
  }
}
