import type { HostRecord } from '../shared/model/record.ts';
import type { Vm } from '../shared/model/vm.ts';
import { HeldVms } from './held-vms.ts';
import { HostQueue } from './host-queue.ts';
import { HostOutlet } from './host-outlet.ts';
import type { OutletShell } from './host-outlet.ts';
import type { HostSession, LoadedHost, Revision, VmPacking } from './ports.ts';
import { isHeld } from './state/claim.ts';
import { appliedOf, nothingKnown, owedOf, volatileOf } from './state/host-state.ts';
import type {
  HostState,
  Op,
  Step,
  StepContext,
  StepEffect,
  StepResult,
} from './state/host-state.ts';
import { isRemoved } from './state/removal.ts';
import { stepHost } from './state/step.ts';
import type { VmChange, VmMoves } from './vm-moves.ts';

/** What an actor needs of the loop around it. */
export interface ActorShell extends OutletShell {
  readonly packing: VmPacking;
  context(hostId: string): StepContext;
  /** The session that carries this host now. */
  session(hostId: string): HostSession | undefined;
  perform(hostId: string, effect: StepEffect): void;
  /** What a step changes must not be changed by another host while it is on its way. */
  readonly moves: Pick<VmMoves, 'stepping' | 'stepped'>;
  /** The record as the storage has it, of whichever process, and the VMs of the host. */
  loaded(hostId: string, record: HostRecord, vms: Iterable<Vm>): void;
  committed(hostId: string, step: Step): void;
  /** Another owner has the host: everything known here is void (I5). Empty: its record is gone. */
  lost(hostId: string, owner: string): void;
  /** Nobody knows the host any more. */
  removed(hostId: string): void;
  /** Everything that was queued is done. */
  rested(): void;
  failed(hostId: string, error: unknown): void;
}

/**
 * The life of one host in the loop: one step at a time, each committed, then published, then acknowledged (I1, I2).
 * What happens meanwhile queues and joins the next step.
 */
export class HostActor {
  readonly hostId: string;
  readonly #shell: ActorShell;
  readonly #outlet: HostOutlet;
  #state: HostState;
  readonly #vms: HeldVms;
  /** The last record of which everything is out: what agents may rest on (I2). */
  #outRecord: HostRecord | undefined;
  #revision: Revision = 0;
  /** The record in the storage still holds events that are out. */
  #hasStoredPending = false;
  #isLoaded = false;
  #isBusy = false;
  /** Grows when the host is given up: what a step or a load that began before leaves is void. */
  #releases = 0;
  readonly #queue = new HostQueue();
  #stalledReason = '';
  #owed: VmChange = { vms: [], removedVmIds: [], events: [] };

  constructor(hostId: string, shell: ActorShell) {
    this.hostId = hostId;
    this.#shell = shell;
    this.#outlet = new HostOutlet(hostId, shell, (reason) => {
      this.#stall(reason);
    });
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

  /** Whether its agent reports the VM, which another host holds. */
  reports(vmId: string): boolean {
    return this.#state.strays.has(vmId);
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

  /** Another replica has the host: what is known here is void, and what waits is not ours to do. */
  release(): void {
    this.#queue.clear();
    this.#isLoaded = false;
    this.#releases += 1;
    this.#stalledReason = '';
    this.#shell.moves.stepped(this.hostId, this.#owed);
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
      if (this.#isLoaded && this.record && isRemoved(this.record.host)) await this.#remove();
    } catch (error) {
      this.#shell.failed(this.hostId, error);
    } finally {
      this.#isBusy = false;
      this.#shell.rested();
    }
  }

  /** Everything of it is told: nobody shall find its record any more. */
  async #remove(): Promise<void> {
    const outcome = await this.#outlet.remove(this.#revision);
    if (outcome.kind === 'accepted') {
      this.release();
      this.#shell.removed(this.hostId);
    } else if (outcome.kind === 'lost') this.#drop(outcome.owner);
  }

  async #load(): Promise<void> {
    const releases = this.#releases;
    const loaded = await this.#outlet.load();
    if (loaded.kind !== 'loaded' || !(await this.#adopt(loaded.host))) return;
    this.#stalledReason = '';
    this.#isLoaded = releases === this.#releases;
  }

  /** False: the program stops before everything that was owed is out. */
  async #adopt(loaded: LoadedHost | undefined): Promise<boolean> {
    const { record, vms = [], revision = 0 } = loaded ?? {};
    this.#vms.replace(vms);
    this.#state = { ...nothingKnown, vms: this.#vms.byId, record };
    this.#revision = revision;
    const pending = record?.pending ?? [];
    this.#hasStoredPending = pending.length > 0;
    // The claimant first says again what the record says was not known to be out (DESIGN section 7).
    if (!(await this.#outlet.publish(owedOf(pending, this.#vms.byId), true))) return false;
    this.#shell.moves.stepped(this.hostId, this.#owed);
    this.#outRecord = record;
    if (record) this.#shell.loaded(this.hostId, record, vms);
    return true;
  }

  async #stepOnce(): Promise<void> {
    const ops = this.#queue.takeAll();
    const result = stepHost(this.#state, ops, this.#shell.context(this.hostId));
    this.#state = result.state;
    for (const effect of result.now) this.#shell.perform(this.hostId, effect);
    const releases = this.#releases;
    const outcome = result.step === undefined ? 'done' : await this.#carryOut(result.step);
    if (releases !== this.#releases) return;
    // Who claims a host looks again if its owner before was faster once more.
    this.#queue.putBack(outcome === 'overtaken' ? ops : outcome === 'done' ? result.rest : []);
    if (outcome !== 'done') return;
    if (isWithoutConsequence(result)) this.#queue.settle(ops);
    for (const effect of result.after) this.#shell.perform(this.hostId, effect);
    this.#acknowledge();
  }

  /** Commit, then publish (I2). `over`: the host is not ours any more, or the program stops. */
  async #carryOut(step: Step): Promise<'done' | 'overtaken' | 'over'> {
    this.#shell.moves.stepping(this.hostId, step);
    try {
      const committed = await this.#commit(step);
      if (committed !== 'done') return committed;
      this.#accept(step);
      if (!(await this.#outlet.publish(step, false))) return 'over';
      this.#forgetPending(step.record);
      return 'done';
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

  async #commit(step: Step): Promise<'done' | 'overtaken' | 'over'> {
    const { record, events, vms, removedVmIds } = step;
    const commit = { record, expected: this.#revision, events, vms, removedVmIds };
    const outcome = await this.#outlet.commit(commit);
    if (outcome.kind === 'accepted') {
      this.#revision = outcome.revision;
      return 'done';
    }
    if (outcome.kind === 'stopped') return 'over';
    const isClaim = record.epoch > (this.#state.record?.epoch ?? 0);
    if (isClaim && outcome.owner !== '' && outcome.epoch < record.epoch) {
      this.#isLoaded = false;
      return 'overtaken';
    }
    this.#drop(outcome.owner);
    return 'over';
  }

  #drop(owner: string): void {
    this.release();
    this.#shell.lost(this.hostId, owner);
  }

  #accept(step: Step): void {
    this.#vms.accept(step);
    const { record } = step;
    // In mode `local` the stored record has none: its events entered the log with it.
    this.#hasStoredPending = record.pending.length > 0 && this.#shell.commits.mode === 'nats';
    this.#state = { ...this.#state, record, ...volatileOf(step) };
    this.#shell.committed(this.hostId, step);
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
