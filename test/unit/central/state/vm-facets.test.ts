import { describe, expect, it } from 'vitest';

import { completed, newsOf } from '../../../../shared/model/vm-details.ts';
import type {
  GuestAddress,
  MemoryIssueKind,
  VmDetails,
  VmDevice,
} from '../../../../shared/model/vm-details.ts';
import type { VmState } from '../../../../shared/model/vm.ts';
import { vmStateOf } from '../../../harness/model-objects.ts';
import { SteppedHost } from '../../../harness/stepped-host.ts';
import { helloOf } from '../../../property/arbitrary.ts';

const nic = (alias: string, target = 'vnet0'): VmDevice => {
  return { ...{ kind: 'NIC', alias, type: 'bridge', target }, source: 'br0', address: '', mac: '' };
};
const devices = (...list: readonly VmDevice[]): VmDetails => ({ devices: { list, omitted: 0 } });
const address = (text: string): GuestAddress => {
  return { name: 'eth0', mac: '', address: text, prefix: 24, isOfDevice: false };
};
const addresses = (...texts: readonly string[]): VmDetails => ({
  guestAddresses: { list: texts.map(address), omitted: 0 },
});
const issues = (...kinds: readonly MemoryIssueKind[]): VmDetails => ({
  memoryIssues: kinds.map((kind) => ({ kind, currentKib: 1, expectedKib: 2 })),
});

const run = 'run-1';

/** A host that was told one VM, and from then on what is said of it. */
class ToldHost {
  readonly host = new SteppedHost();
  #change = 1;

  constructor(vm: VmState) {
    this.host.apply({ kind: 'hello', hello: helloOf({}), sessionId: 1 });
    const picture = { change: 1, observedAt: 0, areVmsKnown: true, vms: [vm], conditions: [] };
    this.host.apply({ kind: 'snapshot', snapshot: picture, run });
  }

  say(vm: VmState): string[] {
    const from = this.host.events.length;
    const change = { change: ++this.#change, observedAt: 0, body: { kind: 'vm', vm } } as const;
    this.host.apply({ kind: 'change', change, run });
    return this.host.events.slice(from).map(({ type, reason }) => `${type} ${reason}`);
  }

  get details(): VmDetails | undefined {
    return this.host.state.vms.get('v')?.details;
  }
}

const vm = (details?: VmDetails, over: Partial<VmState> = {}): VmState =>
  vmStateOf('v', { ...over, ...(details && { details }) });

describe('what changed of a VM while its status did not', () => {
  it.each<[string, VmDetails, VmDetails, string[]]>([
    [
      'OV-20 an issue with its memory begins',
      issues(),
      issues('BELOW_GUARANTEE'),
      ['VmMemoryIssueBegan BELOW_GUARANTEE'],
    ],
    [
      'OV-20 one of two ends',
      issues('BELOW_GUARANTEE', 'BALLOON_NOT_FOLLOWED'),
      issues('BELOW_GUARANTEE'),
      ['VmMemoryIssueEnded BALLOON_NOT_FOLLOWED'],
    ],
    ['OV-20 it goes on', issues('BELOW_GUARANTEE'), issues('BELOW_GUARANTEE'), []],
    [
      'OV-21 the guest agent comes',
      { guestAgent: 'DISCONNECTED' },
      { guestAgent: 'CONNECTED' },
      ['VmGuestChanged AGENT_CONNECTED'],
    ],
    [
      'OV-21 the guest agent does not answer',
      { guestAgent: 'CONNECTED' },
      { guestAgent: 'NOT_RESPONDING' },
      ['VmGuestChanged AGENT_NOT_RESPONDING'],
    ],
    ['OV-21 an address more', addresses(), addresses('10.0.0.1'), ['VmGuestChanged ADDRESSES']],
    ['OV-21 the same addresses', addresses('10.0.0.1'), addresses('10.0.0.1'), []],
    [
      'OV-22 a device was attached',
      devices(nic('net0')),
      devices(nic('net0'), nic('net1')),
      ['VmDevicesChanged ATTACHED'],
    ],
    [
      'OV-22 a device was detached',
      devices(nic('net0'), nic('net1')),
      devices(nic('net1')),
      ['VmDevicesChanged DETACHED'],
    ],
    [
      'OV-22 a device is another one',
      devices(nic('net0')),
      devices(nic('net0', 'vnet7')),
      ['VmDevicesChanged CHANGED'],
    ],
    ['OV-22 the same devices', devices(nic('net0')), devices(nic('net0')), []],
    [
      'two at once, as after a gap: the first speaks',
      { ...devices(nic('net0')), ...issues() },
      { ...devices(), ...issues('BELOW_GUARANTEE') },
      ['VmMemoryIssueBegan BELOW_GUARANTEE'],
    ],
    [
      'what was never told before is no news of its own',
      {},
      { ...devices(nic('net0')), guestAgent: 'NONE' },
      ['VmChanged BOOTED'],
    ],
  ])('%s', (...[, before, after, expected]) => {
    expect(new ToldHost(vm(before)).say(vm(after))).toEqual(expected);
  });
});

describe('a part that is left out', () => {
  const all: VmDetails = {
    ...{ guestAgent: 'CONNECTED', ...addresses('10.0.0.1'), ...issues(), ...devices(nic('net0')) },
    memory: { guaranteedKib: 1, wantedKib: 2 },
  };

  it('is as it was told before, also by an agent that knows of none', () => {
    const told = new ToldHost(vm(all));
    expect(told.say(vm(undefined, { name: 'other' }))).toEqual(['VmChanged BOOTED']);
    expect(told.details).toEqual(all);
  });

  it('is gone with the guest when the VM ends, and is told anew when it runs again', () => {
    const told = new ToldHost(vm(all));
    told.say(vm(undefined, { status: 'DOWN', reason: 'DESTROYED' }));
    expect(told.details).toEqual({ memory: all.memory, devices: all.devices });
    told.say(vm({ guestAgent: 'DISCONNECTED' }));
    expect(told.details).toEqual({
      ...{ guestAgent: 'DISCONNECTED', memory: all.memory, devices: all.devices },
    });
  });

  it('comes back with the VM that was told without it', () => {
    const [before, after] = [vm(all), vm({ ...all, ...addresses('10.0.0.2') })];
    const news = newsOf(before, after);
    expect(news.details).toEqual(addresses('10.0.0.2'));
    expect(completed(before, news)).toEqual(after);
  });
});
