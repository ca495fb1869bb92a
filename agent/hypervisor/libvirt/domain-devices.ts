import { guestLimits } from '../../../shared/guest-limits.ts';
import type { VmDevice } from '../../../shared/model/vm-details.ts';
import { elementOf, elementsOf, textOf, type Element } from './domain-xml.ts';

/** Devices of a domain, by kind and id, so that the same devices are always the same list (OV-22). PURE. */
export function readDevices(domain: Element): VmDevice[] {
  const devices = elementOf(domain, 'devices');
  return kinds.flatMap(([kind, name, sourceOf]) =>
    elementsOf(devices, name)
      .map((device) => readDevice(kind, device, sourceOf(elementOf(device, 'source'))))
      .sort(byId),
  );
}

type Kind = readonly [kind: VmDevice['kind'], name: string, sourceOf: (source: Element) => string];

/** The path of a channel's socket has the number of the run in it, and says nothing beyond that. */
const kinds: readonly Kind[] = [
  ['DISK', 'disk', (source) => firstOf(source, ['file', 'dev', 'volume', 'name', 'dir', 'path'])],
  ['NIC', 'interface', (source) => firstOf(source, ['network', 'bridge', 'dev', 'name', 'path'])],
  ['CHANNEL', 'channel', () => ''],
  ['HOSTDEV', 'hostdev', (source) => addressText(elementOf(source, 'address'))],
];

function readDevice(kind: VmDevice['kind'], device: Element, source: string): VmDevice {
  const target = elementOf(device, 'target');
  return {
    kind,
    alias: brief(textOf(elementOf(device, 'alias'), 'name')),
    type: brief(textOf(device, 'type')),
    target: brief(firstOf(target, ['dev', 'name', 'type'])),
    source: brief(source),
    address: brief(addressText(elementOf(device, 'address'))),
    mac: brief(textOf(elementOf(device, 'mac'), 'address').toLowerCase()),
  };
}

function byId(a: VmDevice, b: VmDevice): number {
  return compare(a.alias, b.alias) || compare(a.target, b.target);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function firstOf(element: Element, names: readonly string[]): string {
  return names.map((name) => textOf(element, name)).find((text) => text !== '') ?? '';
}

/** `pci:0000:00:03.0`, other kinds with their numbers as they stand there; empty: none. */
function addressText(address: Element): string {
  const [type, domain] = [textOf(address, 'type'), textOf(address, 'domain')];
  if (domain !== '') {
    const [bus, slot] = [hex(textOf(address, 'bus')), hex(textOf(address, 'slot'))];
    return `pci:${hex(domain)}:${bus}:${slot}.${hex(textOf(address, 'function'))}`;
  }
  const names = ['controller', 'bus', 'target', 'unit', 'port', 'device', 'cssid', 'ssid', 'devno'];
  const numbers = names.map((name) => textOf(address, name)).filter((text) => text !== '');
  return [type, ...numbers].filter((text) => text !== '').join(':');
}

function hex(text: string): string {
  return text.replace(/^0x/, '');
}

function brief(text: string): string {
  return text.slice(0, guestLimits.textLengthMax);
}
