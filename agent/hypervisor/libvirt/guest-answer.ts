import { guestLimits } from '../../../shared/guest-limits.ts';
import type {
  GuestAddress,
  GuestAgentState,
  Listed,
  VmDevice,
} from '../../../shared/model/vm-details.ts';
import { settle, type KnownVm, type Outcome } from './vm-events.ts';

/** What came of asking a guest agent. PURE, like everything in this file. */
export type GuestAnswer =
  | { readonly kind: 'addresses'; readonly interfaces: readonly GuestInterface[] }
  /** It answers, but not this. */
  | { readonly kind: 'refusal' }
  | { readonly kind: 'silence' };

export interface GuestInterface {
  readonly name: string;
  readonly mac: string;
  readonly addresses: readonly { readonly address: string; readonly prefix: number }[];
}

/** An agent that went meanwhile has nothing to say any more. */
export function applyAnswer(known: KnownVm, answer: GuestAnswer): Outcome {
  const { details } = known.vm;
  const before = details?.guestAgent;
  if (before !== 'CONNECTED' && before !== 'NOT_RESPONDING') return { known, emits: [] };
  const guestSilences = answer.kind === 'silence' ? known.guestSilences + 1 : 0;
  const told = answer.kind === 'addresses' && {
    guestAddresses: addressesOf(answer.interfaces, details?.devices?.list ?? []),
  };
  const guestAgent = stateAfter(before, guestSilences);
  const vm = { ...known.vm, details: { ...details, guestAgent, ...told } } as const;
  return settle(known, { ...known, guestSilences, vm });
}

/** One that was deaf stays so until it answers. */
function stateAfter(before: GuestAgentState, silences: number): GuestAgentState {
  if (silences === 0) return 'CONNECTED';
  return silences >= guestLimits.guestSilencesMax ? 'NOT_RESPONDING' : before;
}

/** Those that others can reach, of devices first, always in one order: a guest may list the same in another one (OV-21). */
export function addressesOf(
  interfaces: readonly GuestInterface[],
  devices: readonly VmDevice[],
): Listed<GuestAddress> {
  const macs = new Set(devices.flatMap(({ mac }) => (mac === '' ? [] : mac)));
  const all = interfaces
    .flatMap(({ name, mac, addresses }) =>
      addresses.map(({ address, prefix }) => {
        const known = mac.toLowerCase();
        const plain = { name: brief(name), mac: brief(known), address: withoutZone(address) };
        return { ...plain, prefix, isOfDevice: macs.has(known) };
      }),
    )
    .filter(({ address }) => !isLocal(address))
    .sort(byPlace);
  const list = all.slice(0, guestLimits.addressesMax);
  return { list, omitted: all.length - list.length };
}

/** The zone is a number or name inside the guest, and means nothing to others. */
function withoutZone(address: string): string {
  return brief(address.replace(/%.*$/, ''));
}

/** Loopback and link-local. */
function isLocal(address: string): boolean {
  return /^(127\.|169\.254\.|fe[89ab][0-9a-f]:|::1$)/i.test(address);
}

function byPlace(a: GuestAddress, b: GuestAddress): number {
  if (a.isOfDevice !== b.isOfDevice) return a.isOfDevice ? -1 : 1;
  return compare(a.name, b.name) || compare(a.address, b.address);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function brief(text: string): string {
  return text.slice(0, guestLimits.textLengthMax);
}
