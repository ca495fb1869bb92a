import { describe, expect, it } from 'vitest';

import { eventLine } from '../../../../../central/cli/format/event-text.ts';
import { eventTypes } from '../../../../../shared/model/event.ts';
import type { Event__Output } from '../../../../../shared/wire/generated/muster/v1/Event.ts';
import type { Host__Output } from '../../../../../shared/wire/generated/muster/v1/Host.ts';
import type { Vm__Output } from '../../../../../shared/wire/generated/muster/v1/Vm.ts';

const now = 1_763_619_601_000;
const at = { seconds: now / 1000, nanos: 0 };

const host = (fields: Partial<Host__Output> = {}) => ({
  host: { id: 'node-1', name: 'node-1', status: 'HOST_STATUS_UP' as const, ...fields },
});
const vm = (fields: Partial<Vm__Output> = {}) => ({
  vm: {
    id: 'vm-1',
    name: 'web',
    hostId: 'node-1',
    status: 'VM_STATUS_UP' as const,
    ...fields,
  },
});

function told(event: Partial<Event__Output>): string {
  const whole = { hostId: 'node-1', recordedAt: at, observedAt: at, ...event };
  const line = eventLine(whole, { hasColor: false, isWide: false, now });
  return line.replace(/^\S+ +\S+ +/, '');
}

const paused = { status: 'VM_STATUS_PAUSED' } as const;
const lost = { status: 'HOST_STATUS_NON_RESPONSIVE' } as const;
const issue = {
  kind: 'MEMORY_ISSUE_KIND_BELOW_GUARANTEE',
  currentKib: 1024,
  expectedKib: 2048,
} as const;
const withIssue = { details: { memoryIssues: { issues: [issue] } } };

describe('an event as one line', () => {
  it.each<[Partial<Event__Output>, string]>([
    [
      { type: 'HostAdded', after: host({ status: 'HOST_STATUS_INITIALIZING' }), reason: 'HELLO' },
      'host node-1: new, INITIALIZING (HELLO)',
    ],
    [
      {
        type: 'HostStatusChanged',
        before: host(),
        after: host(lost),
        reason: 'SILENT',
        vmIds: ['a', 'b'],
      },
      'host node-1: UP -> NON_RESPONSIVE (SILENT), concerns 2 VMs',
    ],
    [
      {
        type: 'HostChanged',
        before: host({ agentVersion: '0.1.0', n: 1 }),
        after: host({ agentVersion: '0.2.0', n: 2, labels: { a: 'b' } }),
      },
      'host node-1: changed: labels, agentVersion',
    ],
    [{ type: 'HostChanged', after: host() }, 'host node-1: changed'],
    [
      {
        type: 'HostConditionChanged',
        before: host({ conditions: [{ type: 'CONDITION_TYPE_CPU_PRESSURE', active: true }] }),
        after: host({
          conditions: [
            {
              type: 'CONDITION_TYPE_DISK_PRESSURE',
              active: true,
              reason: 'FULL',
              message: '/ is full.',
            },
            { type: 'CONDITION_TYPE_CPU_PRESSURE', active: false },
          ],
        }),
      },
      'host node-1: DISK_PRESSURE began (FULL): / is full.; CPU_PRESSURE ended',
    ],
    [
      { type: 'HostVmsRestored', after: host(), vmIds: ['a'] },
      'host node-1: in contact again, 1 VM known again',
    ],
    [
      {
        type: 'HostOwnerChanged',
        reason: 'TAKEN_OVER',
        before: host({ owner: 'r1' }),
        after: host({ owner: 'r2' }),
      },
      'host node-1: owner r1 -> r2 (TAKEN_OVER)',
    ],
    [
      {
        type: 'VmDuplicated',
        vmIds: ['v1', 'v2'],
        after: host({
          duplicates: [
            { vmId: 'v1', holderHostId: 'node-2' },
            { vmId: 'v2', holderHostId: 'node-3' },
          ],
        }),
      },
      'host node-1: VM v1 runs here and on host node-2; VM v2 runs here and on host node-3',
    ],
    [
      {
        type: 'ReplicaSuspectsItself',
        hostId: '',
        replicaId: 'central-1',
        reason: 'MASS_SILENCE',
        selfSuspicion: { hostsInContact: 2_000, silentHosts: 1_000, holdMs: 30_000 },
      },
      'replica central-1: 1000 of 2000 hosts fell silent at once (MASS_SILENCE), none is given up for 30 s unless contact returns',
    ],
    [
      { type: 'HistoryGap', historyGap: { fromChange: 3, toChange: 9, reason: 'AGENT_RESTARTED' } },
      'host node-1: history lost between changes 3 and 9 (AGENT_RESTARTED)',
    ],
    [
      { type: 'VmAdded', vmId: 'vm-1', after: vm(), reason: 'BOOTED' },
      'vm web (vm-1) on node-1: new, UP (BOOTED)',
    ],
    [
      { type: 'VmStatusChanged', vmId: 'vm-1', before: vm(), after: vm(paused), reason: 'EIO' },
      'vm web (vm-1) on node-1: UP -> PAUSED (EIO)',
    ],
    [
      { type: 'VmChanged', vmId: 'vm-1', before: vm(), after: vm({ vcpuCount: 4 }) },
      'vm web (vm-1) on node-1: changed: vcpuCount',
    ],
    [
      { type: 'VmRemoved', vmId: 'vm-1', before: vm(paused), reason: 'DOMAIN_MISSING' },
      'vm web (vm-1) on node-1: gone, was PAUSED (DOMAIN_MISSING)',
    ],
    [
      {
        type: 'VmMigrated',
        vmId: 'vm-1',
        before: vm({ hostId: 'node-0' }),
        after: vm(),
        reason: 'MIGRATED',
      },
      'vm web (vm-1) on node-1: node-0 -> node-1, UP (MIGRATED)',
    ],
    [{ type: 'VmRebooted', vmId: 'vm-1', after: vm(), incident: {} }, 'vm web (vm-1) on node-1'],
    [
      { type: 'VmWatchdog', vmId: 'vm-1', after: vm(), incident: { action: 'reset' } },
      'vm web (vm-1) on node-1: action reset',
    ],
    [
      { type: 'VmIoError', vmId: 'vm-1', incident: { action: 'pause', detail: 'vda' } },
      'vm vm-1 on node-1: vda, action pause',
    ],
    [
      {
        type: 'VmMigrationProgress',
        vmId: 'vm-1',
        after: vm({ migration: { fromHostId: 'node-1', iteration: 3 } }),
      },
      'vm web (vm-1) on node-1: node-1 -> ?, pass 3',
    ],
    [
      { type: 'VmCrashed', vmId: 'vm-1', incident: { detail: 'panic' } },
      'vm vm-1 on node-1: panic',
    ],
    [{ type: 'HostNicDown', after: host(), reason: 'eth1' }, 'host node-1: link of eth1 is down'],
    [{ type: 'HostNicUp', after: host(), reason: 'eth1' }, 'host node-1: link of eth1 is up'],
    [
      { type: 'VmConsoleConnected', vmId: 'vm-1', incident: { detail: '10.0.0.9' } },
      'vm vm-1 on node-1: 10.0.0.9',
    ],
    [
      { type: 'VmGuestChanged', vmId: 'vm-1', after: vm(), reason: 'AGENT_CONNECTED' },
      'vm web (vm-1) on node-1: guest AGENT_CONNECTED',
    ],
    [
      { type: 'VmDevicesChanged', vmId: 'vm-1', after: vm(), reason: 'ATTACHED' },
      'vm web (vm-1) on node-1: devices ATTACHED',
    ],
    [
      {
        ...{ type: 'VmMemoryIssueBegan', vmId: 'vm-1', reason: 'BELOW_GUARANTEE' },
        after: vm(withIssue),
      },
      'vm web (vm-1) on node-1: BELOW_GUARANTEE: it has 1MiB and is guaranteed 2MiB',
    ],
    [
      {
        ...{ type: 'VmMemoryIssueEnded', vmId: 'vm-1', reason: 'BELOW_GUARANTEE' },
        ...{ before: vm(withIssue), after: vm() },
      },
      'vm web (vm-1) on node-1: no more BELOW_GUARANTEE: it has 1MiB and is guaranteed 2MiB',
    ],
    [
      { type: 'HostPainted', before: host(), after: host(lost), reason: 'NEW' },
      'host node-1: UP -> NON_RESPONSIVE (NEW)',
    ],
  ])('%o', (event, text) => {
    expect(told(event)).toBe(text);
  });

  it('speaks of every known type of event', () => {
    for (const type of eventTypes) expect(told({ type, after: host() })).toMatch(/^host node-1/);
  });

  it('cannot be steered by a name', () => {
    expect(told({ type: 'VmAdded', vmId: 'x', after: vm({ name: 'a\u001b[2Jb' }) })).toContain(
      'vm a?[2Jb (x)',
    );
  });

  it('is colored only where it needs attention', () => {
    const line = (event: Partial<Event__Output>): string =>
      eventLine({ recordedAt: at, ...event }, { hasColor: true, isWide: false, now });
    expect(line({ type: 'HostStatusChanged', after: host(lost) })).toMatch(/^\u001b\[31m/);
    expect(line({ type: 'HistoryGap' })).toMatch(/^\u001b\[33m/);
    expect(line({ type: 'VmCrashed', after: vm() })).toMatch(/^\u001b\[31m/);
    expect(line({ type: 'VmStatusChanged', after: vm() })).not.toContain('\u001b');
  });

  it('adds identity and delay in wide output', () => {
    const event = { id: 'node-1/4/7', type: 'HostAdded', hostId: 'node-1', after: host() };
    const observedAt = { seconds: now / 1000 - 1, nanos: 0 };
    const style = { hasColor: false, isWide: true, now };
    expect(eventLine({ ...event, recordedAt: at, observedAt }, style)).toBe(
      '2025-11-20T06:20:01.000Z  HostAdded             host node-1: new, UP  [node-1/4/7, recorded after 1000 ms]',
    );
  });
});
