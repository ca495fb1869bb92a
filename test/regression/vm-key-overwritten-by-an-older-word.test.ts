import { describe, expect, it } from 'vitest';

import { NatsPublish } from '../../central/publish/nats.ts';
import type { Publication } from '../../central/ports.ts';
import { silentLogger } from '../../shared/log.ts';
import type { Vm } from '../../shared/model/vm.ts';
import { decodeVmRecord } from '../../shared/wire/json.ts';
import { simulatedJetStream } from '../harness/simulated-jet-stream.ts';
import { aVm, anEvent } from '../harness/store-rows.ts';

function aPublisher() {
  const { server, jetStream, during } = simulatedJetStream();
  const publisher = new NatsPublish({ jetStream, log: silentLogger, owner: 'replica-1' });
  const base = { events: [], vms: [], removedVmIds: [], isRepeat: false };
  const publish = (hostId: string, what: Partial<Publication>) =>
    during(publisher.publish({ ...base, hostId, ...what }));
  const keyOf = (id: string): Vm | undefined => {
    const message = server.last('KV_muster_vms', `$KV.muster_vms.${id}`);
    if (message === undefined || message.header('KV-Operation') !== '') return undefined;
    return decodeVmRecord(message.body).vm;
  };
  const rewrite = (vms: readonly Vm[]) =>
    during(publisher.rewriteVmKeys({ all: () => vms, find: () => undefined }));
  return { publish, keyOf, rewrite };
}

describe('the key of a VM', () => {
  it('keeps the newer word when an older one is written later by the same process', async () => {
    const { publish, keyOf } = aPublisher();
    await publish('host-1', { vms: [aVm('vm-1', 'host-1', { n: 5, status: 'DOWN' })] });
    await publish('host-1', { vms: [aVm('vm-1', 'host-1', { n: 4, status: 'UP' })] });
    expect(keyOf('vm-1')?.status).toBe('DOWN');
  });

  it('is not removed by the host it was taken from', async () => {
    const { publish, keyOf } = aPublisher();
    await publish('host-2', { vms: [aVm('vm-1', 'host-2', { placement: 3 })] });
    const event = {
      ...anEvent('host-1', 9),
      type: 'VmRemoved',
      vmId: 'vm-1',
      placement: 2,
    } as const;
    await publish('host-1', { events: [event], removedVmIds: ['vm-1'] });
    expect(keyOf('vm-1')?.hostId).toBe('host-2');
  });

  it('is not left behind by a whole bucket written again while its VM is removed', async () => {
    const { rewrite, keyOf } = aPublisher();
    await rewrite([aVm('vm-1', 'host-1')]);
    expect(keyOf('vm-1')).toBeUndefined();
  });

  it('goes with a host that took the VM and removed it in one step', async () => {
    const { publish, keyOf } = aPublisher();
    await publish('host-1', { vms: [aVm('vm-1', 'host-1', { placement: 2 })] });
    const event = {
      ...anEvent('host-2', 9),
      type: 'VmRemoved',
      vmId: 'vm-1',
      placement: 3,
    } as const;
    await publish('host-2', { events: [event], removedVmIds: ['vm-1'] });
    expect(keyOf('vm-1')).toBeUndefined();
  });
});
