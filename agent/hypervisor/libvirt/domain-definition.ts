import { guestLimits } from '../../../shared/guest-limits.ts';
import type { GuestAgentState, Listed, VmDevice } from '../../../shared/model/vm-details.ts';
import { readDevices } from './domain-devices.ts';
import { elementOf, elementsOf, parseDomain, textOf, type Element } from './domain-xml.ts';

/** What a domain's XML says that no cheaper call tells. PURE, like everything in this file. */
export interface DomainDefinition {
  readonly guestAgent: GuestAgentState;
  readonly devices: Listed<VmDevice>;
  /** KiB; 0: nothing. */
  readonly guaranteedKib: number;
}

const guestAgentChannel = 'org.qemu.guest_agent.0';

/** From the XML of a domain as it is now. */
export function readDefinition(xml: string): DomainDefinition {
  const domain = parseDomain(xml);
  const devices = readDevices(domain);
  return {
    guestAgent: guestAgentOf(domain),
    devices: {
      list: devices.slice(0, guestLimits.devicesMax),
      omitted: Math.max(0, devices.length - guestLimits.devicesMax),
    },
    guaranteedKib: guaranteedKibOf(domain),
  };
}

/**
 * From the XML of a domain as it is defined: its memory, KiB, if it is to have less than its maximum; else 0. How much a
 * running guest was asked for is told nowhere: what is shown as current is what it has.
 */
export function readWantedKib(xml: string): number {
  const domain = parseDomain(xml);
  const wantedKib = kibOf(domain, 'currentMemory');
  return wantedKib < kibOf(domain, 'memory') ? wantedKib : 0;
}

function guestAgentOf(domain: Element): GuestAgentState {
  const targets = elementsOf(elementOf(domain, 'devices'), 'channel').map((channel) =>
    elementOf(channel, 'target'),
  );
  const agents = targets.filter((target) => textOf(target, 'name') === guestAgentChannel);
  if (agents.length === 0) return 'NONE';
  const isConnected = agents.some((target) => textOf(target, 'state') === 'connected');
  return isConnected ? 'CONNECTED' : 'DISCONNECTED';
}

/** libvirt has an element for it, which its QEMU driver refuses: oVirt keeps it among its metadata. */
function guaranteedKibOf(domain: Element): number {
  const tuned = kibOf(elementOf(domain, 'memtune'), 'min_guarantee');
  const ovirt = elementOf(elementOf(domain, 'metadata'), 'vm');
  const mib = wholeNumber(textOf(ovirt, 'minGuaranteedMemoryMb'));
  return tuned > 0 ? tuned : mib * 1024;
}

/** libvirt prints all sizes in KiB. */
function kibOf(parent: Element, name: string): number {
  return wholeNumber(textOf(parent, name));
}

function wholeNumber(text: string): number {
  return /^\s*\d{1,15}\s*$/.test(text) ? Number(text) : 0;
}
