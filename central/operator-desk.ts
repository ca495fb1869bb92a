import type { Clock, Timer } from '../shared/clock.ts';
import type { Host } from '../shared/model/host.ts';
import { operatorLimits } from '../shared/operator-limits.ts';
import type { OperatorAnswer } from './operator-port.ts';
import type { Op, OperatorOutcome, OperatorRequest } from './state/host-state.ts';

export interface OperatorDeskShell {
  readonly clock: Clock;
  /** Whether a request about the host belongs here: it is ours, or its owner is gone and the ring says us. */
  readonly isOurs: (hostId: string) => boolean;
  /** Whether this replica could claim or commit anything. */
  readonly isCountedIn: () => boolean;
  readonly push: (hostId: string, op: Op) => void;
  /** As committed. */
  findHost(hostId: string): Host | undefined;
  /** Why its commits do not go through; empty: they do. */
  stalledReason(hostId: string): string;
}

interface Open {
  readonly hostId: string;
  readonly timer: Timer;
  readonly resolve: (answer: OperatorAnswer) => void;
}

/** Requests of operators that wait for their commit. Each gets one answer, in time. */
export class OperatorDesk {
  readonly #shell: OperatorDeskShell;
  readonly #open = new Map<number, Open>();
  #lastTicket = 0;

  constructor(shell: OperatorDeskShell) {
    this.#shell = shell;
  }

  /** Never rejects. */
  operate(hostId: string, request: OperatorRequest): Promise<OperatorAnswer> {
    const { clock, isOurs, isCountedIn, push } = this.#shell;
    if (!isOurs(hostId)) return Promise.resolve({ kind: 'moved' });
    if (!isCountedIn())
      return Promise.resolve({ kind: 'late', message: 'this replica has lost NATS' });
    if (this.#open.size >= operatorLimits.openRequestsMax)
      return Promise.resolve({ kind: 'late', message: 'too many requests wait for their commit' });
    const ticket = ++this.#lastTicket;
    return new Promise((resolve) => {
      const timer = clock.setTimer(() => {
        const reason = this.#shell.stalledReason(hostId) || 'it is not committed yet';
        this.#end(ticket, { kind: 'late', message: reason });
      }, operatorLimits.commitMsMax);
      this.#open.set(ticket, { hostId, timer, resolve });
      push(hostId, { kind: 'operator', request, ticket });
    });
  }

  /** Its commit is out, or needed none. */
  answered(ticket: number, outcome: OperatorOutcome): void {
    const open = this.#open.get(ticket);
    if (open === undefined) return;
    if (outcome.kind !== 'done') {
      this.#end(ticket, outcome);
      return;
    }
    const host = this.#shell.findHost(open.hostId);
    this.#end(ticket, host === undefined ? { kind: 'unknown' } : { kind: 'done', host });
  }

  /** What was asked of the host here and not committed is void: another replica has it. */
  released(hostId: string): void {
    for (const [ticket, open] of this.#open)
      if (open.hostId === hostId) this.#end(ticket, { kind: 'moved' });
  }

  #end(ticket: number, answer: OperatorAnswer): void {
    const open = this.#open.get(ticket);
    this.#open.delete(ticket);
    open?.timer.cancel();
    open?.resolve(answer);
  }
}
