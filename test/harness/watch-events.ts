import type { ServiceError } from '@grpc/grpc-js';

import type { Event } from '../../shared/model/event.ts';
import type { Host } from '../../shared/model/host.ts';
import type { HostStatus } from '../../shared/model/status.ts';
import type { Vm } from '../../shared/model/vm.ts';
import type { WatchResponse__Output } from '../../shared/wire/generated/muster/v1/WatchResponse.ts';
import type { WatchReader } from './fleet-client.ts';

const plain = { placement: 0, observedAt: 1, recordedAt: 1, reason: '', vmIds: [], epoch: 1 };

/** `before` changes its status; `n` numbers the event and the host after it. */
export function hostEvent(n: number, before: Host, status: HostStatus): Event {
  const after = { ...before, status, n };
  return {
    ...plain,
    ...{ id: `${before.id}/1/${String(n)}`, type: 'HostStatusChanged', n, hostId: before.id },
    vmId: '',
    before: { kind: 'host', host: before },
    after: { kind: 'host', host: after },
  };
}

/** `vm` is what it is after it, but for `n`. */
export function vmEvent(n: number, vm: Vm, type: Event['type'] = 'VmStatusChanged'): Event {
  return {
    ...plain,
    ...{ id: `${vm.hostId}/1/${String(n)}`, type, n, hostId: vm.hostId, vmId: vm.id },
    placement: vm.placement,
    after: { kind: 'vm', vm: { ...vm, n } },
  };
}

/** One word for each answer: what it is, and of what. */
export function wordOf(answer: WatchResponse__Output): string {
  const { item = 'nothing', host, vm, event, snapshotEnd: end } = answer;
  if (end) return `end ${Number(end.hostCount)}+${Number(end.vmCount)}`;
  const id = (host ?? vm ?? event)?.id;
  return id === undefined ? item : `${item} ${id}`;
}

/** The words of the next `count` answers. */
export async function words(reader: WatchReader, count: number): Promise<string[]> {
  return (await reader.take(count)).map(wordOf);
}

/** How a watch fails, whatever it says before. */
export async function failureOf(reader: WatchReader): Promise<ServiceError> {
  try {
    for (;;) await reader.next();
  } catch (thrown) {
    return thrown as ServiceError;
  }
}
