import { MusterError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';

/** No other id can be in the store; LMDB throws at keys beyond its bounds. */
export function isStorableId(id: string): boolean {
  return id.length > 0 && id.length <= limits.idLengthMax;
}

/** Throws INTERNAL: ids are checked where they enter the central, so another one here is our own fault. */
export function assertStorable(ids: Iterable<string>): void {
  for (const id of ids) {
    if (!isStorableId(id)) {
      throw new MusterError(
        'INTERNAL',
        `the store was given the id ${JSON.stringify(id)}, ids have 1 to ${limits.idLengthMax} characters`,
      );
    }
  }
}
