import type { ConditionVerdict, Op, OperatorRequest } from '../../central/state/host-state.ts';
import { emptyDigest } from '../../shared/model/digest.ts';
import type { OperatorVerb } from '../../shared/model/record.ts';
import type { GoodbyeKind, VmStatus } from '../../shared/model/status.ts';
import { helloOf } from './model-objects.ts';
import { aHostWith, changeOf, vmStateOf } from './stepped-host.ts';
import type { SteppedHost } from './stepped-host.ts';

/** What operators ask of a host of the pure core, and what comes besides. */

let tickets = 0;

export const ask = (verb: OperatorVerb, over: Partial<OperatorRequest> = {}): Op => ({
  kind: 'operator',
  ticket: ++tickets,
  request: { verb, id: '', by: 'alice', reason: 'new disk', force: false, ...over },
});
export const enter = ask('enter-maintenance');
export const exit = ask('exit-maintenance');
export const silent = (status: 'SUSPECT' | 'NON_RESPONSIVE'): Op => ({
  kind: 'verdict',
  verdict: { status, reason: 'SILENT' },
});
export const lost = [silent('SUSPECT'), silent('NON_RESPONSIVE')];
export const goodbye = (kind: GoodbyeKind): Op => ({ kind: 'goodbye', goodbye: kind });
export const hello = (run: string, bootId = 'boot-1'): Op => ({
  kind: 'hello',
  sessionId: 2,
  hello: helloOf('host-1', { run, bootId, agentVersion: '1' }),
});
export const picture = (run: string, ...vms: VmStatus[]): Op => ({
  ...{ kind: 'snapshot', run },
  snapshot: {
    ...{ change: 1, areVmsKnown: true, conditions: [], observedAt: 0 },
    vms: vms.map((status, i) => vmStateOf(`v${String(i + 1)}`, status)),
  },
});
const verdict = (isDisqualifying: boolean, isActive = isDisqualifying): ConditionVerdict => ({
  ...{ type: 'NETWORK_DOWN', isDisqualifying },
  report: { type: 'NETWORK_DOWN', isActive, reason: 'R', message: 'm' },
});
export const unfit: Op = { kind: 'conditions', verdicts: [verdict(true)] };
export const fit: Op = { kind: 'conditions', verdicts: [verdict(false)] };
export const vm = (change: number, status: VmStatus): Op =>
  changeOf(change, vmStateOf('v1', status));
export const removed = (change: number): Op => ({
  ...{ kind: 'change', run: 'run-1' },
  change: { change, observedAt: 0, body: { kind: 'vm-removed', vmId: 'v1' } },
});

export const digest: Op = { kind: 'digest', run: 'run-1', digest: { change: 1, ...emptyDigest } };

export function after(vms: readonly VmStatus[], ops: readonly Op[]): SteppedHost {
  const host = aHostWith(vms.map((status, i) => vmStateOf(`v${String(i + 1)}`, status)));
  for (const op of ops) host.apply(op);
  return host;
}

export function statusOf({ state }: SteppedHost): string {
  const { status, reason } = state.record?.host ?? {};
  return `${status ?? ''}/${reason ?? ''}`;
}

export function outcomeOf({ effects }: SteppedHost): string {
  const answers = effects.filter((effect) => effect.kind === 'operator-answer');
  const outcome = answers.at(-1)?.outcome;
  return outcome === undefined ? 'none' : outcome.kind;
}

/** How a host without or with a VM comes into each status. */
export const ways: Readonly<Record<string, readonly Op[]>> = {
  INITIALIZING: [hello('run-2')],
  UP: [],
  NON_OPERATIONAL: [unfit],
  SUSPECT: [silent('SUSPECT')],
  NON_RESPONSIVE: lost,
  DOWN: [goodbye('SHUTDOWN')],
  REBOOTING: [goodbye('REBOOT')],
  PREPARING_FOR_MAINTENANCE: [enter],
  MAINTENANCE: [enter],
  RETIRED: [ask('retire')],
};

export function emptyPicture(change: number): Extract<Op, { kind: 'snapshot' }>['snapshot'] {
  return { change, areVmsKnown: true, vms: [], conditions: [], observedAt: 0 };
}
