import type {
  CommitOutcome,
  CommitPort,
  HostCommit,
  LoadedHost,
  PublishPort,
  Revision,
} from './ports.ts';
import type { Step } from './state/host-state.ts';

export interface OutletShell {
  readonly commits: CommitPort;
  readonly publisher: PublishPort;
  /** Resolves after a while, longer from attempt to attempt; sooner when the program stops. */
  pause(attempt: number): Promise<void>;
  isStopping(): boolean;
  commitFailed(reason: string): void;
}

/** The program stops before it is through; the next one says it again. */
const stopped = { kind: 'stopped' } as const;
type Stopped = typeof stopped;

/** The way of one host's steps to the storage and to the world: everything is repeated until it is through. */
export class HostOutlet {
  readonly #hostId: string;
  readonly #shell: OutletShell;
  readonly #stalled: (reason: string) => void;

  constructor(hostId: string, shell: OutletShell, stalled: (reason: string) => void) {
    this.#hostId = hostId;
    this.#shell = shell;
    this.#stalled = stalled;
  }

  async load(): Promise<{ readonly kind: 'loaded'; readonly host?: LoadedHost } | Stopped> {
    for (let attempt = 0; !this.#shell.isStopping(); attempt++) {
      try {
        const host = await this.#shell.commits.load(this.#hostId);
        return { kind: 'loaded', ...(host && { host }) };
      } catch (error) {
        await this.#failed(error instanceof Error ? error.message : String(error), attempt);
      }
    }
    return stopped;
  }

  /** A commit nobody answered is repeated unchanged, because it may have been accepted. */
  async commit(
    commit: HostCommit,
  ): Promise<Exclude<CommitOutcome, { readonly kind: 'unavailable' }> | Stopped> {
    for (let attempt = 0; !this.#shell.isStopping(); attempt++) {
      const outcome = await this.#shell.commits.commit(commit);
      if (outcome.kind !== 'unavailable') return outcome;
      this.#shell.commitFailed(outcome.reason);
      await this.#failed(outcome.reason, attempt);
    }
    return stopped;
  }

  /** The last thing that happens to a host. */
  async remove(
    expected: Revision,
  ): Promise<Exclude<CommitOutcome, { readonly kind: 'unavailable' }> | Stopped> {
    for (let attempt = 0; !this.#shell.isStopping(); attempt++) {
      const outcome = await this.#shell.commits.remove(this.#hostId, expected);
      if (outcome.kind !== 'unavailable') return outcome;
      await this.#failed(outcome.reason, attempt);
    }
    return stopped;
  }

  /** False: the program stops before everything is out. */
  async publish(
    said: Pick<Step, 'events' | 'vms' | 'removedVmIds'>,
    isRepeat: boolean,
  ): Promise<boolean> {
    const { events, vms, removedVmIds } = said;
    if (events.length + vms.length + removedVmIds.length === 0) return true;
    const publication = { hostId: this.#hostId, events, vms, removedVmIds };
    for (let attempt = 0; !this.#shell.isStopping(); attempt++) {
      const again = isRepeat || attempt > 0;
      const outcome = await this.#shell.publisher.publish({ ...publication, isRepeat: again });
      if (outcome.kind === 'out') return true;
      await this.#failed(outcome.reason, attempt);
    }
    return false;
  }

  async #failed(reason: string, attempt: number): Promise<void> {
    this.#stalled(reason);
    await this.#shell.pause(attempt);
  }
}
