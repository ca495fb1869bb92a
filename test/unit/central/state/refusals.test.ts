import { describe, expect, it } from 'vitest';

import type { Op, OperatorOutcome } from '../../../../central/state/host-state.ts';
import { after, ask, goodbye, lost } from '../../../harness/operated-host.ts';
import type { SteppedHost } from '../../../harness/stepped-host.ts';

function answered(host: SteppedHost, op: Op): OperatorOutcome {
  const before = host.effects.length;
  host.apply(op);
  const answers = host.effects.slice(before).filter(({ kind }) => kind === 'operator-answer');
  expect(answers).toHaveLength(1);
  const [answer] = answers;
  if (answer?.kind !== 'operator-answer') throw new Error('it was not answered');
  return answer.outcome;
}

const vms = (count: number): 'UP'[] => Array.from({ length: count }, () => 'UP');

describe('an operator who is refused is told what is in the way, and what to do', () => {
  it.each([
    [1, 'VM v1'],
    [5, 'VM v1, v2, v3, v4, v5'],
    [7, 'VMs v1, v2, v3, v4, v5 and 2 more'],
  ])('%i VMs that may run on a host that is to retire', (count, named) => {
    expect(answered(after(vms(count), []), ask('retire'))).toEqual({
      kind: 'refused',
      message: `host "host-1" may run ${named}; move or stop them first, or use force to forget them`,
    });
  });

  it('VMs of a host that is not heard', () => {
    expect(answered(after(vms(1), lost), ask('enter-maintenance'))).toEqual({
      kind: 'refused',
      message:
        'host "host-1" is NON_RESPONSIVE, and nobody can tell whether it runs VM v1; with force whoever asks ' +
        'vouches that the machine is off, and these VMs are told as ended',
    });
  });

  it('maintenance of a tombstone, and an id that was used', () => {
    const host = after([], [ask('retire', { id: 'a' })]);
    expect(answered(host, ask('enter-maintenance'))).toEqual({
      kind: 'refused',
      message: 'host "host-1" is RETIRED, and has no maintenance',
    });
    expect(answered(host, ask('exit-maintenance', { id: 'a' }))).toEqual({
      kind: 'reused',
      message: '"a" was given to retire already',
    });
  });
});

describe('what is asked of a host that cannot show it at once', () => {
  it.each([
    ['a host that rebooted away', [goodbye('REBOOT')], 'MAINTENANCE'],
    ['a host that is not heard, without VMs', lost, 'MAINTENANCE'],
  ] as const)('%s', (_, ops, status) => {
    const host = after([], [...ops, ask('enter-maintenance', { reason: 'disk' })]);
    expect(host.state.record?.host.status).toBe(status);
    expect(host.events.at(-1)).toMatchObject({ reason: 'MAINTENANCE_REQUESTED' });
  });

  it('requests without an id are not remembered', () => {
    const host = after([], [ask('enter-maintenance'), ask('exit-maintenance')]);
    expect(host.state.record?.operatorRequests).toBeUndefined();
  });
});
