import { describe, expect, it } from 'vitest';

import { isGuestAgentConnected } from '../../../../../agent/hypervisor/libvirt/domain-xml.ts';

const channel = (name: string, state: string): string =>
  `<channel type='unix'><source mode='bind' path='/x'/><target type='virtio' name='${name}' state='${state}'/></channel>`;
const domain = (devices: string): string =>
  `<domain type='kvm' id='3'><name>a &amp; b</name><devices><emulator>/usr/bin/qemu</emulator>${devices}</devices></domain>`;

describe('the guest agent', () => {
  it.each([
    ['connected', channel('org.qemu.guest_agent.0', 'connected'), true],
    ['not connected', channel('org.qemu.guest_agent.0', 'disconnected'), false],
    ['missing', '', false],
    ['another channel', channel('com.redhat.spice.0', 'connected'), false],
    [
      'one of several channels',
      channel('com.redhat.spice.0', 'disconnected') +
        channel('org.qemu.guest_agent.0', 'connected'),
      true,
    ],
  ])('is read from the XML: %s', (_name, devices, expected) => {
    expect(isGuestAgentConnected(domain(devices))).toBe(expected);
  });

  it.each(['', '<domain/>', 'no XML at all', '<domain><devices>text</devices></domain>'])(
    'is not there in %j',
    (xml) => {
      expect(isGuestAgentConnected(xml)).toBe(false);
    },
  );
});
