import { describe, expect, test } from 'vitest';

import {
  createNetworkProbe,
  isWatchedInterface,
  parseNetDev,
  readLink,
} from '../../../../agent/collect/network.ts';
import { limits } from '../../../../shared/limits.ts';
import { fixtureText } from './fixture.ts';
import { MemoryFiles } from './memory-files.ts';

const heading = 'Inter-|   Receive   |  Transmit\n face |bytes packets |bytes packets\n';
const line = (name: string, rx: string | number, tx: string | number): string =>
  `  ${name}: ${rx} 1 0 0 0 0 0 0 ${tx} 2 0 0 0 0 0 0\n`;

describe('parseNetDev', () => {
  test('leaves out loopback and what belongs to single VMs and containers', () => {
    const interfaces = parseNetDev(fixtureText('hypervisor-6.1', 'proc/net/dev'));
    expect([...interfaces.keys()]).toEqual(['eno1', 'eno2', 'bond0', 'br0']);
    expect(interfaces.get('eno1')).toEqual({
      rxBytes: 36234370700,
      rxPackets: 110840000,
      rxErrors: 3,
      rxDropped: 17,
      txBytes: 834588000,
      txPackets: 68660000,
      txErrors: 1,
      txDropped: 2,
    });
  });

  test('an old kernel that puts the number right behind the colon', () => {
    const interfaces = parseNetDev(fixtureText('el6-2.6.32', 'proc/net/dev'));
    expect([...interfaces.keys()]).toEqual(['eth0']);
    expect(interfaces.get('eth0')?.rxBytes).toBe(3623437);
  });

  test.each([
    ['a line cut short', '  eth0: 1 2 3 4 5 6 7 8 9\n'],
    ['garbage', '  eth0: 1 2 3 x 0 0 0 0 1 2 0 0 0 0 0 0\n'],
    ['nothing', ''],
  ])('%s is left out', (_, text) => {
    expect(parseNetDev(heading + text).size).toBe(0);
  });

  test.each([
    'eth0',
    'enp3s0f1',
    'bond0',
    'br-ex',
    'ovirtmgmt',
    'virbr0',
    'bond0.100',
    'ib0',
    'wg0',
    'green0',
    'site1',
    'lower',
  ])('%s is watched', (name) => {
    expect(isWatchedInterface(name)).toBe(true);
  });

  test.each([
    'lo',
    'vnet12',
    'tap0',
    'tap4f2c81aa-3e',
    'veth9c1b',
    'macvtap3',
    'fwpr100p0',
    'qvo12ab',
    'cali1a',
    'ifb0',
    'dummy0',
    'sit0',
    'vif3.0',
  ])('%s is not watched', (name) => {
    expect(isWatchedInterface(name)).toBe(false);
  });
});

describe('readLink', () => {
  test.each([
    ['up', { operstate: 'up' }, true],
    ['down', { operstate: 'down' }, false],
    ['a bond slave below a cut cable', { operstate: 'lowerlayerdown' }, false],
    ['no state kept, with carrier', { operstate: 'unknown', carrier: '1' }, true],
    ['no state kept, without carrier', { operstate: 'unknown', carrier: '0' }, false],
    ['no state kept, carrier refused', { operstate: 'unknown' }, undefined],
    ['gone', {}, undefined],
  ])('%s', (_, attributes, expected) => {
    const files = new MemoryFiles();
    for (const [name, value] of Object.entries(attributes)) {
      files.texts.set(`/sys/class/net/eth0/${name}`, `${value}\n`);
    }
    expect(readLink(files, 'eth0')).toBe(expected);
  });
});

describe('network probe', () => {
  test('the first run has totals and link but no rates; the second has those since the first', () => {
    const files = new MemoryFiles({
      '/proc/net/dev': `${heading}  eth0: 1000 10 1 2 0 0 0 0 2000 20 3 4 0 0 0 0\n`,
      '/sys/class/net/eth0/operstate': 'up\n',
    });
    const probe = createNetworkProbe(files);
    const counts = { linkUp: 1, rxErrors: 1, txErrors: 3, rxDropped: 2, txDropped: 4 };
    expect(probe.run(0)).toEqual({
      host: {},
      networkInterfaces: [{ name: 'eth0', ...counts }],
    });
    files.texts.set('/proc/net/dev', `${heading}  eth0: 3000 20 1 2 0 0 0 0 2500 30 3 4 0 0 0 0\n`);
    expect(probe.run(2000)).toEqual({
      host: { netRxBps: 1000, netTxBps: 250 },
      networkInterfaces: [{ name: 'eth0', ...counts, rxBps: 1000, txBps: 250, rxPps: 5, txPps: 5 }],
    });
  });

  test('bytes that pass a bond and a bridge are counted once, at the device', () => {
    const text = (bytes: number): string =>
      heading +
      line('eno1', bytes, bytes) +
      line('bond0', bytes, bytes) +
      line('br0', bytes, bytes);
    const files = new MemoryFiles({
      '/proc/net/dev': text(0),
      '/sys/class/net/eno1/device/vendor': '0x8086',
    });
    const probe = createNetworkProbe(files);
    probe.run(0);
    files.texts.set('/proc/net/dev', text(500));
    expect(probe.run(1000).host).toEqual({ netRxBps: 500, netTxBps: 500 });
  });

  test('where no interface stands for a device, as in a container, all count', () => {
    const files = new MemoryFiles({ '/proc/net/dev': heading + line('eth0', 0, 0) });
    const probe = createNetworkProbe(files);
    probe.run(0);
    files.texts.set('/proc/net/dev', heading + line('eth0', 70, 80));
    expect(probe.run(1000).host).toEqual({ netRxBps: 70, netTxBps: 80 });
  });

  test('a counter that was reset, as by a driver loaded anew, has no rate for that interval', () => {
    const files = new MemoryFiles({ '/proc/net/dev': heading + line('eth0', 5000, 0) });
    const probe = createNetworkProbe(files);
    probe.run(0);
    files.texts.set('/proc/net/dev', heading + line('eth0', 10, 100));
    const [sample] = probe.run(1000).networkInterfaces ?? [];
    expect(sample?.rxBps).toBeUndefined();
    expect(sample?.txBps).toBe(100);
    files.texts.set('/proc/net/dev', heading + line('eth0', 60, 100));
    expect(probe.run(2000).networkInterfaces?.[0]?.rxBps).toBe(50);
  });

  test('a counter beyond 2^53 keeps its difference, also over its end at 2^64', () => {
    const files = new MemoryFiles({
      '/proc/net/dev': heading + line('eth0', '18446744073709551606', '9223372036854775807'),
    });
    const probe = createNetworkProbe(files);
    probe.run(0);
    files.texts.set('/proc/net/dev', heading + line('eth0', 5, '9223372036854775810'));
    expect(probe.run(1000).networkInterfaces?.[0]).toMatchObject({ rxBps: 15, txBps: 3 });
  });

  test('more interfaces than can be told of are still in the sum, and their links are not asked', () => {
    const names = Array.from(
      { length: limits.hostNetworkInterfacesMax + 1 },
      (_, index) => `bond0.${index}`,
    );
    const text = (bytes: number): string =>
      heading + names.map((name) => line(name, bytes, 0)).join('');
    const files = new MemoryFiles({ '/proc/net/dev': text(0) });
    const probe = createNetworkProbe(files);
    probe.run(0);
    files.texts.set('/proc/net/dev', text(1));
    const { host, networkInterfaces } = probe.run(1000);
    expect(networkInterfaces).toHaveLength(limits.hostNetworkInterfacesMax);
    expect(host?.netRxBps).toBe(names.length);
    expect(files.calls).not.toContain(`/sys/class/net/${names.at(-1) ?? ''}/operstate`);
  });

  test('says what is wrong with the file', () => {
    const probe = createNetworkProbe(new MemoryFiles({ '/proc/net/dev': '' }));
    expect(() => probe.run(0)).toThrow('/proc/net/dev has no heading');
  });
});
