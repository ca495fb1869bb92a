import { describe, expect, it } from 'vitest';

import { copyEvents } from '../../central/feed/copied-rows.ts';
import { RemovedVms } from '../../central/feed/removed-vms.ts';
import { NatsPublish } from '../../central/publish/nats.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import { silentLogger } from '../../shared/log.ts';
import type { Event } from '../../shared/model/event.ts';
import type { Vm } from '../../shared/model/vm.ts';
import { decodeEvent, decodeVmRecord } from '../../shared/wire/json.ts';
import { simulatedJetStream } from '../harness/simulated-jet-stream.ts';
import { anEvent, aStoredHost, aVm } from '../harness/store-rows.ts';

const held = aVm('v', 'a', { placement: 3, n: 4, status: 'DEPARTED' });

function takeBy(hostId: string, place: { readonly epoch: number; readonly n: number }): Event {
  const vm = aVm('v', hostId, { placement: 4, ...place });
  return {
    ...anEvent(hostId, place.n),
    ...{ id: `${hostId}/take`, type: 'VmMigrated', vmId: 'v', placement: 4, ...place },
    ...{ before: { kind: 'vm', vm: held }, after: { kind: 'vm', vm } },
  };
}

function vmIn(event: Event): Vm {
  if (event.after?.kind !== 'vm') throw new Error('no VM');
  return event.after.vm;
}

/** Rows of a replica that owns host `own`, and has committed `takes` of it itself. */
async function rowsAfter(own: string, takes: Event[], heard: readonly Event[]): Promise<string[]> {
  const store = new MemoryStore();
  const hosts = ['a', 'b', 'c'].map((id) => aStoredHost(id, { owner: `replica-${id}` }));
  await store.apply({ hosts, vms: [held] });
  const isOwn = (id: string): boolean => id === own;
  const ownTake = takes.find(({ hostId }) => hostId === own);
  if (ownTake !== undefined) await store.apply({ vms: [vmIn(ownTake)] });
  const letGo: string[] = [];
  for (const event of heard) {
    const { vms, taken } = copyEvents([event], { rows: store, removed: new RemovedVms(), isOwn });
    await store.apply({ vms, keepsNewer: true });
    letGo.push(...taken.map(({ fromHostId }) => `${fromHostId} lets go`));
  }
  return [store.getVm('v')?.hostId ?? 'nobody', ...letGo];
}

describe('a VM that two owners take at once, both events out (I1)', () => {
  it.each([
    ['the higher epoch', { epoch: 5, n: 2 }, { epoch: 3, n: 9 }, 'b'],
    ['the higher n', { epoch: 3, n: 2 }, { epoch: 3, n: 9 }, 'c'],
    // Both gave it up for the other then, and nobody had it.
    ['the later id, if all is equal', { epoch: 3, n: 9 }, { epoch: 3, n: 9 }, 'c'],
  ])('is with %s: in its key, in all rows, and for who reads events', async (...row) => {
    const [, ofB, ofC, winner] = row;
    const takes = [takeBy('b', ofB), takeBy('c', ofC)];
    const loser = winner === 'b' ? 'c' : 'b';
    for (const order of [takes, [...takes].reverse()]) {
      const { server, jetStream, during } = simulatedJetStream();
      for (const event of order) {
        const owner = `replica-${event.hostId}`;
        const publisher = new NatsPublish({ jetStream, log: silentLogger, owner });
        const said = { hostId: event.hostId, events: [event], vms: [vmIn(event)] };
        await during(publisher.publish({ ...said, removedVmIds: [], isRepeat: false }));
      }
      const key = server.last('KV_muster_vms', '$KV.muster_vms.v');
      expect(key && decodeVmRecord(key.body).vm.hostId).toBe(winner);
      const told = order.map(({ hostId }) => {
        const message = server.last('MUSTER_EVENTS', `muster.events.vm.${hostId}.v.VmMigrated`);
        return message && decodeEvent(message.body);
      });
      expect(told.map((event) => event?.hostId)).toEqual(order.map(({ hostId }) => hostId));
      expect(await rowsAfter('other', takes, order)).toEqual([winner]);
      expect(await rowsAfter(winner, takes, order)).toEqual([winner]);
      expect(await rowsAfter(loser, takes, order)).toEqual([winner, `${loser} lets go`]);
    }
  });
});
