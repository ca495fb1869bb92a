import { eventTypes } from '../model/event.ts';
import type { Event, EventObject, EventType, HistoryGap, SelfSuspicion } from '../model/event.ts';
import type {
  Event as EventWire,
  Event__Output as EventRead,
} from './generated/muster/v1/Event.ts';
import type { EventObject as EventObjectWire } from './generated/muster/v1/EventObject.ts';
import type { EventObject__Output as EventObjectRead } from './generated/muster/v1/EventObject.ts';
import type { HistoryGap__Output as HistoryGapRead } from './generated/muster/v1/HistoryGap.ts';
import type { SelfSuspicion__Output as SelfSuspicionRead } from './generated/muster/v1/SelfSuspicion.ts';
import { hostFromWire, hostToWire } from './host.ts';
import { timestampOf, unixMsFrom } from './time.ts';
import { incidentFromWire, incidentToWire, vmFromWire, vmToWire } from './vm.ts';

const knownTypes = new Map<string | undefined, EventType>(eventTypes.map((type) => [type, type]));

export function gapFromWire(wire: HistoryGapRead): HistoryGap {
  return {
    fromChange: wire.fromChange ?? 0,
    toChange: wire.toChange ?? 0,
    reason: wire.reason ?? '',
    fromRun: wire.fromRun ?? '',
  };
}

function objectToWire(object: EventObject): EventObjectWire {
  return object.kind === 'host'
    ? { object: 'host', host: hostToWire(object.host) }
    : { object: 'vm', vm: vmToWire(object.vm) };
}

function objectFromWire(wire: EventObjectRead | null | undefined): EventObject | undefined {
  if (wire?.host) return { kind: 'host', host: hostFromWire(wire.host) };
  if (wire?.vm) return { kind: 'vm', vm: vmFromWire(wire.vm) };
  return undefined;
}

export function eventToWire(event: Event): EventWire {
  return {
    id: event.id,
    type: event.type,
    hostId: event.hostId,
    vmId: event.vmId,
    epoch: event.epoch,
    n: event.n,
    placement: event.placement,
    observedAt: timestampOf(event.observedAt),
    recordedAt: timestampOf(event.recordedAt),
    reason: event.reason,
    ...(event.after && { after: objectToWire(event.after) }),
    ...(event.before && { before: objectToWire(event.before) }),
    vmIds: [...event.vmIds],
    ...(event.historyGap && { historyGap: event.historyGap }),
    ...(event.incident && { incident: incidentToWire(event.incident) }),
    ...(event.replicaId !== undefined && { replicaId: event.replicaId }),
    ...(event.selfSuspicion && { selfSuspicion: event.selfSuspicion }),
  };
}

const unsetEvent = { id: '', hostId: '', vmId: '', epoch: 0, n: 0, placement: 0, reason: '' };

/** undefined: an event of a type this version does not know, which readers ignore. */
export function eventFromWire(wire: EventRead): Event | undefined {
  const type = knownTypes.get(wire.type);
  if (type === undefined) return undefined;
  const { id, hostId, vmId, epoch, n, placement, reason } = { ...unsetEvent, ...wire };
  const after = objectFromWire(wire.after);
  const before = objectFromWire(wire.before);
  const incident = wire.incident && incidentFromWire(wire.incident);
  return {
    ...{ id, type, hostId, vmId, epoch, n, placement, reason },
    observedAt: unixMsFrom(wire.observedAt),
    recordedAt: unixMsFrom(wire.recordedAt),
    ...(after && { after }),
    ...(before && { before }),
    vmIds: wire.vmIds ?? [],
    ...(wire.historyGap && { historyGap: gapFromWire(wire.historyGap) }),
    ...(incident && { incident }),
    ...doubtFromWire(wire),
  };
}

function doubtFromWire(wire: EventRead): Pick<Event, 'replicaId' | 'selfSuspicion'> {
  const { replicaId = '', selfSuspicion } = wire;
  return {
    ...(replicaId !== '' && { replicaId }),
    ...(selfSuspicion && { selfSuspicion: suspicionFromWire(selfSuspicion) }),
  };
}

function suspicionFromWire(wire: SelfSuspicionRead): SelfSuspicion {
  const { hostsInContact = 0, silentHosts = 0, holdMs = 0 } = wire;
  return { hostsInContact, silentHosts, holdMs };
}
