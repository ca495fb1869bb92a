import type { Event } from '../../shared/model/event.ts';

/** Begins the `ce-source` of what replicas tell of themselves. */
export const replicaSource = '/muster/replicas/';

/** CloudEvents 1.0 in binary mode for NATS, and what a reader needs for I5 without opening the body. */
export function eventHeaders(event: Event): Readonly<Record<string, string>> {
  const [source, subject] = originOf(event);
  return {
    'ce-specversion': '1.0',
    'ce-id': event.id,
    'ce-type': `muster.v1.${event.type}`,
    'ce-source': source,
    'ce-subject': subject,
    'ce-time': new Date(event.observedAt).toISOString(),
    'content-type': 'application/json',
    ...(event.hostId !== '' && {
      'muster-epoch': String(event.epoch),
      'muster-n': String(event.n),
    }),
    ...(event.vmId !== '' && { 'muster-placement': String(event.placement) }),
  };
}

function originOf({ hostId, vmId, replicaId = '' }: Event): readonly [string, string] {
  if (hostId === '') return [`${replicaSource}${replicaId}`, replicaId];
  return [`/muster/hosts/${hostId}`, vmId === '' ? hostId : vmId];
}
