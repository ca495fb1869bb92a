import { MusterError } from '../../shared/errors.ts';

/** Whether a part can do its work right now. Cheap and without side effects: it is asked every second. */
export interface ReadinessCheck {
  /** Short, such as store, nats, loop. */
  readonly name: string;
  check(): { readonly isOk: boolean; readonly message: string };
}

export interface ReadinessResult {
  readonly name: string;
  readonly isOk: boolean;
  readonly message: string;
}

export interface ReadinessReport {
  /** All checks are ok. */
  readonly isReady: boolean;
  readonly checks: readonly ReadinessResult[];
}

/** A check that throws is not ok, and the error says why. */
export function readinessOf(checks: readonly ReadinessCheck[]): ReadinessReport {
  const results = checks.map((check): ReadinessResult => {
    try {
      const { isOk, message } = check.check();
      return { name: check.name, isOk, message };
    } catch (thrown) {
      return { name: check.name, isOk: false, message: MusterError.from(thrown).message };
    }
  });
  return { isReady: results.every(({ isOk }) => isOk), checks: results };
}
