import type { Vm } from '../../../shared/model/vm.ts';
import type {
  GuestAddress,
  GuestAgentState,
  Listed,
  MemoryIssue,
  MemoryIssueKind,
  VmDevice,
} from '../../../shared/model/vm-details.ts';
import { renderFacts, renderSection, type Fact } from './details.ts';
import { formatKib } from './size.ts';

const agentTexts: Readonly<Record<GuestAgentState, string>> = {
  NONE: 'none (the VM has no channel for one)',
  DISCONNECTED: 'not connected',
  CONNECTED: 'connected',
  NOT_RESPONDING: 'connected, does not answer',
};

/** What is known of the guest and of what the VM is to have. */
export function insideFacts({ details, isGuestAgentConnected }: Vm): readonly Fact[] {
  const { guestAgent, memory, memoryIssues = [] } = details ?? {};
  const plain = isGuestAgentConnected ? 'connected' : 'not connected';
  return [
    ['Guest agent', guestAgent === undefined ? plain : agentTexts[guestAgent]],
    ['Guaranteed', sizeText(memory?.guaranteedKib)],
    ['Wanted', sizeText(memory?.wantedKib)],
    ['Memory issues', memoryIssues.map(issueText).join('; ')],
  ];
}

function sizeText(kib = 0): string | undefined {
  return kib === 0 ? undefined : formatKib(kib);
}

const issueTexts: Readonly<Record<MemoryIssueKind, (current: string, expected: string) => string>> =
  {
    BELOW_GUARANTEE: (current, expected) => `it has ${current} and is guaranteed ${expected}`,
    BALLOON_NOT_FOLLOWED: (current, expected) =>
      `it still has ${current} and is to have ${expected}`,
    AGENT_GONE_WHILE_INFLATED: (current, expected) =>
      `it has ${current} of ${expected}, and its guest agent is gone`,
  };

export function issueText({ kind, currentKib, expectedKib }: MemoryIssue): string {
  return `${kind}: ${issueTexts[kind](formatKib(currentKib), formatKib(expectedKib))}`;
}

/** The lists of its addresses and devices. */
export function insideSections({ details }: Vm): string {
  const { guestAddresses, devices } = details ?? {};
  return (
    renderSection('Addresses', renderList(guestAddresses, addressFact)) +
    renderSection('Devices', renderList(devices, deviceFact))
  );
}

function renderList<Entry>(
  listed: Listed<Entry> | undefined,
  factOf: (entry: Entry) => Fact,
): string {
  if (listed === undefined) return '';
  const { list, omitted } = listed;
  return renderFacts([...list.map(factOf), ...(omitted > 0 ? [moreFact(omitted)] : [])]);
}

function moreFact(omitted: number): Fact {
  return ['and', `${omitted} more`];
}

function addressFact({ name, mac, address, prefix, isOfDevice }: GuestAddress): Fact {
  const within = isOfDevice ? [] : ['made in the guest'];
  return [name, [`${address}/${prefix}`, mac, ...within].filter((text) => text !== '').join(', ')];
}

function deviceFact({ kind, alias, ...device }: VmDevice): Fact {
  const { type, target, source, mac, address } = device;
  const texts = [type, target, source, mac, address].filter((text) => text !== '');
  return [alias === '' ? kind : `${kind} ${alias}`, texts.join(', ')];
}
