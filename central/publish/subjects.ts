import { MusterError } from '../../shared/errors.ts';
import type { Event } from '../../shared/model/event.ts';
import { isId } from '../../shared/model/id.ts';

/** Every subject Muster publishes to. The contract is proto/asyncapi.yaml. */

export const eventStream = 'MUSTER_EVENTS';
const root = 'muster.events';

/** Everything on the event stream. */
export const allEvents = `${root}.>`;

export const vmsStream = 'KV_muster_vms';

/** `muster.events.host.<host>.<type>`, `muster.events.vm.<host>.<vm>.<type>` or `muster.events.replica.<replica>.<type>`. */
export function eventSubject(event: Pick<Event, 'hostId' | 'vmId' | 'type' | 'replicaId'>): string {
  if (event.hostId === '') return `${root}.replica.${token(event.replicaId ?? '')}.${event.type}`;
  const host = token(event.hostId);
  return event.vmId === ''
    ? `${root}.host.${host}.${event.type}`
    : `${root}.vm.${host}.${token(event.vmId)}.${event.type}`;
}

/** All events of a host and its VMs, by whichever kind. */
export function hostEventsPattern(hostId: string): string {
  return `${root}.*.${token(hostId)}.>`;
}

/** The same, kind by kind. */
export function hostEventsPatterns(hostId: string): readonly string[] {
  const host = token(hostId);
  return [`${root}.host.${host}.>`, `${root}.vm.${host}.>`];
}

export function vmKeySubject(vmId: string): string {
  return `$KV.muster_vms.${token(vmId)}`;
}

/** An id with a dot or a wildcard would speak about other objects; ids are checked at the door, so this is a fault. */
function token(id: string): string {
  if (!isId(id))
    throw new MusterError('INTERNAL', `"${id}" is no id and cannot be part of a subject`);
  return id;
}
