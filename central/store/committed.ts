import { nothingCommitted, type Committed } from '../../shared/model/capacity.ts';
import type { StateTables } from './tables.ts';

/** One value is read, no row. */
export function committedOf(
  { committed }: Pick<StateTables, 'committed'>,
  hostId: string,
): Committed {
  const packed = committed.get(hostId);
  if (packed === undefined) return nothingCommitted;
  const [vcpuCount, memoryKib] = packed;
  return { vcpuCount, memoryKib };
}
