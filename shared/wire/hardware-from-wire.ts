import { limits } from '../limits.ts';
import type { Hardware } from '../model/host.ts';
import { countOf, listOf, nameOf, protoName } from './fields.ts';
import type { Hardware__Output as HardwareRead } from './generated/muster/v1/Hardware.ts';
import { hardwareFromWire } from './host.ts';

/** Hardware as an agent sends it, every field checked. Throws FieldError. */
export function hardwareOf(path: string, wire: HardwareRead): Hardware {
  for (const field of ['cpuModel', 'architecture', 'operatingSystem', 'kernel'] as const) {
    nameOf(`${path}.${protoName(field)}`, wire[field]);
  }
  for (const field of ['cpuCount', 'socketCount', 'memoryKib'] as const) {
    countOf(`${path}.${protoName(field)}`, wire[field]);
  }
  listOf(`${path}.virtualization`, wire.virtualization, limits.capabilitiesMax).forEach(
    (feature, i) => nameOf(`${path}.virtualization[${String(i)}]`, feature),
  );
  listOf(`${path}.network_interfaces`, wire.networkInterfaces, limits.hostDevicesMax).forEach(
    (nic, i) => {
      const at = `${path}.network_interfaces[${String(i)}]`;
      nameOf(`${at}.name`, nic.name);
      nameOf(`${at}.mac`, nic.mac);
    },
  );
  listOf(`${path}.disks`, wire.disks, limits.hostDevicesMax).forEach((disk, i) => {
    const at = `${path}.disks[${String(i)}]`;
    nameOf(`${at}.name`, disk.name);
    countOf(`${at}.size_bytes`, disk.sizeBytes);
  });
  for (const field of ['type', 'version', 'libraryVersion'] as const) {
    nameOf(`${path}.hypervisor.${protoName(field)}`, wire.hypervisor?.[field]);
  }
  return hardwareFromWire(wire);
}
