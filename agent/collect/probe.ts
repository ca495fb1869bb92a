import type { HostStats } from '../../shared/model/stats.ts';

/**
 * One look at one thing, answered by the kernel from memory within the turn. It keeps its own last reading where it
 * needs one for rates.
 */
export interface Probe {
  readonly name: string;
  /** Milliseconds; a probe that keeps exceeding it is rested (OV-30). */
  readonly deadlineMs: number;
  /**
   * @param nowMs monotonic time, for rates
   * @throws when the system does not answer, or not in the form expected
   */
  run(nowMs: number): Partial<HostStats>;
}

/** What a probe remembers between two runs. */
export interface Reading<T> {
  readonly atMs: number;
  readonly value: T;
}

/** The system answered, but with something that is not what the documentation of the file says. */
export class UnexpectedContent extends Error {
  override readonly name = 'UnexpectedContent';
}
