import { describe, expect, it } from 'vitest';

import {
  addressesOf,
  applyAnswer,
  type GuestAnswer,
  type GuestInterface,
} from '../../../../../agent/hypervisor/libvirt/guest-answer.ts';
import {
  appeared,
  applyEvent,
  type KnownVm,
} from '../../../../../agent/hypervisor/libvirt/vm-events.ts';
import { guestLimits } from '../../../../../shared/guest-limits.ts';
import type { GuestAgentState, VmDevice } from '../../../../../shared/model/vm-details.ts';

const mac = '52:54:00:ab:cd:ef';
const nic: VmDevice = {
  ...{ kind: 'NIC', alias: 'net0', type: 'user', target: '', source: '', address: '', mac },
};
const eth0 = (...addresses: readonly string[]): GuestInterface => {
  const some = addresses.map((address) => ({ address, prefix: 24 }));
  return { name: 'eth0', mac: mac.toUpperCase(), addresses: some };
};

describe('the addresses of a guest (OV-21)', () => {
  const said = (...interfaces: readonly GuestInterface[]): string[] =>
    addressesOf(interfaces, [nic]).list.map(
      ({ name, address, isOfDevice }) => `${name} ${address}${isOfDevice ? '' : ' inside'}`,
    );

  it.each<[string, GuestInterface[], string[]]>([
    ['an IPv4 address of a device', [eth0('10.0.0.1')], ['eth0 10.0.0.1']],
    ['an IPv6 address without its zone', [eth0('2001:db8::1%eth0')], ['eth0 2001:db8::1']],
    ['no loopback', [{ ...eth0('127.0.0.1', '::1'), name: 'lo' }], []],
    ['no link-local ones', [eth0('fe80::1%2', 'FEBF::1', '169.254.3.4')], []],
    ['what only looks so', [eth0('fec0::1', '12.7.0.1')], ['eth0 12.7.0.1', 'eth0 fec0::1']],
    [
      'an interface made inside comes after those of devices',
      [{ ...eth0('172.17.0.1'), name: 'docker0', mac: '02:42:00:00:00:01' }, eth0('10.0.0.1')],
      ['eth0 10.0.0.1', 'docker0 172.17.0.1 inside'],
    ],
    [
      'an interface without hardware address',
      [{ name: 'tun0', mac: '', addresses: [{ address: '10.8.0.2', prefix: 32 }] }],
      ['tun0 10.8.0.2 inside'],
    ],
    [
      'one order, whatever the guest lists',
      [eth0('10.0.0.2', '10.0.0.1')],
      [...['eth0 10.0.0.1', 'eth0 10.0.0.2']],
    ],
  ])('%s', (_name, interfaces, expected) => {
    expect(said(...interfaces)).toEqual(expected);
  });

  it('beyond the limit are counted (I8)', () => {
    const many = Array.from({ length: guestLimits.addressesMax + 2 }, (_, i) => `10.0.1.${i}`);
    const { list, omitted } = addressesOf([eth0(...many)], []);
    expect([list.length, omitted]).toEqual([guestLimits.addressesMax, 2]);
  });
});

const domain = { name: 'web', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 7 };
const now = { monotonicMs: 0, unixMs: 0 };

function withAgent(guestAgent: GuestAgentState): KnownVm {
  const known = appeared(domain);
  const details = { guestAgent, devices: { list: [nic], omitted: 0 } };
  return { ...known, vm: { ...known.vm, status: 'UP', reason: 'BOOTED', details } };
}

const silence: GuestAnswer = { kind: 'silence' };
const refusal: GuestAnswer = { kind: 'refusal' };
const at = (...addresses: readonly string[]): GuestAnswer => {
  return { kind: 'addresses', interfaces: [eth0(...addresses)] };
};

/** What is told with each answer: the state of the agent and the addresses; `-` for nothing. */
function tell(guestAgent: GuestAgentState, answers: readonly GuestAnswer[]): string[] {
  let known = withAgent(guestAgent);
  return answers.map((answer) => {
    const outcome = applyAnswer(known, answer);
    known = outcome.known ?? known;
    const { details } = known.vm;
    const addresses = details?.guestAddresses?.list.map(({ address }) => address).join();
    return outcome.emits.length === 0 ? '-' : `${details?.guestAgent} ${addresses ?? '?'}`;
  });
}

describe('a guest agent that is asked (OV-21)', () => {
  it.each<[string, GuestAgentState, GuestAnswer[], string[]]>([
    [
      'tells addresses when they are others',
      'CONNECTED',
      [at('10.0.0.1'), at('10.0.0.1'), at('10.0.0.1', '10.0.0.2')],
      ['CONNECTED 10.0.0.1', '-', 'CONNECTED 10.0.0.1,10.0.0.2'],
    ],
    [
      'is told as not responding at its second silence',
      'CONNECTED',
      [silence, silence, silence],
      ['-', 'NOT_RESPONDING ?', '-'],
    ],
    ['may miss one question', 'CONNECTED', [silence, at(), silence], ['-', 'CONNECTED ', '-']],
    [
      'responds again, with what it says',
      'NOT_RESPONDING',
      [silence, at('10.0.0.1')],
      ['-', 'CONNECTED 10.0.0.1'],
    ],
    ['answers by refusing', 'NOT_RESPONDING', [refusal], ['CONNECTED ?']],
    ['is not there any more', 'DISCONNECTED', [at('10.0.0.1'), silence, silence], ['-', '-', '-']],
    ['never was there', 'NONE', [at('10.0.0.1')], ['-']],
  ])('%s', (...[, before, answers, expected]) => {
    expect(tell(before, answers)).toEqual(expected);
  });

  it('takes its addresses with it when it goes', () => {
    const { known } = applyAnswer(withAgent('CONNECTED'), at('10.0.0.1'));
    const gone = applyEvent(known, { kind: 'agent', state: 2, domain }, now);
    expect(gone.known?.vm.details).toMatchObject({
      ...{ guestAgent: 'DISCONNECTED', guestAddresses: { list: [], omitted: 0 } },
    });
  });
});
