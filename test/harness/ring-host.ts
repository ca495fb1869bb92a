import { createRing } from '../../central/cluster/ring.ts';
import { hash } from './member-stage.ts';

/** Id of a host, none of `others`, that the ring of these replicas gives to one of them. */
export function hostIdOf(
  replicaId: string,
  replicaIds: readonly string[],
  ...others: readonly string[]
): string {
  const ring = createRing(
    replicaIds.map((id) => ({ id, weight: 1 })),
    hash,
  );
  const ids = Array.from({ length: 50 }, (_, i) => `host-${String(i)}`);
  const found = ids.find((id) => ring.ownerOf(id) === replicaId && !others.includes(id));
  if (found === undefined) throw new Error(`the ring gives nothing to ${replicaId}`);
  return found;
}
