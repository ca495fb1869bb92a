import type { Logger } from '../../shared/log.ts';
import type { CallOutcome } from './call-guard.ts';

export interface ProbeFailure {
  readonly probe: string;
  /** What is wrong, for a person. */
  readonly reason: string;
  /** Failures in a row. */
  readonly count: number;
}

/** Knows which probes fail, and says so once per change, however often they are tried. */
export class ProbeHealth {
  readonly #log: Logger;
  readonly #failures = new Map<string, ProbeFailure>();
  #failureCount = 0;

  constructor(log: Logger) {
    this.#log = log;
  }

  succeeded(probe: string): void {
    if (this.#failures.delete(probe)) this.#log.info({ probe }, 'host probe works again');
  }

  failed(probe: string, reason: string): void {
    const last = this.#failures.get(probe);
    this.#failureCount += 1;
    this.#failures.set(probe, { probe, reason, count: (last?.count ?? 0) + 1 });
    if (last?.reason === reason) return;
    this.#log.warn({ probe, reason }, 'host probe fails: what it tells is left out until it works');
  }

  /** Takes note of a guarded call; true when it brought a value. */
  noteOutcome<T>(
    probe: string,
    outcome: CallOutcome<T>,
  ): outcome is Extract<CallOutcome<T>, { kind: 'done' }> {
    if (outcome.kind === 'done') {
      this.succeeded(probe);
      return true;
    }
    this.failed(probe, outcomeReason(outcome));
    return false;
  }

  /** What the probe looked at is no longer there. */
  forget(probe: string): void {
    this.#failures.delete(probe);
  }

  failures(): readonly ProbeFailure[] {
    return [...this.#failures.values()];
  }

  /** Failed runs of all probes since the start. */
  get failureCount(): number {
    return this.#failureCount;
  }
}

export function errorReason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function outcomeReason(outcome: Exclude<CallOutcome<unknown>, { kind: 'done' }>): string {
  switch (outcome.kind) {
    case 'failed':
      return errorReason(outcome.error);
    // One reason for both, as it is one and the same trouble.
    case 'late':
    case 'stuck':
      return 'does not answer';
    case 'full':
      return 'not tried while another one does not answer';
  }
}
