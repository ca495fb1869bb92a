import { describe, expect, it } from 'vitest';

import type { Op } from '../../../../central/state/host-state.ts';
import {
  after,
  ask,
  emptyPicture,
  enter,
  exit,
  goodbye,
  hello,
  silent,
  statusOf,
  unfit,
  vm,
} from '../../../harness/operated-host.ts';

/** Seed-systems 6.2: a host that is retired stays so. */

describe('everything that comes to a tombstone', () => {
  it.each<readonly [string, Op]>([
    ['a Hello of its run', hello('run-1')],
    ['a Hello of a new run', hello('run-2', 'boot-2')],
    ['a late change', vm(2, 'UP')],
    ['a late picture', { kind: 'snapshot', run: 'run-1', snapshot: emptyPicture(2) }],
    ['a digest', { kind: 'digest', run: 'run-1', digest: { change: 9, vmCount: 1, hash: 1 } }],
    ['contact', { kind: 'contact' }],
    ['a verdict', silent('NON_RESPONSIVE')],
    ['a goodbye', goodbye('SHUTDOWN')],
    ['a condition', unfit],
    [
      'its machine under another id',
      { kind: 'succeeded', report: { isActive: true, reason: 'RETURNED_AS', message: '' } },
    ],
    [
      'a conflict',
      { kind: 'identity-conflict', isActive: true, reason: 'TWO_AGENTS', message: 'two' },
    ],
    ['a VM that was taken', { kind: 'vm-taken', vmId: 'v1' }],
    ['a look at strays', { kind: 'retry-strays', afterMs: 250 }],
    ['maintenance', enter],
    ['the end of maintenance', exit],
    ['retirement again', ask('retire')],
    ['tidying', { kind: 'tidy' }],
  ])('%s', (_, op) => {
    const host = after(['DOWN'], [ask('retire')]);
    host.events.length = 0;
    host.apply(op);
    expect(statusOf(host)).toBe('RETIRED/RETIRED_BY_OPERATOR');
    expect(host.events).toEqual([]);
    expect(host.vms.size).toBe(0);
  });

  it('tells an agent that it is one, under any owner', () => {
    const host = after([], [ask('retire')]);
    host.context = { ...host.context, replicaId: 'replica-2', instance: 'other' };
    host.effects.length = 0;
    host.apply(hello('run-3'));
    expect(host.effects).toEqual([{ kind: 'retired' }]);
    expect(host.state.record).toMatchObject({ owner: 'replica-2', host: { status: 'RETIRED' } });
    expect(host.state.record?.host.retirement).toMatchObject({ by: 'alice', reason: 'new disk' });
  });

  it('forgets its VMs first, each with an event, by force those that run too', () => {
    const host = after(['UP', 'DOWN'], []);
    host.events.length = 0;
    host.apply(ask('retire', { force: true }));
    expect(host.events.map(({ type, reason, vmId }) => `${type} ${reason} ${vmId}`)).toEqual([
      'VmRemoved HOST_RETIRED v1',
      'VmRemoved HOST_RETIRED v2',
      'HostStatusChanged RETIRED_BY_OPERATOR ',
    ]);
  });

  it('forgets more VMs than one commit holds', () => {
    const host = after(
      Array.from({ length: 200 }, () => 'DOWN' as const),
      [],
    );
    const commits = host.steps.length;
    host.apply(ask('retire'));
    expect(host.vms.size).toBe(0);
    expect(host.steps.length).toBeGreaterThan(commits + 2);
    expect(statusOf(host)).toBe('RETIRED/RETIRED_BY_OPERATOR');
  });
});
