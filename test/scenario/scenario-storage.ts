import { decideRefused } from '../../central/cluster/decide.ts';
import type {
  CommitOutcome,
  CommitPort,
  HostCommit,
  LoadedHost,
  Publication,
  PublishOutcome,
  PublishPort,
  StorageChange,
  StoredHost,
} from '../../central/ports.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import { MusterError } from '../../shared/errors.ts';
import { compareVersion, type HostRecord } from '../../shared/model/record.ts';
import { isSame } from '../../shared/model/same.ts';
import { commitText, eventText, vmText } from './trace-text.ts';

/** `held`: what is asked waits until the way is free; `unanswered`: it is done, and nobody hears of it. */
export type Trouble = 'none' | 'away' | 'held' | 'unanswered';

type Waiter = () => void;

/** One direction of the way to the storage. */
class Way {
  #trouble: Trouble = 'none';
  #reason = '';
  #held: Waiter[] = [];

  get trouble(): Trouble {
    return this.#trouble;
  }

  get reason(): string {
    return this.#reason;
  }

  set(trouble: Trouble, reason: string): void {
    this.#trouble = trouble;
    this.#reason = reason;
    if (trouble === 'held') return;
    for (const go of this.#held.splice(0)) go();
  }

  async passed(): Promise<void> {
    if (this.#trouble === 'held') await new Promise<void>((go) => this.#held.push(go));
  }
}

/**
 * The commit and publish ports in memory, as mode `nats` keeps them: records with what is pending, under revisions.
 * The rules for a refused step are the product's own. Outlives the centrals.
 */
export class ScenarioStorage {
  /** What the replica itself holds. */
  readonly view = new MemoryStore();
  readonly commitWay = new Way();
  readonly publishWay = new Way();
  readonly #trace: (line: string) => void;
  #records = new Map<string, StoredHost>();
  #backup = new Map<string, StoredHost>();
  #life = 1;
  #revision = 0;
  #listener: (change: StorageChange) => void = () => undefined;

  constructor(trace: (line: string) => void) {
    this.#trace = trace;
  }

  get incarnation(): string {
    return `life-${String(this.#life)}`;
  }

  open(isAlive: () => boolean): { commits: CommitPort; publisher: PublishPort } {
    /** A dead process hears no answer, and asks nothing any more. */
    const whileAlive = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
      const answer = isAlive() ? await ask() : undefined;
      if (answer !== undefined && isAlive()) return answer;
      return new Promise<Answer>(() => undefined);
    };
    return {
      commits: {
        mode: 'nats',
        incarnation: () => this.incarnation,
        load: (hostId) =>
          whileAlive(async () => ({ loaded: await this.#load(hostId) })).then(
            ({ loaded }) => loaded,
          ),
        commit: (commit) => whileAlive(() => this.#commit(commit, isAlive)),
        remove: (hostId, expected) => whileAlive(() => this.#remove(hostId, expected)),
        onStorageChange: (listener) => {
          this.#listener = listener;
        },
      },
      publisher: { publish: (said) => whileAlive(() => this.#publish(said, isAlive)) },
    };
  }

  async #remove(hostId: string, revision: number): Promise<CommitOutcome> {
    this.#trace(`removed ${hostId}`);
    this.#records.delete(hostId);
    await this.view.apply({ removedHostIds: [hostId] });
    return { kind: 'accepted', revision };
  }

  backUp(): void {
    this.#backup = new Map(this.#records);
  }

  /** A new life begins with what was backed up, or with nothing: all revisions are void. */
  begin(reason: StorageChange['reason']): void {
    this.#records = new Map(reason === 'STORAGE_LOST' ? [] : this.#backup);
    this.#life += 1;
    const hosts = [...this.view.storedHosts()].map((stored) => ({ ...stored, revision: 0 }));
    void this.view.apply({ hosts });
    this.#listener({ reason, incarnation: this.incarnation });
  }

  /** Another replica claims the host. */
  claim(hostId: string, by: Partial<HostRecord>): void {
    const stored = this.#records.get(hostId);
    if (stored === undefined) throw new Error(`nobody knows ${hostId}`);
    this.#revision += 1;
    const epoch = stored.record.epoch + 1;
    const host = { ...stored.record.host, epoch, n: 1 };
    const record = { ...stored.record, ...by, epoch, n: 1, host, pending: [] };
    this.#records.set(hostId, { record, revision: this.#revision });
  }

  async #load(hostId: string): Promise<LoadedHost | undefined> {
    await this.commitWay.passed();
    if (this.commitWay.trouble === 'away')
      throw new MusterError('UNAVAILABLE', this.commitWay.reason);
    const there = this.#records.get(hostId);
    const held = this.view.getStoredHost(hostId);
    const isNewer =
      there !== undefined && (!held || compareVersion(there.record, held.record) >= 0);
    const record = isNewer ? there.record : held?.record;
    if (record === undefined) return undefined;
    const stored = { record, revision: there?.revision ?? 0 };
    await this.view.apply({ hosts: [stored] });
    return { ...stored, vms: this.view.vmsOfHost(hostId) };
  }

  async #commit(commit: HostCommit, isAlive: () => boolean): Promise<CommitOutcome> {
    const { trouble } = this.commitWay;
    await this.commitWay.passed();
    if (!isAlive()) return { kind: 'unavailable', reason: 'dead' };
    if (this.commitWay.trouble === 'away') {
      this.#trace(`${commitText(commit)} unavailable: ${this.commitWay.reason}`);
      return { kind: 'unavailable', reason: this.commitWay.reason };
    }
    const outcome = this.#decide(commit);
    const said =
      trouble === 'unanswered' && outcome.kind === 'accepted'
        ? 'accepted, unanswered'
        : outcome.kind;
    this.#trace(`${commitText(commit)}${said === 'accepted' ? '' : ` ${said}`}`);
    if (said === 'accepted, unanswered')
      return { kind: 'unavailable', reason: this.commitWay.reason };
    if (outcome.kind === 'accepted') {
      const stored = { record: commit.record, revision: outcome.revision };
      const { vms, removedVmIds } = commit;
      await this.view.apply({ hosts: [stored], vms, removedVmIds });
    }
    return outcome;
  }

  #decide({ record, expected }: HostCommit): CommitOutcome {
    const hostId = record.host.id;
    const there = this.#records.get(hostId);
    const held = this.view.getStoredHost(hostId);
    const isExpected = expected === (there?.revision ?? 0) && expected === (held?.revision ?? 0);
    const decision = isExpected
      ? ({ kind: 'write', expected } as const)
      : decideRefused({
          ...{ record, expected, held, incarnation: this.incarnation },
          current: there
            ? { kind: 'record', ...there, isSame: isSame(there.record, record) }
            : { kind: 'none' },
        });
    if (decision.kind !== 'write') return decision;
    this.#revision += 1;
    this.#records.set(hostId, { record, revision: this.#revision });
    return { kind: 'accepted', revision: this.#revision };
  }

  async #publish(said: Publication, isAlive: () => boolean): Promise<PublishOutcome> {
    await this.publishWay.passed();
    const { reason, trouble } = this.publishWay;
    if (trouble === 'away') return { kind: 'unavailable', reason };
    if (!isAlive()) return { kind: 'out' };
    const again = said.isRepeat ? ' (again)' : '';
    for (const event of said.events) this.#trace(`${eventText(event)}${again}`);
    for (const vm of said.vms) this.#trace(`key ${vmText(vm)}`);
    for (const id of said.removedVmIds) this.#trace(`key ${id} removed`);
    return trouble === 'unanswered' ? { kind: 'unavailable', reason } : { kind: 'out' };
  }
}
