import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Publication } from '../../../central/ports.ts';
import { MemoryStore } from '../../../central/store/memory-store.ts';
import { encodeVmRecord } from '../../../shared/wire/json.ts';
import type { Vm } from '../../../shared/model/vm.ts';
import type { ClusterParts } from '../../harness/cluster-parts.ts';
import { aVmOf } from '../../harness/cluster-steps.ts';
import { NatsBench } from './bench.ts';

describe('VM keys', () => {
  let bench: NatsBench;
  let parts: ClusterParts;
  beforeEach(async () => {
    bench = await NatsBench.start();
    parts = await bench.open();
  });
  afterEach(() => bench.stop());

  const publish = (change: Partial<Publication>): Promise<unknown> =>
    parts.publish.publish({
      hostId: 'host-1',
      events: [],
      vms: [],
      removedVmIds: [],
      isRepeat: false,
      ...change,
    });
  const standing = async (vmId = 'vm-1'): Promise<{ vm: Vm | undefined; operation: string }> => {
    const { jsm } = await bench.operator();
    const message = await jsm.streams.getMessage('KV_muster_vms', {
      last_by_subj: `$KV.muster_vms.${vmId}`,
    });
    const operation = message.header.get('KV-Operation');
    return { vm: operation === '' ? message.json<{ vm: Vm }>().vm : undefined, operation };
  };
  const vm = (n: number, changes: Partial<Vm> = {}): Vm =>
    aVmOf('host-1', 'vm-1', { n, ...changes });

  it('follow each newer version, and an older one changes nothing', async () => {
    await publish({ vms: [vm(1)] });
    await publish({ vms: [vm(5, { status: 'PAUSED' })] });
    expect((await standing()).vm).toMatchObject({ status: 'VM_STATUS_PAUSED' });
    const other = await bench.open({ owner: 'replica-2', store: new MemoryStore() });
    expect(
      await other.publish.publish({
        hostId: 'host-1',
        events: [],
        vms: [vm(3)],
        removedVmIds: [],
        isRepeat: true,
      }),
    ).toEqual({ kind: 'out' });
    expect((await standing()).vm).toMatchObject({ status: 'VM_STATUS_PAUSED' });
  });

  it('lose to a key another owner took with a higher placement, and stay lost', async () => {
    await publish({ vms: [vm(1)] });
    const { nc } = await bench.operator();
    const taken = { owner: 'replica-2', vm: aVmOf('host-2', 'vm-1', { placement: 2, n: 1 }) };
    await nc.jetstream().publish('$KV.muster_vms.vm-1', encodeVmRecord(taken));
    expect(await publish({ vms: [vm(9)] })).toEqual({ kind: 'out' });
    expect(await publish({ removedVmIds: ['vm-1'] })).toEqual({ kind: 'out' });
    expect((await standing()).vm).toMatchObject({ hostId: 'host-2', placement: '2' });
  });

  it('win over a key that somebody changed by hand to an older version', async () => {
    await publish({ vms: [vm(5)] });
    const { nc } = await bench.operator();
    await nc
      .jetstream()
      .publish('$KV.muster_vms.vm-1', encodeVmRecord({ owner: 'replica-1', vm: vm(2) }));
    await publish({ vms: [vm(6)] });
    expect((await standing()).vm).toMatchObject({ n: '6' });
  });

  it('are deleted by a marker every reader of buckets knows, and come back when the VM does', async () => {
    await publish({ vms: [vm(1)] });
    await publish({ removedVmIds: ['vm-1'] });
    expect((await standing()).operation).toBe('DEL');
    await publish({ vms: [vm(4)] });
    expect((await standing()).vm).toMatchObject({ n: '4' });
  });

  it('are written again over bytes that are no VM', async () => {
    const { nc } = await bench.operator();
    await nc.jetstream().publish('$KV.muster_vms.vm-1', 'garbage');
    await publish({ vms: [vm(1)] });
    expect((await standing()).vm).toMatchObject({ n: '1' });
  });

  it('of a whole host go out together', async () => {
    const vms = Array.from({ length: 1000 }, (_, index) => aVmOf('host-1', `vm-${index}`));
    await publish({ vms });
    const { jsm } = await bench.operator();
    const { state } = await jsm.streams.info('KV_muster_vms');
    expect(state.messages).toBe(1000 + 1);
  });
});
