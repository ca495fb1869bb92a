import { describe, expect, it } from 'vitest';

import type { Op } from '../../../../central/state/host-state.ts';
import type { VmStatus } from '../../../../shared/model/status.ts';
import {
  after,
  digest,
  emptyPicture,
  enter,
  exit,
  goodbye,
  hello,
  lost,
  picture,
  removed,
  silent,
  statusOf,
  unfit,
  vm,
} from '../../../harness/operated-host.ts';
import { changeOf, vmStateOf } from '../../../harness/stepped-host.ts';

/** OV 1.3: PreparingForMaintenance, Maintenance. */

describe('which VMs hold maintenance back', () => {
  const expected: Readonly<Record<VmStatus, boolean>> = {
    ...{ UNKNOWN: true, WAIT_FOR_LAUNCH: true, POWERING_UP: true, UP: true, PAUSED: true },
    ...{ NOT_RESPONDING: true, MIGRATING_FROM: true, MIGRATING_TO: true, DEPARTED: false },
    ...{ REBOOTING: true, SAVING: true, SUSPENDED: false, RESTORING: true },
    ...{ POWERING_DOWN: true, DOWN: false },
  };

  it.each(Object.entries(expected))('%s: %s', (status, holds) => {
    const host = after(['UP'], [changeOf(2, vmStateOf('v1', status as VmStatus)), enter]);
    const is = host.state.record?.host.status;
    expect(is).toBe(holds ? 'PREPARING_FOR_MAINTENANCE' : 'MAINTENANCE');
  });

  it('one that another host holds and this one runs', () => {
    const host = after([], []);
    const elsewhere = { ...vmStateOf('v1', 'UP'), hostId: 'host-2', placement: 5, epoch: 1, n: 1 };
    const held = {
      ...elsewhere,
      reported: { status: 'UP', reason: 'BOOTED', sinceAt: 0 },
    } as const;
    host.context = { ...host.context, findVm: () => held };
    host.apply(vm(2, 'UP'), enter);
    expect(statusOf(host)).toBe('PREPARING_FOR_MAINTENANCE/MAINTENANCE_REQUESTED');
    host.apply(removed(3));
    expect(statusOf(host)).toBe('MAINTENANCE/NO_VM_LEFT');
  });

  it('an owner that does not know yet what the agent reports beside its own waits for it', () => {
    const host = after([], []);
    host.state = { ...host.state, areStraysKnown: false };
    host.apply(enter);
    expect(statusOf(host)).toBe('PREPARING_FOR_MAINTENANCE/MAINTENANCE_REQUESTED');
    host.apply(digest);
    expect(statusOf(host)).toBe('MAINTENANCE/NO_VM_LEFT');
  });
});

describe('the last VM goes in the commit that ends it', () => {
  it.each<readonly [string, Op]>([
    ['it ended', vm(2, 'DOWN')],
    ['it was saved', vm(2, 'SUSPENDED')],
    ['it was migrated away', vm(2, 'DEPARTED')],
    ['nobody lists it any more', removed(2)],
    ['a picture lacks it', { kind: 'snapshot', run: 'run-1', snapshot: emptyPicture(2) }],
  ])('%s', (_, op) => {
    const host = after(['UP'], [enter]);
    const commits = host.steps.length;
    host.apply(op);
    expect(statusOf(host)).toBe('MAINTENANCE/NO_VM_LEFT');
    expect(host.steps).toHaveLength(commits + 1);
    const told = host.steps.at(-1)?.events.at(-1);
    expect(told).toMatchObject({ type: 'HostStatusChanged', reason: 'NO_VM_LEFT' });
  });

  it('taken by another host, when it is gone here too', () => {
    const host = after(['UP'], [enter]);
    host.context = { ...host.context, findVm: () => undefined };
    host.apply({ kind: 'vm-taken', vmId: 'v1' });
    expect(statusOf(host)).toBe('PREPARING_FOR_MAINTENANCE/MAINTENANCE_REQUESTED');
    host.apply(removed(2));
    expect(statusOf(host)).toBe('MAINTENANCE/NO_VM_LEFT');
  });

  it('taken from a host that is not heard any more', () => {
    const host = after(['UP'], [enter, ...lost]);
    host.context = { ...host.context, findVm: () => undefined };
    host.apply({ kind: 'vm-taken', vmId: 'v1' });
    expect(statusOf(host)).toBe('MAINTENANCE/NO_VM_LEFT');
  });
});

describe('everything that comes while it prepares', () => {
  it.each<readonly [string, readonly Op[], string]>([
    ['silence', [silent('SUSPECT')], 'SUSPECT/SILENT'],
    ['more of it', lost, 'NON_RESPONSIVE/SILENT'],
    ['contact again', [...lost, { kind: 'contact' }], 'PREPARING_FOR_MAINTENANCE/CONTACT_RESTORED'],
    [
      'the same run',
      [silent('SUSPECT'), hello('run-1')],
      'PREPARING_FOR_MAINTENANCE/CONTACT_RESTORED',
    ],
    ['a new run', [hello('run-2')], 'INITIALIZING/AGENT_RESTARTED'],
    [
      'its picture with a VM',
      [hello('run-2'), picture('run-2', 'UP')],
      'PREPARING_FOR_MAINTENANCE/FIRST_SYNC_DONE',
    ],
    ['its picture without', [hello('run-2'), picture('run-2')], 'MAINTENANCE/FIRST_SYNC_DONE'],
    ['a shutdown', [goodbye('SHUTDOWN')], 'DOWN/SHUTDOWN_ANNOUNCED'],
    ['a reboot', [goodbye('REBOOT')], 'REBOOTING/REBOOT_ANNOUNCED'],
    ['a condition', [unfit], 'PREPARING_FOR_MAINTENANCE/MAINTENANCE_REQUESTED'],
    [
      'another VM',
      [changeOf(2, vmStateOf('v2', 'UP'))],
      'PREPARING_FOR_MAINTENANCE/MAINTENANCE_REQUESTED',
    ],
  ])('%s', (_, ops, expected) => {
    const host = after(['UP'], [enter, ...ops]);
    expect(statusOf(host)).toBe(expected);
    expect(host.state.record?.host.maintenance).toMatchObject({ by: 'alice', reason: 'new disk' });
  });
});

describe('everything that comes in MAINTENANCE', () => {
  it.each<readonly [string, readonly Op[], readonly string[]]>([
    ['a verdict on its way', lost, []],
    ['contact', [{ kind: 'contact' }], []],
    ['a shutdown', [goodbye('SHUTDOWN')], []],
    ['a reboot', [goodbye('REBOOT')], []],
    ['a restart of the agent', [goodbye('RESTART')], []],
    ['a condition', [unfit], []],
    [
      'its machine under another id',
      [{ kind: 'succeeded', report: { isActive: true, reason: 'RETURNED_AS', message: '' } }],
      [],
    ],
    [
      'a conflict',
      [{ kind: 'identity-conflict', isActive: true, reason: 'TWO_AGENTS', message: 'two' }],
      [],
    ],
    ['a VM that is off', [changeOf(2, vmStateOf('v2', 'DOWN'))], ['VmAdded']],
    ['a new run', [hello('run-2')], ['HostChanged', 'HistoryGap']],
    ['its picture', [hello('run-2'), picture('run-2')], ['HostChanged', 'HistoryGap']],
    ['a digest', [digest], []],
  ])('%s', (_, ops, told) => {
    const host = after([], [enter]);
    host.events.length = 0;
    for (const op of ops) host.apply(op);
    expect(host.events.map(({ type }) => type)).toEqual(told);
    expect(host.state.record?.host.status).toBe('MAINTENANCE');
  });

  it('a VM that starts makes it prepare again, with an event, until it is gone', () => {
    const host = after([], [enter]);
    host.apply(vm(2, 'UP'));
    expect(statusOf(host)).toBe('PREPARING_FOR_MAINTENANCE/VM_THERE');
    host.apply(vm(3, 'DOWN'));
    expect(statusOf(host)).toBe('MAINTENANCE/NO_VM_LEFT');
  });

  it('records the conditions nobody is alarmed by', () => {
    const host = after([], [enter]);
    host.apply(unfit);
    expect(host.state.record?.host.conditions).toMatchObject([
      { type: 'NETWORK_DOWN', isActive: true, isDisqualifying: true },
    ]);
  });
});

describe('what is told', () => {
  it('has before, after, reason, and the words of who asked', () => {
    const host = after(['UP'], []);
    host.events.length = 0;
    host.apply(enter);
    host.apply(vm(2, 'DOWN'));
    host.apply(exit);
    const told = host.events
      .filter(({ vmId }) => vmId === '')
      .map(({ type, reason, before, after: now }) => ({
        ...{ type, reason },
        from: before?.kind === 'host' ? before.host.status : '',
        to: now?.kind === 'host' ? now.host.status : '',
        by: now?.kind === 'host' ? now.host.maintenance?.by : '',
      }));
    const type = 'HostStatusChanged';
    const preparing = 'PREPARING_FOR_MAINTENANCE';
    expect(told).toEqual([
      { type, reason: 'MAINTENANCE_REQUESTED', from: 'UP', to: preparing, by: 'alice' },
      { type, reason: 'NO_VM_LEFT', from: preparing, to: 'MAINTENANCE', by: 'alice' },
      { type, reason: 'MAINTENANCE_OVER', from: 'MAINTENANCE', to: 'UP', by: undefined },
    ]);
  });
});
