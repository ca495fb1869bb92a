import { describe, expect, it } from 'vitest';

import { HeldVms } from '../../../central/held-vms.ts';
import { vmPacking } from '../../../central/store/packed-vm.ts';
import { aVm } from '../../harness/store-rows.ts';

function held(...ids: string[]): HeldVms {
  const vms = new HeldVms(vmPacking);
  vms.replace(ids.map((id) => aVm(id, 'a')));
  return vms;
}

describe('the VMs an actor holds', () => {
  it('are the same after they were packed, in the same order', () => {
    const vms = held('w', 'v');
    vms.pack();
    expect(vms.byId.size).toBe(0);
    vms.unpack();
    expect([...vms.byId]).toEqual([...held('w', 'v').byId]);
  });

  it('are not lost by packing or unpacking twice', () => {
    const vms = held('v');
    vms.pack();
    vms.pack();
    vms.unpack();
    vms.accept({ droppedVmIds: ['v'], vms: [aVm('x', 'a')] });
    vms.unpack();
    expect([...vms.byId.keys()]).toEqual(['x']);
  });

  it('are those loaded last, packed or not', () => {
    const vms = held('v');
    vms.pack();
    vms.replace([aVm('x', 'a')]);
    vms.unpack();
    expect([...vms.byId.keys()]).toEqual(['x']);
  });
});
