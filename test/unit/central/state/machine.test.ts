import { describe, expect, it } from 'vitest';

import { isSucceeded, judgeMachine } from '../../../../central/state/machine.ts';
import type { IdentityReason } from '../../../../central/state/machine.ts';
import type { Host } from '../../../../shared/model/host.ts';
import { hostStatuses } from '../../../../shared/model/status.ts';
import type { HostStatus } from '../../../../shared/model/status.ts';
import { hostOf } from '../../../harness/model-objects.ts';
import { aHostWith, vmStateOf } from '../../../harness/stepped-host.ts';

const there = ['INITIALIZING', 'UP', 'NON_OPERATIONAL', 'PREPARING_FOR_MAINTENANCE'] as const;
const doubtful = ['SUSPECT', 'MAINTENANCE'] as const;
const gone = ['PENDING', 'NON_RESPONSIVE', 'DOWN', 'REBOOTING'] as const;

function told(reason: IdentityReason, isActive: boolean, message = ''): Partial<Host> {
  return { conditions: [{ type: 'IDENTITY_CONFLICT', isActive, reason, message, sinceAt: 1 }] };
}

function judge(
  status: HostStatus,
  other: HostStatus,
  over: Partial<Host> = {},
): ReturnType<typeof judgeMachine> {
  return judgeMachine(hostOf('a', { status, ...over }), [hostOf('b', { status: other })]);
}

describe('two host ids of one machine', () => {
  it.each(there.flatMap((one) => [...there, ...doubtful].map((other) => [one, other] as const)))(
    'a host that is %s while the other is %s: a machine was cloned',
    (one, other) => {
      const report = judge(one, other);
      expect(report).toMatchObject({ isActive: true, reason: 'SAME_MACHINE' });
      expect(report?.message).toContain('host "b"');
      expect(judge(one, other, told('SAME_MACHINE', true, report?.message))).toBeUndefined();
    },
  );

  it.each(gone.flatMap((one) => there.map((other) => [one, other] as const)))(
    'a host that is %s while the other is %s: it came back under that id',
    (one, other) => {
      const report = judge(one, other);
      expect(report).toMatchObject({ isActive: true, reason: 'RETURNED_AS' });
      expect(report?.message).toContain('host "b"');
      expect(judge(one, other, told('RETURNED_AS', true, report?.message))).toBeUndefined();
    },
  );

  it.each([
    ...there.flatMap((one) => [...gone, 'RETIRED' as const].map((other) => [one, other] as const)),
    ...gone.flatMap((one) =>
      [...gone, ...doubtful, 'RETIRED' as const].map((other) => [one, other] as const),
    ),
  ])(
    'a host that is %s while the other is %s: nothing is wrong, and what was is over',
    (one, other) => {
      expect(judge(one, other)).toBeUndefined();
      for (const reason of ['SAME_MACHINE', 'RETURNED_AS'] as const) {
        const ended = { isActive: false, reason, message: '' };
        expect(judge(one, other, told(reason, true, 'x'))).toEqual(ended);
        expect(judge(one, other, told(reason, false))).toBeUndefined();
      }
    },
  );

  it.each([...doubtful, 'RETIRED' as const])('of a host that is %s nothing new is told', (one) => {
    for (const other of hostStatuses) {
      expect(judge(one, other)).toBeUndefined();
      expect(judge(one, other, told('SAME_MACHINE', true, 'x'))).toBeUndefined();
    }
  });

  it('what a retired one reported counts for nothing, and other conditions neither', () => {
    const conditions = told('SAME_MACHINE', true, 'x').conditions ?? [];
    const busy = { ...conditions[0], type: 'CPU_PRESSURE' } as const;
    const retired = judgeMachine(hostOf('a'), [hostOf('b', { status: 'RETIRED' })]);
    expect(retired).toBeUndefined();
    const other = { ...busy, isActive: true, reason: 'BUSY', message: '', sinceAt: 0 };
    expect(judge('UP', 'DOWN', { conditions: [other] })).toBeUndefined();
    expect(judge('UP', 'UP', { conditions: [other] })?.reason).toBe('SAME_MACHINE');
  });

  it('what is told says what to do', () => {
    const clone = judge('UP', 'UP')?.message;
    expect(clone).toMatch(
      /^its machine id is also that of host "b": .*systemd-machine-id-setup\)$/,
    );
    const away = judge('DOWN', 'UP')?.message;
    expect(away).toMatch(
      /^its machine reports as host "b" now; retire host "a" .*\(setting host\.id\)$/,
    );
    // The same words with another reason are told.
    expect(judge('UP', 'UP', told('RETURNED_AS', true, clone))).toMatchObject({
      reason: 'SAME_MACHINE',
    });
  });

  it('two agents under its id are told before', () => {
    expect(judge('UP', 'UP', told('TWO_AGENTS', true, 'x'))).toBeUndefined();
    expect(judge('UP', 'UP', told('TWO_AGENTS', false))).toMatchObject({ isActive: true });
  });

  it('a return that turns into a clone is told as that', () => {
    const report = judge('UP', 'UP', told('RETURNED_AS', true, 'x'));
    expect(report).toMatchObject({ isActive: true, reason: 'SAME_MACHINE' });
  });

  it('names three, in order, and counts the rest', () => {
    const others = ['e', 'c', 'b', 'd'].map((id) => hostOf(id));
    const { message = '' } = judgeMachine(hostOf('a'), others) ?? {};
    expect(message).toContain('hosts "b", "c", "d" and 1 more:');
    const three = judgeMachine(hostOf('a'), others.slice(0, 3));
    expect(three?.message).toContain('hosts "b", "c", "e":');
  });
});

describe('a host whose machine is a new host now', () => {
  const heir = hostOf('b', { bootId: 'boot' });
  it.each(hostStatuses)('%s: it need not be waited for if it was there', (status) => {
    const isWaited = [...there, 'SUSPECT'].includes(status);
    expect(isSucceeded(hostOf('a', { status, bootId: 'boot' }), heir)).toBe(isWaited);
    expect(isSucceeded(hostOf('a', { status, bootId: 'another' }), heir)).toBe(false);
    expect(isSucceeded(hostOf('a', { status, bootId: '' }), hostOf('b', { bootId: '' }))).toBe(
      false,
    );
  });
});

describe('what is told of identity at a host', () => {
  const report = { isActive: true, reason: 'RETURNED_AS', message: 'as "b"' } as const;

  it('its VMs are what the host says that the machine is now', () => {
    const host = aHostWith([vmStateOf('v', 'UP')]);
    host.events.length = 0;
    host.apply({ kind: 'succeeded', report });
    expect(host.state.record?.host).toMatchObject({
      ...{ status: 'NON_RESPONSIVE', reason: 'RETURNED_UNDER_NEW_ID' },
      conditions: [{ type: 'IDENTITY_CONFLICT', reason: 'RETURNED_AS', isActive: true }],
    });
    expect(host.events.map(({ type, reason, vmIds }) => [type, reason, vmIds])).toEqual([
      ['HostStatusChanged', 'RETURNED_UNDER_NEW_ID', ['v']],
      ['HostConditionChanged', 'IDENTITY_CONFLICT', []],
    ]);
    host.apply({ kind: 'contact' });
    expect(host.state.record?.host.status).toBe('UP');
  });

  it('a host that said it shuts down stays DOWN', () => {
    const host = aHostWith([]);
    host.apply({ kind: 'goodbye', goodbye: 'SHUTDOWN' }, { kind: 'succeeded', report });
    expect(host.state.record?.host.status).toBe('DOWN');
    expect(host.state.record?.host.conditions[0]?.reason).toBe('RETURNED_AS');
  });

  it.each([
    ['TWO_AGENTS', 'TWO_AGENTS', false],
    ['SAME_MACHINE', 'TWO_AGENTS', true],
    ['TWO_AGENTS', 'SAME_MACHINE', true],
  ] as const)('%s holds after the end of %s: %s', (begun, ended, holds) => {
    const host = aHostWith([]);
    const kind = 'identity-conflict';
    host.apply({ kind, isActive: true, reason: begun, message: 'm' });
    host.apply({ kind, isActive: false, reason: ended, message: '' });
    expect(host.state.record?.host.conditions[0]?.isActive).toBe(holds);
  });
});
