import { describe, expect, it } from 'vitest';

import { mayTake } from '../../central/state/placement.ts';
import type { VmState } from '../../shared/model/vm.ts';
import { aVm } from '../harness/store-rows.ts';
import { vmStateOf } from '../harness/stepped-host.ts';

/** Whether each of two hosts, both in contact, would take the VM from the other. */
function wouldBothTake(one: VmState, other: VmState): boolean {
  const held = (state: VmState) => aVm(state.id, 'host', { ...state, reported: state });
  return mayTake(held(one), other, false) && mayTake(held(other), one, false);
}

describe('of two hosts that both report a VM, not each takes it from the other', () => {
  const states: VmState[] = [
    vmStateOf('vm', 'DOWN'),
    vmStateOf('vm', 'UP'),
    vmStateOf('vm', 'MIGRATING_FROM'),
    vmStateOf('vm', 'MIGRATING_TO'),
    vmStateOf('vm', 'DEPARTED'),
    vmStateOf('vm', 'UNKNOWN'),
    { ...vmStateOf('vm', 'PAUSED'), reason: 'POSTCOPY' },
  ];
  for (const one of states) {
    it(`when one says ${one.status}`, () => {
      expect(states.filter((other) => wouldBothTake(one, other))).toEqual([]);
    });
  }
});
