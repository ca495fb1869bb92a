import { describe, expect, it } from 'vitest';

import type { ConditionVerdict, Op } from '../../../../central/state/host-state.ts';
import type { Hello } from '../../../../shared/model/protocol.ts';
import type { ConditionType, GoodbyeKind } from '../../../../shared/model/status.ts';
import { aHostWith, vmStateOf } from '../../../harness/stepped-host.ts';
import type { SteppedHost } from '../../../harness/stepped-host.ts';

const began = (type: ConditionType, isDisqualifying: boolean): ConditionVerdict => ({
  ...{ type, isDisqualifying },
  report: { type, isActive: true, reason: 'R', message: 'm' },
});
const ended = (type: ConditionType, isDisqualifying = false): ConditionVerdict => ({
  ...{ type, isDisqualifying },
  report: { type, isActive: false, reason: '', message: '' },
});
const judge = (...verdicts: ConditionVerdict[]): Op => ({ kind: 'conditions', verdicts });
const unfit = judge(began('NETWORK_DOWN', true));
const silent = (status: 'SUSPECT' | 'NON_RESPONSIVE'): Op => ({
  kind: 'verdict',
  verdict: { status, reason: 'SILENT' },
});
const contact: Op = { kind: 'contact' };
const goodbye = (kind: GoodbyeKind): Op => ({ kind: 'goodbye', goodbye: kind });
const hello = (run: string, bootId: string): Op => {
  const said: Hello = {
    ...{ hostId: 'host-1', run, bootId, machineIdHash: '', protocolVersion: 1, name: 'host-1' },
    ...{ agentVersion: '1', capabilities: [], site: '', labels: {}, class: 'PERMANENT' },
    ...{ epochSeen: 0, safeChange: 0, lastChange: 0, unreachableOwner: '', redirects: 0 },
    sentAt: 0,
  };
  return { kind: 'hello', hello: said, sessionId: 2 };
};
const picture = (run: string): Op => ({
  ...{ kind: 'snapshot', run },
  snapshot: { change: 1, areVmsKnown: true, vms: [], conditions: [], observedAt: 0 },
});

function statusOf(host: SteppedHost): string {
  const { status, reason } = host.state.record?.host ?? {};
  return `${status ?? ''}/${reason ?? ''}`;
}

const told = ({ events }: SteppedHost): string[] =>
  events.flatMap(({ type, reason, vmId, before, after }) => {
    const is = (side: typeof after): string => (side?.kind === 'host' ? side.host.status : '');
    return vmId === '' ? `${type} ${reason} ${is(before)} -> ${is(after)}` : [];
  });

describe('the status of a host (seed-systems 1.3)', () => {
  it.each<readonly [string, readonly Op[], string]>([
    ['a required condition fails', [unfit], 'NON_OPERATIONAL/NETWORK_DOWN'],
    [
      'a condition that is not required',
      [judge(began('CPU_PRESSURE', false))],
      'UP/FIRST_SYNC_DONE',
    ],
    ['OV 1.3 automatic recovery', [unfit, judge(ended('NETWORK_DOWN'))], 'UP/FIT_AGAIN'],
    [
      'it ended, its minimum time has not',
      [unfit, judge(ended('NETWORK_DOWN', true))],
      'NON_OPERATIONAL/NETWORK_DOWN',
    ],
    [
      'one of two ended',
      [unfit, judge(began('DISK_PRESSURE', true)), judge(ended('NETWORK_DOWN'))],
      'NON_OPERATIONAL/DISK_PRESSURE',
    ],
    ['unfit and silent', [unfit, silent('SUSPECT')], 'SUSPECT/SILENT'],
    [
      'unfit, silent and heard',
      [unfit, silent('SUSPECT'), contact],
      'NON_OPERATIONAL/NETWORK_DOWN',
    ],
    [
      'unfit, lost and heard',
      [unfit, silent('SUSPECT'), silent('NON_RESPONSIVE'), contact],
      'NON_OPERATIONAL/NETWORK_DOWN',
    ],
    ['becomes unfit while suspected', [silent('SUSPECT'), unfit], 'SUSPECT/SILENT'],
    [
      'which counts when it is heard',
      [silent('SUSPECT'), unfit, contact],
      'NON_OPERATIONAL/NETWORK_DOWN',
    ],
    [
      'fit again while suspected',
      [unfit, silent('SUSPECT'), judge(ended('NETWORK_DOWN')), contact],
      'UP/CONTACT_RESTORED',
    ],
    [
      'unfit, the same run in a new session',
      [unfit, silent('SUSPECT'), hello('run-1', 'boot-1')],
      'NON_OPERATIONAL/NETWORK_DOWN',
    ],
    ['unfit, a new run', [unfit, hello('run-2', 'boot-1')], 'INITIALIZING/AGENT_RESTARTED'],
    [
      'unfit, the picture of a new run',
      [unfit, hello('run-2', 'boot-1'), picture('run-2')],
      'NON_OPERATIONAL/NETWORK_DOWN',
    ],
    ['an announced reboot', [goodbye('REBOOT')], 'REBOOTING/REBOOT_ANNOUNCED'],
    ['its deadline', [goodbye('REBOOT'), silent('NON_RESPONSIVE')], 'NON_RESPONSIVE/SILENT'],
    [
      'another boot id proves the reboot',
      [goodbye('REBOOT'), hello('run-2', 'boot-2')],
      'INITIALIZING/HOST_REBOOTED',
    ],
    ['a reboot nobody announced', [hello('run-2', 'boot-2')], 'INITIALIZING/HOST_REBOOTED'],
    [
      'the same boot id: no reboot',
      [goodbye('REBOOT'), hello('run-2', 'boot-1')],
      'INITIALIZING/REBOOT_NOT_DONE',
    ],
    [
      'the same boot id: no shutdown',
      [goodbye('SHUTDOWN'), hello('run-2', 'boot-1')],
      'INITIALIZING/SHUTDOWN_NOT_DONE',
    ],
    [
      'no boot id proves nothing',
      [goodbye('REBOOT'), hello('run-2', '')],
      'INITIALIZING/AGENT_RESTARTED',
    ],
    ['a restart of the agent is none of the host', [goodbye('RESTART')], 'UP/FIRST_SYNC_DONE'],
    ['unfit, then shut down', [unfit, goodbye('SHUTDOWN')], 'DOWN/SHUTDOWN_ANNOUNCED'],
  ])('%s', (_, ops, expected) => {
    const host = aHostWith([]);
    for (const op of ops) host.apply(op);
    expect(statusOf(host)).toBe(expected);
  });
});

describe('each edge is one event with before, after and reason', () => {
  it('of the condition, then of the status', () => {
    const host = aHostWith([vmStateOf('v1', 'UP')]);
    host.events.length = 0;
    const commits = host.steps.length;
    host.apply(unfit);
    host.apply(unfit);
    host.apply(judge(ended('NETWORK_DOWN')));
    expect(told(host)).toEqual([
      'HostConditionChanged NETWORK_DOWN UP -> UP',
      'HostStatusChanged NETWORK_DOWN UP -> NON_OPERATIONAL',
      'HostConditionChanged NETWORK_DOWN NON_OPERATIONAL -> NON_OPERATIONAL',
      'HostStatusChanged FIT_AGAIN NON_OPERATIONAL -> UP',
    ]);
    expect(host.steps).toHaveLength(commits + 2);
  });

  it('leaves the VMs alone, and gives them back when an unfit host is heard again', () => {
    const host = aHostWith([vmStateOf('v1', 'UP')]);
    host.apply(unfit);
    expect(host.vms.get('v1')?.status).toBe('UP');
    host.apply(silent('SUSPECT'), silent('NON_RESPONSIVE'));
    expect(host.vms.get('v1')?.status).toBe('UNKNOWN');
    host.apply(contact);
    expect(statusOf(host)).toBe('NON_OPERATIONAL/NETWORK_DOWN');
    expect(host.vms.get('v1')?.status).toBe('UP');
    expect(host.events.at(-1)?.type).toBe('HostVmsRestored');
  });

  it('what the agent says of it keeps what was judged of it', () => {
    const host = aHostWith([]);
    const said = (change: number, isActive: boolean): Op => {
      const condition = {
        type: 'HYPERVISOR_UNAVAILABLE',
        isActive,
        reason: '',
        message: '',
      } as const;
      const body = { kind: 'condition', condition } as const;
      return { kind: 'change', run: 'run-1', change: { change, observedAt: 0, body } };
    };
    const verdict = (isDisqualifying: boolean): Op =>
      judge({ type: 'HYPERVISOR_UNAVAILABLE', report: undefined, isDisqualifying });
    host.apply(said(2, true));
    host.apply(verdict(true));
    host.apply(said(3, false));
    expect(statusOf(host)).toBe('NON_OPERATIONAL/HYPERVISOR_UNAVAILABLE');
    host.apply(verdict(false));
    expect(statusOf(host)).toBe('UP/FIT_AGAIN');
  });
});
