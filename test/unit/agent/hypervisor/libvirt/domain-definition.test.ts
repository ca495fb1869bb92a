import { describe, expect, it } from 'vitest';

import {
  readDefinition,
  readWantedKib,
} from '../../../../../agent/hypervisor/libvirt/domain-definition.ts';
import { guestLimits } from '../../../../../shared/guest-limits.ts';

const channel = (name: string, state: string): string =>
  `<channel type='unix'><source mode='bind' path='/x'/><target type='virtio' name='${name}' state='${state}'/><alias name='channel0'/></channel>`;
const domain = (devices: string, rest = ''): string =>
  `<domain type='kvm' id='3'><name>a &amp; b</name>${rest}<devices><emulator>/usr/bin/qemu</emulator>${devices}</devices></domain>`;

describe('the guest agent', () => {
  it.each([
    ['connected', channel('org.qemu.guest_agent.0', 'connected'), 'CONNECTED'],
    ['not connected', channel('org.qemu.guest_agent.0', 'disconnected'), 'DISCONNECTED'],
    ['missing', '', 'NONE'],
    ['another channel', channel('com.redhat.spice.0', 'connected'), 'NONE'],
    [
      'one of several channels',
      channel('com.redhat.spice.0', 'disconnected') +
        channel('org.qemu.guest_agent.0', 'connected'),
      'CONNECTED',
    ],
  ])('is read from the XML: %s', (_name, devices, expected) => {
    expect(readDefinition(domain(devices)).guestAgent).toBe(expected);
  });

  it.each(['', '<domain/>', 'no XML at all', '<domain><devices>text</devices></domain>'])(
    'is not there in %j, nor is anything else',
    (xml) => {
      expect(readDefinition(xml)).toEqual({
        ...{ guestAgent: 'NONE', guaranteedKib: 0, devices: { list: [], omitted: 0 } },
      });
      expect(readWantedKib(xml)).toBe(0);
    },
  );
});

const none = { source: '', address: '', mac: '' };
const pci = (slot: string): string =>
  `<address type='pci' domain='0x0000' bus='0x00' slot='${slot}' function='0x1'/>`;

describe('the devices of a VM (OV-22)', () => {
  it.each([
    [
      'a disk',
      `<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='/a.img' index='1'/><target dev='hda' bus='ide'/><alias name='ide0-0-0'/><address type='drive' controller='0' bus='0' target='0' unit='0'/></disk>`,
      {
        ...{ kind: 'DISK', alias: 'ide0-0-0', type: 'file', target: 'hda', source: '/a.img' },
        ...{ address: 'drive:0:0:0:0', mac: '' },
      },
    ],
    [
      'a tray without a medium',
      `<disk type='file' device='cdrom'><target dev='hdc' bus='ide'/><alias name='ide0-1-0'/></disk>`,
      { kind: 'DISK', alias: 'ide0-1-0', type: 'file', target: 'hdc', ...none },
    ],
    [
      'a NIC, its hardware address in lower case',
      `<interface type='bridge'><mac address='52:54:00:AB:CD:EF'/><source bridge='br0'/><target dev='vnet3'/><model type='virtio'/><alias name='net0'/>${pci('0x03')}</interface>`,
      {
        ...{ kind: 'NIC', alias: 'net0', type: 'bridge', target: 'vnet3', source: 'br0' },
        ...{ address: 'pci:0000:00:03.1', mac: '52:54:00:ab:cd:ef' },
      },
    ],
    [
      'a channel',
      channel('org.qemu.guest_agent.0', 'connected'),
      {
        ...{ kind: 'CHANNEL', alias: 'channel0', type: 'unix', target: 'org.qemu.guest_agent.0' },
        ...none,
      },
    ],
    [
      'a device of the host',
      `<hostdev mode='subsystem' type='pci' managed='yes'><source>${pci('0x1f').replace("type='pci' ", '')}</source><alias name='hostdev0'/>${pci('0x05')}</hostdev>`,
      {
        ...{ kind: 'HOSTDEV', alias: 'hostdev0', type: 'pci', target: '', mac: '' },
        ...{ source: 'pci:0000:00:1f.1', address: 'pci:0000:00:05.1' },
      },
    ],
  ])('%s', (_name, xml, expected) => {
    expect(readDefinition(domain(xml)).devices).toEqual({ list: [expected], omitted: 0 });
  });

  const nic = (alias: string): string =>
    `<interface type='user'><alias name='${alias}'/></interface>`;

  it('are the same list in whatever order libvirt prints them, and whether or not an agent is connected', () => {
    const disk = `<disk type='file'><alias name='virtio-disk0'/></disk>`;
    const one = domain(
      nic('net1') + disk + nic('net0') + channel('org.qemu.guest_agent.0', 'connected'),
    );
    const other = domain(
      channel('org.qemu.guest_agent.0', 'disconnected') + nic('net0') + nic('net1') + disk,
    );
    const { devices } = readDefinition(one);
    expect(devices).toEqual(readDefinition(other).devices);
    expect(devices.list.map(({ alias }) => alias)).toEqual([
      ...['virtio-disk0', 'net0', 'net1', 'channel0'],
    ]);
  });

  it('beyond the limit are counted (I8)', () => {
    const many = Array.from({ length: guestLimits.devicesMax + 3 }, (_, i) => nic(`net${i}`));
    const { list, omitted } = readDefinition(domain(many.join(''))).devices;
    expect([list.length, omitted]).toEqual([guestLimits.devicesMax, 3]);
  });
});

describe('the memory a VM is to have', () => {
  const ovirt = (mib: string): string =>
    `<metadata><o:vm xmlns:o='http://ovirt.org/vm/1.0'><o:minGuaranteedMemoryMb type='int'>${mib}</o:minGuaranteedMemoryMb></o:vm></metadata>`;
  it.each([
    ['nothing is guaranteed', '', 0],
    ['by libvirt', `<memtune><min_guarantee unit='KiB'>2048</min_guarantee></memtune>`, 2048],
    ['by oVirt', ovirt('3'), 3072],
    [
      'by both: libvirt is asked first',
      `${ovirt('3')}<memtune><min_guarantee unit='KiB'>9</min_guarantee></memtune>`,
      9,
    ],
    ['no number', ovirt('-3'), 0],
  ])('guaranteed: %s', (_name, xml, expected) => {
    expect(readDefinition(domain('', xml)).guaranteedKib).toBe(expected);
  });

  it.each([
    ['less than its maximum', 65_536, 32_768, 32_768],
    ['its maximum', 65_536, 65_536, 0],
  ])('wanted: %s', (...[, memory, current, expected]) => {
    const sizes = `<memory unit='KiB'>${memory}</memory><currentMemory unit='KiB'>${current}</currentMemory>`;
    expect(readWantedKib(domain('', sizes))).toBe(expected);
  });
});
