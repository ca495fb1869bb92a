import type { Event } from '../../shared/model/event.ts';
import type { VmReason, VmStatus } from '../../shared/model/status.ts';
import type { VmState } from '../../shared/model/vm.ts';
import { vmStateOf } from './model-objects.ts';
import { Neighbours } from './neighbours.ts';

/** What hosts a and b say of VM v, and what is told of it: for the rows OV-6 to OV-18 of the systems before. */

export type Words = readonly [status: VmStatus, reason?: VmReason, more?: Partial<VmState>];

export const nameOf = ([status, reason = 'UNSPECIFIED']: Words): string => `${status}/${reason}`;

/** Rows that a test names by the words in them. */
export const named = (all: readonly Words[]): { name: string; said: Words }[] =>
  all.map((said) => ({ name: nameOf(said), said }));

export const stateOf = ([status, reason = 'UNSPECIFIED', more = {}]: Words): VmState =>
  vmStateOf('v', { status, reason, ...more });

/** Host a is there and has v as told; host b is there and has nothing. */
export async function aFleet(held?: Words): Promise<Neighbours> {
  const fleet = new Neighbours(['a', 'b'], true);
  await fleet.start('a', held === undefined ? [] : [vmStateOf('v')]);
  await fleet.start('b');
  if (held !== undefined) await fleet.sayVm('a', stateOf(held));
  return fleet;
}

export const say = (fleet: Neighbours, hostId: string, ...words: Words): Promise<void> =>
  fleet.sayVm(hostId, stateOf(words));

export const forget = (fleet: Neighbours, hostId: string): Promise<void> =>
  fleet.say(hostId, { kind: 'vm-removed', vmId: 'v' });

/** What is told of v from here on, such as `a VmStatusChanged DESTROYED -> DOWN/DESTROYED`. */
export function listen(fleet: Neighbours): () => string[] {
  const from = fleet.events.length;
  return () =>
    fleet.events
      .slice(from)
      .filter(({ vmId, vmIds }) => vmId === 'v' || vmIds.includes('v'))
      .map(textOf);
}

function textOf({ hostId, type, reason, after }: Event): string {
  const vm = after?.kind === 'vm' ? ` -> ${after.vm.status}/${after.vm.reason}` : '';
  return `${hostId} ${type} ${reason}${vm}`;
}

/** Such as `a UP/BOOTED`. */
export function heldAs(fleet: Neighbours): string {
  const vm = fleet.known('a', 'v');
  return vm === undefined ? 'gone' : `${vm.hostId} ${vm.status}/${vm.reason}`;
}
