import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';

import { openLmdbStore } from '../../central/store/lmdb-store.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import type { Store, StoreBatch } from '../../central/store/port.ts';
import { systemClock } from '../../shared/clock.ts';
import type { HostFilter, LabelSelector, Page, VmFilter } from '../../shared/model/query.ts';
import { hostStatuses, vmHealths, vmStatuses } from '../../shared/model/status.ts';
import { anEvent, aStoredHost, aVm } from '../harness/store-rows.ts';
import { storeContract } from './store.ts';

const folders: string[] = [];
const openLmdb = (): Store => {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-store-'));
  folders.push(folder);
  return openLmdbStore({ folder, clock: systemClock });
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

storeContract('LMDB', openLmdb);
storeContract('memory', () => new MemoryStore());

// Few ids and words, so that batches meet each other's rows.
const id = fc.constantFrom('a', 'B', 'b-1', 'b_2', 'c', 'x'.repeat(64));
const word = fc.constantFrom('', 'a', 'ab', 'abc', 'b', 'ä', '\u0000', 'a'.repeat(80), '🦀', 'a🦀');
const site = fc.constantFrom('', 'north', 'south');
const hostStatus = fc.constantFrom(...hostStatuses.slice(0, 4));
const vmStatus = fc.constantFrom(...vmStatuses.slice(0, 4));

const storedHost = fc
  .record({
    id,
    name: word,
    site,
    status: hostStatus,
    labels: fc.dictionary(word, word, { noNullPrototype: true }),
    n: fc.nat(2),
  })
  .map(({ id: hostId, ...changes }) => aStoredHost(hostId, changes));
const vm = fc
  .record({ id, hostId: id, name: word, status: vmStatus, placement: fc.nat(2) })
  .map(({ id: vmId, hostId, ...changes }) => aVm(vmId, hostId, changes));
const removal = fc.record({
  vmId: id,
  placement: fc.nat(2),
  epoch: fc.constant(1),
  n: fc.constant(1),
});
const event = fc.tuple(id, fc.nat(9)).map(([hostId, n]) => anEvent(hostId, n));

const batch: fc.Arbitrary<StoreBatch> = fc.record(
  {
    hosts: fc.array(storedHost, { maxLength: 4 }),
    removedHostIds: fc.array(id, { maxLength: 2 }),
    vms: fc.array(vm, { maxLength: 6 }),
    removedVmIds: fc.array(id, { maxLength: 2 }),
    removals: fc.array(removal, { maxLength: 2 }),
    keepsNewer: fc.boolean(),
    events: fc.array(event, { maxLength: 3 }),
    meta: fc.dictionary(fc.constantFrom('k', 'l'), word, { noNullPrototype: true }),
  },
  { requiredKeys: [] },
);

const selector: fc.Arbitrary<LabelSelector> = fc.oneof(
  fc.record({ kind: fc.constantFrom('equals', 'differs'), key: word, value: word }),
  fc.record({ kind: fc.constant('exists'), key: word }),
);
const hostFilter: fc.Arbitrary<HostFilter> = fc.record({
  statuses: fc.array(hostStatus, { maxLength: 2 }),
  sites: fc.array(site, { maxLength: 2 }),
  labels: fc.array(selector, { maxLength: 2 }),
  namePrefix: word,
});
const vmFilter: fc.Arbitrary<VmFilter> = fc.record({
  statuses: fc.array(vmStatus, { maxLength: 2 }),
  healths: fc.array(fc.constantFrom(...vmHealths), { maxLength: 2 }),
  hostIds: fc.array(id, { maxLength: 2 }),
  sites: fc.array(site, { maxLength: 2 }),
  labels: fc.array(selector, { maxLength: 1 }),
  namePrefix: word,
});

type Step =
  /** Batches handed in during one turn. */
  | { readonly kind: 'apply'; readonly batches: readonly StoreBatch[] }
  | { readonly kind: 'trim'; readonly sequence: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('apply'),
      batches: fc.array(batch, { maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('trim'), sequence: fc.nat(20) }) },
);

async function perform(store: Store, step: Step): Promise<void> {
  if (step.kind === 'trim') await store.trimEvents(step.sequence);
  else await Promise.all(step.batches.map((changes) => store.apply(changes)));
}

/** Everything that a store can be asked, pages of two joined to whole listings along with each page. */
function answersOf(store: Store, filters: Filters): unknown {
  const ids = ['a', 'B', 'b-1', 'b_2', 'c', 'x'.repeat(64)];
  return {
    hosts: ids.map((hostId) => store.getStoredHost(hostId)),
    vms: ids.map((vmId) => store.getVm(vmId)),
    committed: ids.map((hostId) => store.committedOf(hostId)),
    vmsOfHosts: ids.map((hostId) => store.vmsOfHost(hostId)),
    all: [...store.storedHosts()],
    summary: store.summarize(),
    events: store.eventsAfter(0, 1000),
    someEvents: store.eventsAfter(2, 2),
    range: store.eventRange(),
    meta: [store.getMeta('k'), store.getMeta('l')],
    hostPages: filters.hosts.map((filter) =>
      pagesOf((afterId) => store.listHosts(filter, { size: 2, afterId })),
    ),
    vmPages: filters.vms.map((filter) =>
      pagesOf((afterId) => store.listVms(filter, { size: 2, afterId })),
    ),
  };
}

interface Filters {
  readonly hosts: readonly HostFilter[];
  readonly vms: readonly VmFilter[];
}

function pagesOf<Row>(read: (afterId: string) => Page<Row>): Page<Row>[] {
  const pages = [read('')];
  for (let next = pages[0]?.nextAfterId; next; next = pages.at(-1)?.nextAfterId) {
    pages.push(read(next));
  }
  return pages;
}

describe('LMDB and its memory twin', () => {
  it('answer alike after any batches, and the indexes agree with the rows', async () => {
    const filters = fc.record({
      hosts: fc.array(hostFilter, { minLength: 3, maxLength: 6 }),
      vms: fc.array(vmFilter, { minLength: 3, maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), filters, async (steps, asked) => {
        const lmdb = openLmdb();
        const twin = new MemoryStore();
        try {
          for (const next of steps) {
            await Promise.all([perform(lmdb, next), perform(twin, next)]);
            expect(lmdb.check()).toEqual([]);
          }
          expect(answersOf(lmdb, asked)).toStrictEqual(answersOf(twin, asked));
        } finally {
          await lmdb.close();
        }
      }),
      { numRuns: 100 },
    );
  });
});
