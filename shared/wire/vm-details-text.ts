import type {
  GuestAddress,
  Listed,
  MemoryIssue,
  VmDetails,
  VmDevice,
  VmMemory,
} from '../model/vm-details.ts';
import { guestAgentCodec, memoryIssueKindCodec, vmDeviceKindCodec } from './enums.ts';
import { flag, int, list, long, message, optional, text } from './json-pieces.ts';

function addressText({ name, mac, address, prefix, isOfDevice }: GuestAddress): string {
  return message(
    text(',"name":', name) +
      text(',"mac":', mac) +
      text(',"address":', address) +
      int(',"prefix":', prefix) +
      flag(',"ofDevice":', isOfDevice),
  );
}

function addressesText({ list: addresses, omitted }: Listed<GuestAddress>): string {
  return message(list(',"addresses":', addresses, addressText) + int(',"omitted":', omitted));
}

function memoryText({ guaranteedKib, wantedKib }: VmMemory): string {
  return message(long(',"guaranteedKib":', guaranteedKib) + long(',"wantedKib":', wantedKib));
}

function issueText({ kind, currentKib, expectedKib }: MemoryIssue): string {
  return message(
    `,"kind":"${memoryIssueKindCodec.toWire(kind)}"` +
      long(',"currentKib":', currentKib) +
      long(',"expectedKib":', expectedKib),
  );
}

function deviceText(device: VmDevice): string {
  return message(
    `,"kind":"${vmDeviceKindCodec.toWire(device.kind)}"` +
      text(',"alias":', device.alias) +
      text(',"type":', device.type) +
      text(',"target":', device.target) +
      text(',"source":', device.source) +
      text(',"address":', device.address) +
      text(',"mac":', device.mac),
  );
}

function devicesText({ list: devices, omitted }: Listed<VmDevice>): string {
  return message(list(',"devices":', devices, deviceText) + int(',"omitted":', omitted));
}

/** muster.v1.VmDetails. */
export function detailsText(details: VmDetails): string {
  const { guestAgent } = details;
  return message(
    (guestAgent === undefined ? '' : `,"guestAgent":"${guestAgentCodec.toWire(guestAgent)}"`) +
      optional(',"guestAddresses":', details.guestAddresses, addressesText) +
      optional(',"memory":', details.memory, memoryText) +
      optional(',"memoryIssues":', details.memoryIssues, (issues) =>
        message(list(',"issues":', issues, issueText)),
      ) +
      optional(',"devices":', details.devices, devicesText),
  );
}
