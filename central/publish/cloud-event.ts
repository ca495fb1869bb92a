import type { Event } from '../../shared/model/event.ts';

/** CloudEvents 1.0 in binary mode for NATS, and what a reader needs for I5 without opening the body. */
export function eventHeaders(event: Event): Readonly<Record<string, string>> {
  return {
    'ce-specversion': '1.0',
    'ce-id': event.id,
    'ce-type': `muster.v1.${event.type}`,
    'ce-source': `/muster/hosts/${event.hostId}`,
    'ce-subject': event.vmId === '' ? event.hostId : event.vmId,
    'ce-time': new Date(event.observedAt).toISOString(),
    'content-type': 'application/json',
    'muster-epoch': String(event.epoch),
    'muster-n': String(event.n),
    ...(event.vmId !== '' && { 'muster-placement': String(event.placement) }),
  };
}
