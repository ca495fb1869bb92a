import type { HostRecord } from '../shared/model/record.ts';
import { HeldVms } from './held-vms.ts';
import { HostQueue } from './host-queue.ts';
import type {
  CommitPort,
  HostCommit,
  HostSession,
  LoadedHost,
  PublishPort,
  Revision,
  VmPacking,
} from './ports.ts';
import { isHeld } from './state/hello.ts';
import { appliedOf, nothingKnown, owedOf } from './state/host-state.ts';
import type {
  HostState,
  Op,
  Step,
  StepContext,
  StepEffect,
  StepResult,
} from './state/host-state.ts';
import { stepHost } from './state/step.ts';
import type { VmChange, VmMoves } from './vm-moves.ts';

/** What an actor needs of the loop around it. */
export interface ActorShell {
  readonly commits: CommitPort;
  readonly publisher: PublishPort;
  readonly packing: VmPacking;
  context(hostId: string): StepContext;
  /** Resolves after a while, longer from attempt to attempt; sooner when the program stops. */
  pause(attempt: number): Promise<void>;
  isStopping(): boolean;
  /** The session that carries this host now. */
  session(hostId: string): HostSession | undefined;
  perform(hostId: string, effect: StepEffect): void;
  /** What a step changes must not be changed by another host while it is on its way. */
  readonly moves: Pick<VmMoves, 'stepping' | 'stepped'>;
  committed(hostId: string, step: Step): void;
  commitFailed(reason: string): void;
  /** Another owner has the host: everything known here is void (I5). */
  lost(hostId: string): void;
  /** Everything that was queued is done. */
  rested(): void;
  failed(hostId: string, error: unknown): void;
}

/**
 * The life of one host in the loop: one step at a time, each committed, then published, then acknowledged (I1, I2).
 * What happens meanwhile queues and joins the next step. A commit nobody answered is repeated unchanged, because it
 * may have been accepted.
 */
export class HostActor {
  readonly hostId: string;
  readonly #shell: ActorShell;
  #state: HostState;
  readonly #vms: HeldVms;
  /** The last record of which everything is out: what agents may rest on (I2). */
  #outRecord: HostRecord | undefined;
  #revision: Revision = 0;
  /** The record in the storage still holds events that are out. */
  #hasStoredPending = false;
  #isLoaded = false;
  #isBusy = false;
  readonly #queue = new HostQueue();
  #stalledReason = '';
  #owed: VmChange = { vms: [], removedVmIds: [], events: [] };

  constructor(hostId: string, shell: ActorShell) {
    this.hostId = hostId;
    this.#shell = shell;
    this.#vms = new HeldVms(shell.packing);
    this.#state = { record: undefined, vms: this.#vms.byId, ...nothingKnown };
  }

  get record(): HostRecord | undefined {
    return this.#state.record;
  }

  get queueLength(): number {
    return this.#queue.length;
  }

  get isIdle(): boolean {
    return !this.#isBusy;
  }

  /** True once the record was read in this life, and what a predecessor left unsaid was said. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  get stalledReason(): string {
    return this.#stalledReason;
  }

  /** Whether VMs wait here that another host still holds. */
  get hasStrays(): boolean {
    return this.#state.strays.size > 0;
  }

  /** Highest change of `run` that is committed and published. */
  safeChange(run: string): number {
    return appliedOf(this.#outRecord, run);
  }

  /**
   * Queues. Observations beyond the limit are left out, and when commits go on the session ends, so that the agent
   * sends again what was not acknowledged: nothing is lost until its journal is full (I3, I8).
   */
  push(op: Op): void {
    if (this.#queue.push(op) && !this.#isBusy) void this.#run();
  }

  /** A crash kept events of these VMs from being published: until they are out no other host may tell anything of them. */
  owe(vmIds: readonly string[]): void {
    this.#owed = { ...this.#owed, removedVmIds: vmIds };
    this.#shell.moves.stepping(this.hostId, this.#owed);
  }

  /** What is owed is published even if nothing happens to the host any more. */
  async recover(): Promise<void> {
    if (!this.#isBusy && !this.#isLoaded) await this.#run();
  }

  /** Packs the VMs until the next step; false: it is busy, or has to tidy up first. */
  rest(): boolean {
    if (this.#isBusy) return false;
    // A claim is more than a tidy record is worth, and takes the host from whoever has it since (I5).
    const isOurs = this.#isLoaded && isHeld(this.record, this.#shell.context(this.hostId));
    if (this.#hasStoredPending && isOurs) this.push({ kind: 'tidy' });
    else this.#vms.pack();
    return !this.#isBusy;
  }

  async #run(): Promise<void> {
    this.#isBusy = true;
    try {
      this.#vms.unpack();
      if (!this.#isLoaded) await this.#load();
      while (this.#queue.length > 0 && !this.#shell.isStopping()) {
        if (this.#isLoaded) await this.#stepOnce();
        else await this.#load();
      }
    } catch (error) {
      this.#shell.failed(this.hostId, error);
    } finally {
      this.#isBusy = false;
      this.#shell.rested();
    }
  }

  async #load(): Promise<void> {
    for (let attempt = 0; !this.#shell.isStopping(); attempt++) {
      try {
        const loaded = await this.#shell.commits.load(this.hostId);
        if (await this.#adopt(loaded)) this.#stalledReason = '';
        return;
      } catch (error) {
        this.#stall(error instanceof Error ? error.message : String(error));
        await this.#shell.pause(attempt);
      }
    }
  }

  /** False: the program stops before everything that was owed is out. */
  async #adopt(loaded: LoadedHost | undefined): Promise<boolean> {
    const { record, vms = [], revision = 0 } = loaded ?? {};
    this.#vms.replace(vms);
    this.#state = { ...this.#state, record };
    this.#revision = revision;
    const pending = record?.pending ?? [];
    this.#hasStoredPending = pending.length > 0;
    // The claimant first says again what the record says was not known to be out (DESIGN section 7).
    if (!(await this.#publish(owedOf(pending, this.#vms.byId), true))) return false;
    this.#shell.moves.stepped(this.hostId, this.#owed);
    this.#outRecord = record;
    this.#isLoaded = true;
    return true;
  }

  async #stepOnce(): Promise<void> {
    const ops = this.#queue.takeAll();
    const result = stepHost(this.#state, ops, this.#shell.context(this.hostId));
    this.#queue.putBack(result.rest);
    this.#state = result.state;
    if (isWithoutConsequence(result)) this.#queue.settle(ops);
    for (const effect of result.now) this.#shell.perform(this.hostId, effect);
    if (result.step !== undefined && !(await this.#carryOut(result.step))) return;
    for (const effect of result.after) this.#shell.perform(this.hostId, effect);
    this.#acknowledge();
  }

  /** Commit, then publish (I2). False: the host is not ours any more, or the program stops. */
  async #carryOut(step: Step): Promise<boolean> {
    this.#shell.moves.stepping(this.hostId, step);
    try {
      if (!(await this.#commit(step))) return false;
      this.#accept(step);
      if (!(await this.#publish(step, false))) return false;
      this.#forgetPending(step.record);
      return true;
    } finally {
      this.#shell.moves.stepped(this.hostId, step);
    }
  }

  /** Everything is out. The storage keeps the events until the next commit; here nobody asks for them again. */
  #forgetPending(record: HostRecord): void {
    const out = { ...record, pending: [] };
    this.#outRecord = out;
    this.#state = { ...this.#state, record: out };
  }

  async #commit(step: Step): Promise<boolean> {
    const commit: HostCommit = {
      record: step.record,
      expected: this.#revision,
      events: step.events,
      vms: step.vms,
      removedVmIds: step.removedVmIds,
    };
    for (let attempt = 0; !this.#shell.isStopping(); attempt++) {
      const outcome = await this.#shell.commits.commit(commit);
      switch (outcome.kind) {
        case 'accepted':
          this.#revision = outcome.revision;
          return true;
        case 'lost':
          this.#drop();
          return false;
        case 'unavailable':
          this.#stall(outcome.reason);
          this.#shell.commitFailed(outcome.reason);
          await this.#shell.pause(attempt);
      }
    }
    return false;
  }

  #drop(): void {
    this.#queue.clear();
    this.#isLoaded = false;
    this.#stalledReason = '';
    this.#state = { ...this.#state, ...nothingKnown };
    this.#shell.lost(this.hostId);
  }

  #accept(step: Step): void {
    this.#vms.accept(step);
    const { record, strays, departed, wantedPicture, areStraysKnown } = step;
    // In mode `local` the stored record has none: its events entered the log with it.
    this.#hasStoredPending = record.pending.length > 0 && this.#shell.commits.mode === 'nats';
    this.#state = { ...this.#state, record, strays, departed, wantedPicture, areStraysKnown };
    this.#shell.committed(this.hostId, step);
  }

  /** False: the program stops before everything is out; the next one says it again. */
  async #publish(
    said: Pick<Step, 'events' | 'vms' | 'removedVmIds'>,
    isRepeat: boolean,
  ): Promise<boolean> {
    const { events, vms, removedVmIds } = said;
    if (events.length + vms.length + removedVmIds.length === 0) return true;
    const publication = { hostId: this.hostId, events, vms, removedVmIds };
    for (let attempt = 0; !this.#shell.isStopping(); attempt++) {
      const again = isRepeat || attempt > 0;
      const outcome = await this.#shell.publisher.publish({ ...publication, isRepeat: again });
      if (outcome.kind === 'out') return true;
      this.#stall(outcome.reason);
      await this.#shell.pause(attempt);
    }
    return false;
  }

  #stall(reason: string): void {
    if (this.#stalledReason === reason) return;
    this.#stalledReason = reason;
    const session = this.#shell.session(this.hostId);
    session?.acknowledge(this.safeChange(session.run), reason);
  }

  #acknowledge(): void {
    this.#stalledReason = '';
    const session = this.#shell.session(this.hostId);
    if (session === undefined || this.#shell.isStopping()) return;
    session.acknowledge(this.safeChange(session.run), '');
    if (!this.#queue.endOverflow()) return;
    session.end({
      kind: 'busy',
      message: 'changes were left out; send them again',
      retryAfterMs: 0,
    });
  }
}

function isWithoutConsequence({ step, now, after }: StepResult): boolean {
  return step === undefined && now.length + after.length === 0;
}
