import { guestLimits } from '../guest-limits.ts';
import type {
  GuestAddress,
  Listed,
  MemoryIssue,
  VmDetails,
  VmDevice,
  VmMemory,
} from '../model/vm-details.ts';
import { guestAgentCodec, memoryIssueKindCodec, vmDeviceKindCodec } from './enums.ts';
import { countOf, listOf, textOf } from './fields.ts';
import type { GuestAddresses__Output as AddressesRead } from './generated/muster/v1/GuestAddresses.ts';
import type { MemoryIssues__Output as IssuesRead } from './generated/muster/v1/MemoryIssues.ts';
import type { VmDetails as VmDetailsWire } from './generated/muster/v1/VmDetails.ts';
import type { VmDetails__Output as VmDetailsRead } from './generated/muster/v1/VmDetails.ts';
import type { VmDevices__Output as DevicesRead } from './generated/muster/v1/VmDevices.ts';
import type { VmMemory__Output as MemoryRead } from './generated/muster/v1/VmMemory.ts';

export function detailsToWire(details: VmDetails): VmDetailsWire {
  const { guestAgent, guestAddresses, memory, memoryIssues, devices } = details;
  return {
    ...(guestAgent && { guestAgent: guestAgentCodec.toWire(guestAgent) }),
    ...(guestAddresses && {
      guestAddresses: {
        addresses: guestAddresses.list.map(({ isOfDevice, ...address }) => {
          return { ...address, ofDevice: isOfDevice };
        }),
        omitted: guestAddresses.omitted,
      },
    }),
    ...(memory && { memory }),
    ...(memoryIssues && {
      memoryIssues: {
        issues: memoryIssues.map((issue) => {
          return { ...issue, kind: memoryIssueKindCodec.toWire(issue.kind) };
        }),
      },
    }),
    ...(devices && {
      devices: {
        devices: devices.list.map((device) => {
          return { ...device, kind: vmDeviceKindCodec.toWire(device.kind) };
        }),
        omitted: devices.omitted,
      },
    }),
  };
}

function addressesOf(path: string, wire: AddressesRead): Listed<GuestAddress> {
  const name = `${path}.addresses`;
  const list = listOf(name, wire.addresses, guestLimits.addressesMax).map((address, i) => {
    const at = `${name}[${String(i)}]`;
    const text = (field: string, value: unknown): string =>
      textOf(`${at}.${field}`, value, guestLimits.textLengthMax);
    return {
      name: text('name', address.name),
      mac: text('mac', address.mac),
      address: text('address', address.address),
      prefix: countOf(`${at}.prefix`, address.prefix),
      isOfDevice: address.ofDevice ?? false,
    };
  });
  return { list, omitted: countOf(`${path}.omitted`, wire.omitted) };
}

function memoryOf(path: string, wire: MemoryRead): VmMemory {
  return {
    guaranteedKib: countOf(`${path}.guaranteed_kib`, wire.guaranteedKib),
    wantedKib: countOf(`${path}.wanted_kib`, wire.wantedKib),
  };
}

/** Kinds of a newer agent are passed over. */
function issuesOf(path: string, wire: IssuesRead): MemoryIssue[] {
  const name = `${path}.issues`;
  return listOf(name, wire.issues, guestLimits.memoryIssuesMax).flatMap((issue, i) => {
    const kind = memoryIssueKindCodec.fromWire(issue.kind);
    if (kind === undefined) return [];
    const at = `${name}[${String(i)}]`;
    return {
      kind,
      currentKib: countOf(`${at}.current_kib`, issue.currentKib),
      expectedKib: countOf(`${at}.expected_kib`, issue.expectedKib),
    };
  });
}

function devicesOf(path: string, wire: DevicesRead): Listed<VmDevice> {
  const name = `${path}.devices`;
  const list = listOf(name, wire.devices, guestLimits.devicesMax).flatMap((device, i) => {
    const kind = vmDeviceKindCodec.fromWire(device.kind);
    if (kind === undefined) return [];
    const text = (field: string, value: unknown): string =>
      textOf(`${name}[${String(i)}].${field}`, value, guestLimits.textLengthMax);
    return {
      kind,
      alias: text('alias', device.alias),
      type: text('type', device.type),
      target: text('target', device.target),
      source: text('source', device.source),
      address: text('address', device.address),
      mac: text('mac', device.mac),
    };
  });
  return { list, omitted: countOf(`${path}.omitted`, wire.omitted) };
}

/** Checks every field, whoever wrote it. Throws FieldError. undefined: it says nothing. */
export function detailsFromWire(path: string, wire: VmDetailsRead): VmDetails | undefined {
  const guestAgent = guestAgentCodec.fromWire(wire.guestAgent);
  const { guestAddresses, memory, memoryIssues, devices } = wire;
  const details = {
    ...(guestAgent && { guestAgent }),
    ...(guestAddresses && {
      guestAddresses: addressesOf(`${path}.guest_addresses`, guestAddresses),
    }),
    ...(memory && { memory: memoryOf(`${path}.memory`, memory) }),
    ...(memoryIssues && { memoryIssues: issuesOf(`${path}.memory_issues`, memoryIssues) }),
    ...(devices && { devices: devicesOf(`${path}.devices`, devices) }),
  };
  return Object.keys(details).length === 0 ? undefined : details;
}
