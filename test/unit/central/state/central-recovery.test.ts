import { describe, expect, it } from 'vitest';

import { nothingKnown } from '../../../../central/state/host-state.ts';
import type { HostStatus } from '../../../../shared/model/status.ts';
import { helloOf } from '../../../harness/model-objects.ts';
import { aHostWith, vmStateOf } from '../../../harness/stepped-host.ts';
import type { SteppedHost } from '../../../harness/stepped-host.ts';

/** The central starts again: it has what it committed, and has heard nobody yet. */
function restarted(status: HostStatus): SteppedHost {
  const host = aHostWith([
    vmStateOf('stays', 'UP'),
    vmStateOf('went', 'PAUSED'),
    vmStateOf('left', 'MIGRATING_FROM'),
    vmStateOf('off', 'DOWN'),
  ]);
  if (status === 'NON_RESPONSIVE')
    host.apply({ kind: 'verdict', verdict: { status, reason: 'NO_CONTACT' } });
  if (status === 'REBOOTING') host.apply({ kind: 'goodbye', goodbye: 'REBOOT' });
  host.context = { ...host.context, instance: 'instance-2' };
  host.state = { ...host.state, ...nothingKnown };
  host.events.length = 0;
  return host;
}

const told = (host: SteppedHost): string[] =>
  host.events
    .filter(({ vmId }) => vmId !== '')
    .map(
      ({ type, vmId, after }) => `${vmId} ${type} ${after?.kind === 'vm' ? after.vm.status : ''}`,
    );

describe('OV-28: VMs believed to run when the central starts again', () => {
  it.each(['UP', 'NON_RESPONSIVE', 'REBOOTING'] as const)(
    'are what the first complete report of a host says that was %s, and nothing before it',
    (status) => {
      const host = restarted(status);
      const hello = helloOf('host-1', { run: 'run-2', bootId: 'boot-1' });
      host.apply({ kind: 'hello', hello, sessionId: 2 });
      expect([host.state.record?.host.status, told(host)]).toEqual(['INITIALIZING', []]);
      expect([...host.vms.keys()]).toEqual(['stays', 'went', 'left', 'off']);

      const vms = [vmStateOf('stays', 'UP')];
      const snapshot = { change: 1, areVmsKnown: true, vms, conditions: [], observedAt: 5 };
      host.apply({ kind: 'snapshot', run: 'run-2', snapshot });
      expect(told(host)).toEqual([
        'went VmStatusChanged DOWN',
        'went VmRemoved ',
        'left VmStatusChanged DEPARTED',
        'off VmRemoved ',
        ...(status === 'UP' ? [] : ['stays VmStatusChanged UP']),
      ]);
      expect([...host.vms.values()].map(({ id, status: now }) => `${id} ${now}`).sort()).toEqual([
        'left DEPARTED',
        'stays UP',
      ]);
      expect(host.state.record?.host.status).toBe('UP');
    },
  );

  it('are left alone by a report of an agent that could not list them', () => {
    const host = restarted('UP');
    const hello = helloOf('host-1', { run: 'run-2', bootId: 'boot-1' });
    const snapshot = { change: 1, areVmsKnown: false, vms: [], conditions: [], observedAt: 5 };
    host.apply(
      { kind: 'hello', hello, sessionId: 2 },
      { kind: 'snapshot', run: 'run-2', snapshot },
    );
    expect([told(host), host.vms.size]).toEqual([[], 4]);
  });
});
