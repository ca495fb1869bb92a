import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { GuestAnswer } from '../../../../../agent/hypervisor/libvirt/guest-answer.ts';
import { GuestAgents } from '../../../../../agent/hypervisor/libvirt/guest-agents.ts';
import { errorCodes, procedures } from '../../../../../agent/hypervisor/libvirt/protocol.ts';
import { guestLimits } from '../../../../../shared/guest-limits.ts';
import type { GuestAgentState } from '../../../../../shared/model/vm-details.ts';
import type { VmState } from '../../../../../shared/model/vm.ts';
import { eventually } from '../../../../harness/eventually.ts';
import { FakeClock } from '../../../../harness/fake-clock.ts';
import { vmStateOf } from '../../../../harness/model-objects.ts';
import { ScriptedLibvirtd, type Answer } from '../../../../harness/scripted-libvirtd.ts';

const intervalMs = 60_000;
const idOf = (i: number): string => `6695eb01-f6a4-8304-79aa-${String(i).padStart(12, '0')}`;
const guest = (i: number, guestAgent: GuestAgentState = 'CONNECTED'): VmState =>
  vmStateOf(idOf(i), { details: { guestAgent } });
const noAddresses: Answer = { kind: 'ok', write: (writer) => writer.uint(0) };
const refusedWith = (code: number): Answer => ({ kind: 'error', code, text: 'no' });

let daemon: ScriptedLibvirtd;
let clock: FakeClock;
let agents: GuestAgents;
let answers: string[];
let refusals: string[];
let asked: string[];
/** What each guest answers; all others say at once that they have no address. */
let replies: Map<string, () => Answer | Promise<Answer>>;

beforeEach(async () => {
  daemon = await ScriptedLibvirtd.start();
  clock = new FakeClock();
  answers = [];
  refusals = [];
  asked = [];
  replies = new Map();
  daemon.on(procedures.domainInterfaceAddresses, (args) => {
    args.string();
    const uuid = args.uuid();
    asked.push(uuid);
    return replies.get(uuid)?.() ?? noAddresses;
  });
  agents = new GuestAgents({
    ...{ clock, uri: 'script:///', socketPaths: [daemon.socketPath], intervalMs },
    onAnswer: (vmId: string, { kind }: GuestAnswer) => answers.push(`${vmId.slice(-2)} ${kind}`),
    onRefused: ({ reason }) => refusals.push(reason),
  });
  agents.start();
});

afterEach(async () => {
  agents.stop();
  await daemon.stop();
});

/** Moves time on until something has come of it. */
function inTime(what: string, isSo: () => boolean, stepMs = 100): Promise<true> {
  return eventually(
    () => {
      clock.advance(stepMs);
      return isSo() || undefined;
    },
    { what },
  );
}

function tell(...vms: readonly VmState[]): void {
  for (const vm of vms) agents.observe({ kind: 'vm', vm });
}

describe('guest agents (OV-21, OV-30)', () => {
  it.each<[string, VmState]>([
    ['none', guest(1, 'NONE')],
    ['one that is not connected', guest(1, 'DISCONNECTED')],
    ['one of a VM that is paused', { ...guest(1), status: 'PAUSED' }],
    ['one of which nothing is known', vmStateOf(idOf(1))],
  ])('%s is not asked', async (_name, vm) => {
    tell(vm, guest(2));
    await inTime('the other', () => answers.length > 0);
    expect(new Set(asked)).toEqual(new Set([idOf(2)]));
  });

  it('are asked when they come, again when their network is up, then once a round', async () => {
    tell(guest(1));
    await inTime('the first answer', () => answers.length === 1, 0);
    await inTime('the second', () => answers.length === 2, 500);
    const from = clock.monotonicMs();
    await inTime('a third', () => answers.length === 3, 500);
    await inTime('a fourth', () => answers.length === 4, 500);
    expect(clock.monotonicMs() - from).toBeLessThan(3 * intervalMs);
    expect(clock.monotonicMs() - from).toBeGreaterThan(intervalMs / 2);
    agents.observe({ kind: 'vm-removed', vmId: idOf(1) });
    clock.advance(3 * intervalMs);
    expect(asked.length).toBe(4);
  });

  it('that hang delay no others for longer than one deadline, and are told as silent', async () => {
    for (const i of [1, 2]) replies.set(idOf(i), () => ({ kind: 'none' }));
    tell(guest(1), guest(2), guest(3), guest(4));
    await eventually(() => asked.length === guestLimits.guestAsksMax || undefined, {
      what: 'those asked first',
    });
    clock.advance(guestLimits.guestAnswerMsMax);
    await eventually(() => answers.includes('04 addresses') || undefined, { what: 'the others' });
    expect(answers).toContain('01 silence');
    expect(answers).toContain('03 addresses');
    await eventually(() => daemon.connectionCount === 1 || undefined, { what: 'one connection' });
  });

  it('that do not respond are asked in one round of several', async () => {
    tell(guest(1, 'NOT_RESPONDING'), guest(2));
    await inTime('ten rounds', () => asked.filter((id) => id === idOf(2)).length >= 12, 5_000);
    const deaf = asked.filter((id) => id === idOf(1)).length;
    expect(deaf).toBeGreaterThanOrEqual(3);
    expect(deaf).toBeLessThanOrEqual(2 + Math.ceil(12 / guestLimits.guestDeafRounds));
  });

  it.each([
    ['silence', errorCodes.agentUnresponsive, ['01 silence']],
    ['silence', errorCodes.agentUnsynced, ['01 silence']],
    ['silence', errorCodes.agentCommandTimeout, ['01 silence']],
    ['an answer', errorCodes.agentCommandFailed, ['01 refusal']],
    ['nothing', errorCodes.noDomain, []],
  ])('to libvirt mean %s by error %i', async (_name, code, expected) => {
    replies.set(idOf(1), () => refusedWith(code));
    tell(guest(1));
    await eventually(() => asked.length === 1 || undefined, { what: 'the question' });
    tell(guest(2));
    await eventually(() => answers.includes('02 addresses') || undefined, { what: 'another' });
    expect(answers.filter((answer) => answer.startsWith('01'))).toEqual(expected);
  });

  it('that libvirt does not let us ask are left alone for a while, and that is told once', async () => {
    daemon.on(procedures.domainInterfaceAddresses, () => {
      asked.push('');
      return refusedWith(errorCodes.operationDenied);
    });
    tell(guest(1), guest(2));
    await inTime('the refusal', () => refusals.length === 1, 0);
    const before = asked.length;
    clock.advance(guestLimits.guestRefusedMs / 2);
    expect(asked.length).toBe(before);
    await inTime('another try', () => asked.length > before, 10_000);
    expect(refusals).toEqual(['ACCESS_DENIED']);
  });

  it('behind a socket that is not there are out of reach', async () => {
    await daemon.stop();
    tell(guest(1));
    await eventually(() => refusals.length === 1 || undefined, { what: 'the refusal' });
    expect(refusals).toEqual(['SOCKET_MISSING']);
    daemon = await ScriptedLibvirtd.start();
  });
});
