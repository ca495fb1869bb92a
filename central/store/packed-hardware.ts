import type { Disk, Hardware, NetworkInterface } from '../../shared/model/host.ts';

// Rows in a fixed order, as packed-vm.ts says.

export type PackedHardware = readonly [
  cpuModel: string,
  cpuCount: number,
  socketCount: number,
  architecture: string,
  memoryKib: number,
  operatingSystem: string,
  kernel: string,
  virtualization: readonly string[],
  networkInterfaces: readonly (readonly [name: string, mac: string, speedMbps: number])[],
  disks: readonly (readonly [name: string, sizeBytes: number, isRotational: boolean])[],
  hypervisor: readonly [type: string, version: string, libraryVersion: string] | null,
  probeSource: Hardware['probeSource'],
];

export function packHardware(hardware: Hardware): PackedHardware {
  const { cpuModel, cpuCount, socketCount, architecture, memoryKib, hypervisor } = hardware;
  return [
    ...([cpuModel, cpuCount, socketCount, architecture, memoryKib] as const),
    ...([hardware.operatingSystem, hardware.kernel, hardware.virtualization] as const),
    hardware.networkInterfaces.map(({ name, mac, speedMbps }) => [name, mac, speedMbps] as const),
    hardware.disks.map(
      ({ name, sizeBytes, isRotational }) => [name, sizeBytes, isRotational] as const,
    ),
    hypervisor ? [hypervisor.type, hypervisor.version, hypervisor.libraryVersion] : null,
    hardware.probeSource,
  ];
}

export function unpackHardware(packed: PackedHardware): Hardware {
  const hardware = {
    cpuModel: packed[0],
    cpuCount: packed[1],
    socketCount: packed[2],
    architecture: packed[3],
    memoryKib: packed[4],
    operatingSystem: packed[5],
    kernel: packed[6],
    virtualization: packed[7],
    networkInterfaces: packed[8].map(unpackInterface),
    disks: packed[9].map(unpackDisk),
    probeSource: packed[11],
  };
  const hypervisor = packed[10];
  if (hypervisor === null) return hardware;
  const [type, version, libraryVersion] = [hypervisor[0], hypervisor[1], hypervisor[2]];
  return { ...hardware, hypervisor: { type, version, libraryVersion } };
}

function unpackInterface(packed: PackedHardware[8][number]): NetworkInterface {
  return { name: packed[0], mac: packed[1], speedMbps: packed[2] };
}

function unpackDisk(packed: PackedHardware[9][number]): Disk {
  return { name: packed[0], sizeBytes: packed[1], isRotational: packed[2] };
}
