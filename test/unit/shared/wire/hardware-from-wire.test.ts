import { describe, expect, it } from 'vitest';

import { limits } from '../../../../shared/limits.ts';
import { hardwareOf } from '../../../../shared/wire/hardware-from-wire.ts';

const long = 'x'.repeat(limits.nameLengthMax + 1);
const many = <Entry>(entry: Entry, count: number): Entry[] =>
  Array.from({ length: count }, () => entry);

describe('hardware', () => {
  it('names what is wrong as the contract does', () => {
    const cases: [string, string, Parameters<typeof hardwareOf>[1]][] = [
      ['cpu_model', 'too_long', { cpuModel: long }],
      ['architecture', 'too_long', { architecture: long }],
      ['operating_system', 'too_long', { operatingSystem: long }],
      ['kernel', 'too_long', { kernel: long }],
      ['cpu_count', 'negative', { cpuCount: -1 }],
      ['socket_count', 'negative', { socketCount: -1 }],
      ['memory_kib', 'not_finite', { memoryKib: NaN }],
      ['virtualization', 'too_many', { virtualization: many('kvm', limits.capabilitiesMax + 1) }],
      ['virtualization[1]', 'too_long', { virtualization: ['kvm', long] }],
      [
        'network_interfaces',
        'too_many',
        { networkInterfaces: many({}, limits.hostDevicesMax + 1) },
      ],
      ['network_interfaces[0].name', 'too_long', { networkInterfaces: [{ name: long }] }],
      ['network_interfaces[0].mac', 'too_long', { networkInterfaces: [{ mac: long }] }],
      ['disks', 'too_many', { disks: many({}, limits.hostDevicesMax + 1) }],
      ['disks[0].name', 'too_long', { disks: [{ name: long }] }],
      ['disks[0].size_bytes', 'out_of_range', { disks: [{ sizeBytes: 2 ** 60 }] }],
      ['hypervisor.type', 'too_long', { hypervisor: { type: long } }],
      ['hypervisor.version', 'too_long', { hypervisor: { version: long } }],
      ['hypervisor.library_version', 'too_long', { hypervisor: { libraryVersion: long } }],
    ];
    for (const [field, reason, wire] of cases) {
      expect(() => hardwareOf('hello.hardware', wire)).toThrow(
        expect.objectContaining({ field: `hello.hardware.${field}`, reason }),
      );
    }
  });

  it('that says little is whole all the same', () => {
    expect(hardwareOf('hello.hardware', {})).toEqual({
      ...{ cpuModel: '', cpuCount: 0, socketCount: 0, architecture: '', memoryKib: 0 },
      ...{ operatingSystem: '', kernel: '', virtualization: [] },
      ...{ networkInterfaces: [], disks: [], probeSource: 'proc' },
    });
  });
});
