import type { Silence } from '../shared/model/record.ts';
import type { HostStatus } from '../shared/model/status.ts';
import { silenceOf, standingOf } from './contact-standing.ts';
import type { ContactStanding, HoldsOnAll } from './contact-standing.ts';
import { Graces } from './graces.ts';
import { expectAnew, graceEndMs, unheard } from './host-contact.ts';
import type { ContactAnswer, ContactTimes, HostContact } from './host-contact.ts';
import { MassSilence } from './mass-silence.ts';
import type { BrakeNews } from './state/brake.ts';
import type { Verdict } from './state/host-state.ts';
import { earliestAnswerMs, judge } from './state/liveness.ts';
import type { LivenessSettings } from './state/liveness.ts';
import { isHiding } from './state/view.ts';

const silentStatuses: ReadonlySet<HostStatus> = new Set(['SUSPECT', 'NON_RESPONSIVE'] as const);

/** A look that comes this late means that this process stood still, not the hosts (I6, I7). */
export const lagMsMax = 1_000;

/** When every host was heard last. Kept beside the records, since it changes with every report. */
export class ContactTable {
  readonly #settings: LivenessSettings;
  readonly #entries = new Map<string, HostContact>();
  readonly #mass: MassSilence;
  readonly #graces = new Graces();
  /** Silences go on here that were told by the records of their hosts: their graces may be used up. */
  #isResuming = false;
  /** Before this no answer can be due: contact only moves deadlines away, so most looks need not look at all. */
  #nextDueMs = 0;

  constructor(settings: LivenessSettings) {
    this.#settings = settings;
    this.#mass = new MassSilence(settings);
  }

  /** Whether this replica suspects itself. */
  get suspectsItself(): boolean {
    return this.#mass.isEngaged;
  }

  /** What the brake on verdicts has to say since the last call. */
  takeNews(): BrakeNews[] {
    return this.#mass.takeNews();
  }

  /** A peer hears its own hosts well. */
  lengthenHold(): void {
    this.#mass.lengthen();
  }

  hearsWell(nowMs: number): boolean {
    return this.#mass.hearsWell(this.#entries, nowMs);
  }

  start(nowMs: number, graceMs: number): void {
    this.#graces.start(nowMs, graceMs);
  }

  hostIds(): string[] {
    return [...this.#entries.keys()];
  }

  has(hostId: string): boolean {
    return this.#entries.has(hostId);
  }

  /** Another replica listens to the host from now on. */
  forget(hostId: string): void {
    this.#entries.delete(hostId);
  }

  /** Its owner is gone: no verdict before its agent had the time to come here, as after a start. */
  spare(hostId: string, nowMs: number): void {
    this.moving(hostId, nowMs + this.#graces.takeoverMs);
  }

  /** We could not act on what we would find; the others may hear what we do not (I7). */
  hold(nowMs: number): void {
    this.#graces.hold(nowMs);
  }

  know(hostId: string, status: HostStatus, times: ContactTimes): HostContact {
    const entry = unheard(status, times);
    this.#entries.set(hostId, entry);
    this.#expect(entry);
    return entry;
  }

  /**
   * Its silence goes on that an owner before told of, as long as it was and with the graces it had. True: it has some left.
   */
  resume(hostId: string, { silentMs, spentMs }: Silence, nowMs: number): boolean {
    const entry = this.#entries.get(hostId);
    if (entry === undefined || entry.isHeard || entry.status !== 'SUSPECT') return false;
    entry.lastMs = Math.min(entry.lastMs, nowMs - silentMs);
    entry.grantedMs = Math.max(0, spentMs - silentMs);
    const endMs = graceEndMs(entry, this.#settings);
    if (entry.movingUntilMs !== undefined)
      entry.movingUntilMs = Math.min(entry.movingUntilMs, endMs);
    this.#isResuming = true;
    this.#expect(entry);
    return nowMs < endMs;
  }

  /** What the record is to say of its silence; undefined: another replica listens to the host. */
  silenceOf(hostId: string, nowMs: number): Silence | undefined {
    const entry = this.#entries.get(hostId);
    return entry && silenceOf(entry, this.#holds(), nowMs);
  }

  /** What is heard on an older stream of the host does not count any more. */
  streamOpened(hostId: string, times: ContactTimes): HostContact {
    const known = this.#entries.get(hostId);
    if (known !== undefined) {
      this.#graces.extend(times.nowMs);
      this.#mass.heard(known, times.nowMs);
    }
    const entry = this.know(hostId, known?.status ?? 'PENDING', times);
    entry.contactSinceMs = known?.contactSinceMs ?? times.nowMs;
    entry.isStreamOpen = true;
    entry.isHeard = true;
    return entry;
  }

  streamClosed(hostId: string): void {
    const entry = this.#entries.get(hostId);
    if (entry !== undefined) entry.isStreamOpen = false;
  }

  /** True, once, if the host was believed silent. */
  heard(entry: HostContact, nowMs: number): boolean {
    this.#mass.heard(entry, nowMs);
    entry.lastMs = nowMs;
    entry.isHeard = true;
    if (entry.isAnswered) {
      entry.isAnswered = false;
      this.#expect(entry);
    }
    const isReturn = !entry.isReturnTold && silentStatuses.has(entry.status);
    entry.isReturnTold ||= isReturn;
    return isReturn;
  }

  /** The agent of the host is alive, though it is in no session: no verdict rests on silence from before. */
  knocked(hostId: string, nowMs: number): void {
    const entry = this.#entries.get(hostId);
    if (entry === undefined) return;
    this.#mass.heard(entry, nowMs);
    entry.lastMs = nowMs;
    entry.isHeard = true;
    entry.isAnswered = false;
    this.#expect(entry);
  }

  /** Hosts of whose VMs nobody can tell, and for how long by now. An announced reboot has a deadline of its own. */
  *unheard(nowMs: number): Generator<{ readonly hostId: string; readonly silentMs: number }> {
    for (const [hostId, { status, lastMs }] of this.#entries)
      if (isHiding(status) && status !== 'REBOOTING') yield { hostId, silentMs: nowMs - lastMs };
  }

  /** When this replica heard the agent last, monotonic ms; undefined: not since it listens to the host. */
  heardMs(hostId: string): number | undefined {
    const entry = this.#entries.get(hostId);
    return entry?.isHeard === true ? entry.lastMs : undefined;
  }

  /** Another replica heard its agent then: no verdict rests on silence from before. */
  heardElsewhere(hostId: string, atMs: number): void {
    const entry = this.#entries.get(hostId);
    if (entry === undefined || atMs <= entry.lastMs) return;
    entry.lastMs = atMs;
    entry.isHeard = false;
    entry.isAnswered = false;
    this.#expect(entry);
  }

  moving(hostId: string, untilMs: number): void {
    const entry = this.#entries.get(hostId);
    if (entry === undefined) return;
    entry.movingUntilMs = untilMs;
    // A verdict that waits its turn will be found not due, and must be asked for again.
    entry.isAnswered = false;
    this.#expect(entry);
  }

  /** Nobody listened for it under maintenance; that is over. */
  maintained(hostId: string, nowMs: number): void {
    const entry = this.#entries.get(hostId);
    if (entry?.status === 'MAINTENANCE') expectAnew(entry, nowMs);
  }

  setStatus(hostId: string, status: HostStatus): void {
    const entry = this.#entries.get(hostId);
    if (entry === undefined || entry.status === status) return;
    entry.status = status;
    entry.isAnswered = false;
    entry.isReturnTold = false;
    this.#expect(entry);
  }

  /** How it stands with a host; undefined: another replica listens to it. */
  standingOf(hostId: string, nowMs: number): ContactStanding | undefined {
    const entry = this.#entries.get(hostId);
    return entry && standingOf(entry, this.#holds(), nowMs);
  }

  #holds(): HoldsOnAll {
    const graceUntilMs = this.#graces.untilMs;
    return { brake: this.#mass.brake, graceUntilMs, settings: this.#settings };
  }

  /** Whether silence leads to `status` as of now. */
  isDue(hostId: string, status: HostStatus, nowMs: number): boolean {
    const entry = this.#entries.get(hostId);
    if (entry === undefined) return false;
    // It is asked for again when there is no doubt any more.
    if (status === 'NON_RESPONSIVE' && this.#mass.holds(entry, nowMs)) return false;
    const answer = judge(entry.status, entry, { nowMs, settings: this.#settings });
    return answer.kind === 'verdict' && answer.verdict.status === status;
  }

  /** What is due. `lagMs`: by how much this look came late. */
  look(nowMs: number, lagMs: number): ContactAnswer[] {
    if (lagMs > lagMsMax) {
      this.#moveDeadlines(nowMs, lagMs);
      return [];
    }
    const { brake: before } = this.#mass;
    this.#mass.look(this.#entries, nowMs);
    const { brake } = this.#mass;
    if (before.kind !== 'held' && brake.kind === 'held') this.#askAgain();
    const isGrace = this.#graces.isAfterStart(nowMs);
    if (this.#graces.isHeld(nowMs) || (isGrace && !this.#isResuming)) return [];
    const isIdle = nowMs < this.#nextDueMs && !this.#mass.isEngaged;
    return isIdle ? [] : this.#judgeAll(nowMs, isGrace);
  }

  /** Verdicts that still wait their turn will be found not due while we doubt ourselves. */
  #askAgain(): void {
    for (const entry of this.#entries.values())
      if (entry.status === 'SUSPECT' || entry.status === 'REBOOTING') entry.isAnswered = false;
  }

  #moveDeadlines(nowMs: number, byMs: number): void {
    this.#graces.moveDeadlines(nowMs, byMs);
    this.#mass.moveDeadlines(byMs);
    for (const entry of this.#entries.values()) {
      // Who was heard after the standstill was not heard in the future: the next word would bring its deadline nearer.
      entry.lastMs = Math.min(entry.lastMs + byMs, nowMs);
      if (entry.suspectedMs !== undefined) entry.suspectedMs += byMs;
      if (entry.movingUntilMs !== undefined) entry.movingUntilMs += byMs;
      // A verdict still waiting its turn will be found not due any more, and must be asked for again.
      entry.isAnswered = false;
    }
    this.#nextDueMs = 0;
  }

  /** `isGrace`: only silences whose graces are used up are judged. */
  #judgeAll(nowMs: number, isGrace: boolean): ContactAnswer[] {
    const answers: ContactAnswer[] = [];
    this.#nextDueMs = isGrace ? nowMs : Infinity;
    this.#isResuming &&= isGrace;
    for (const [hostId, entry] of this.#entries) {
      if (entry.isAnswered || (isGrace && nowMs < graceEndMs(entry, this.#settings))) continue;
      const answer = judge(entry.status, entry, { nowMs, settings: this.#settings });
      const said = answer.kind === 'verdict' ? this.#giveVerdict(entry, answer, nowMs) : answer;
      if (said.kind !== 'verdict') this.#expect(entry);
      if (said.kind !== 'fine') answers.push({ hostId, answer: said });
    }
    return answers;
  }

  #giveVerdict(
    entry: HostContact,
    answer: { readonly kind: 'verdict'; readonly verdict: Verdict },
    nowMs: number,
  ): ContactAnswer['answer'] | { readonly kind: 'fine' } {
    const isSuspicion = answer.verdict.status === 'SUSPECT';
    if (!isSuspicion && !this.#mass.permits(entry, nowMs)) return this.#hold(entry, nowMs);
    entry.isAnswered = true;
    if (isSuspicion) entry.suspectedMs = nowMs;
    return answer;
  }

  /** Its verdict waits: an heir must know for how long, and before it comes the half-open stream is tried once more. */
  #hold(entry: HostContact, nowMs: number): ContactAnswer['answer'] | { readonly kind: 'fine' } {
    const { brake } = this.#mass;
    if (brake.kind === 'held' && entry.notedUntilMs < brake.untilMs) {
      entry.notedUntilMs = brake.untilMs;
      return { kind: 'note' };
    }
    return { kind: this.#mass.isLastDoubt(nowMs) ? 'look' : 'fine' };
  }

  #expect(entry: HostContact): void {
    const dueMs = earliestAnswerMs(entry.status, entry, this.#settings);
    if (dueMs < this.#nextDueMs) this.#nextDueMs = dueMs;
    this.#mass.expect(entry);
  }
}
