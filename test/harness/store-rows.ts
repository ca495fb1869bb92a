import type { StoredHost } from '../../central/ports.ts';
import type { Event } from '../../shared/model/event.ts';
import type { Host } from '../../shared/model/host.ts';
import type { HostFilter, VmFilter } from '../../shared/model/query.ts';
import type { Vm } from '../../shared/model/vm.ts';

/** Rows as the store sees them; what a test does not name has some ordinary value. */
export function aHost(id: string, changes: Partial<Host> = {}): Host {
  return {
    id,
    name: `name-of-${id}`,
    site: 'north',
    labels: {},
    class: 'PERMANENT',
    agentVersion: '1.0.0',
    capabilities: ['libvirt'],
    run: 'run-1',
    bootId: 'boot-1',
    status: 'UP',
    reason: '',
    sinceAt: 1_735_689_600_000,
    conditions: [],
    owner: 'replica-1',
    epoch: 1,
    n: 1,
    vmCount: 0,
    ...changes,
  };
}

export function aStoredHost(id: string, changes: Partial<Host> = {}, revision = 1): StoredHost {
  const host = aHost(id, changes);
  return {
    revision,
    record: {
      incarnation: 'incarnation-1',
      owner: host.owner,
      instance: 'instance-1',
      epoch: host.epoch,
      n: host.n,
      host,
      pictureRun: host.run,
      appliedChanges: [{ run: host.run, change: 7 }],
      pending: [],
    },
  };
}

export function aVm(id: string, hostId: string, changes: Partial<Vm> = {}): Vm {
  return {
    id,
    name: `name-of-${id}`,
    hostId,
    placement: 1,
    status: 'UP',
    reason: 'BOOTED',
    sinceAt: 1_735_689_600_000,
    reported: { status: 'UP', reason: 'BOOTED', sinceAt: 1_735_689_600_000 },
    isPersistent: true,
    vcpuCount: 2,
    memoryMaxKib: 2_097_152,
    isGuestAgentConnected: false,
    epoch: 1,
    n: 1,
    ...changes,
  };
}

export function anEvent(hostId: string, n: number): Event {
  return {
    id: `${hostId}/1/${n}`,
    type: 'HostStatusChanged',
    hostId,
    vmId: '',
    epoch: 1,
    n,
    placement: 0,
    observedAt: 1_735_689_600_000,
    recordedAt: 1_735_689_600_001,
    reason: 'CONTACT',
    after: { kind: 'host', host: aHost(hostId) },
    vmIds: [],
  };
}

/** What a replica says of itself. */
export function aReplicaEvent(replicaId: string, k = 1): Event {
  return {
    ...{ id: `${replicaId}/start-1/${k}`, type: 'ReplicaSuspectsItself', replicaId },
    ...{ hostId: '', vmId: '', epoch: 0, n: 0, placement: 0, vmIds: [] },
    ...{ observedAt: 1_735_689_600_000, recordedAt: 1_735_689_600_000, reason: 'MASS_SILENCE' },
    selfSuspicion: { hostsInContact: 2_000, silentHosts: 1_000, holdMs: 30_000 },
  };
}

export const anyHost: HostFilter = { statuses: [], sites: [], labels: [], namePrefix: '' };
export const anyVm: VmFilter = {
  statuses: [],
  healths: [],
  hostIds: [],
  sites: [],
  labels: [],
  namePrefix: '',
};
