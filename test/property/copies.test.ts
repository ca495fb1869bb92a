import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';

import { Copies } from '../../central/feed/copies.ts';
import type { Op } from '../../central/state/host-state.ts';
import { openLmdbStore } from '../../central/store/lmdb-store.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import type { Store } from '../../central/store/port.ts';
import { systemClock } from '../../shared/clock.ts';
import { silentLogger } from '../../shared/log.ts';
import type { Event } from '../../shared/model/event.ts';
import { goodbyeKinds } from '../../shared/model/status.ts';
import { OwnedFleet } from '../harness/owned-fleet.ts';
import { changeBody, condition, helloOf, vmState } from './arbitrary.ts';

const hostIds = ['host-1', 'host-2', 'host-3'];
const run = fc.constantFrom('run-1', 'run-2');
const number = fc.integer({ min: 1, max: 12 });

const op: fc.Arbitrary<(hostId: string) => Op> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(run, number, changeBody).map(([of, change, body]) => (): Op => {
      return { kind: 'change', run: of, change: { change, observedAt: 0, body } };
    }),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        vms: fc.uniqueArray(vmState, { selector: ({ id }) => id }),
        conditions: fc.uniqueArray(condition, { selector: ({ type }) => type }),
        areVmsKnown: fc.boolean(),
        change: number,
      })
      .chain((snapshot) => run.map((of) => ({ of, snapshot })))
      .map(({ of, snapshot }) => (): Op => {
        return { kind: 'snapshot', run: of, snapshot: { ...snapshot, observedAt: 0 } };
      }),
  },
  {
    weight: 2,
    arbitrary: run.map((of) => (hostId: string): Op => {
      const hello = { ...helloOf({ run: of }), hostId };
      return { kind: 'hello', hello, sessionId: 1 };
    }),
  },
  fc.constantFrom(...goodbyeKinds).map((goodbye) => (): Op => ({ kind: 'goodbye', goodbye })),
  fc
    .constantFrom<Op>(
      { kind: 'contact' },
      { kind: 'retry-strays', afterMs: 250 },
      { kind: 'tidy' },
      { kind: 'verdict', verdict: { status: 'SUSPECT', reason: 'SILENT' } },
      { kind: 'verdict', verdict: { status: 'NON_RESPONSIVE', reason: 'NO_CONTACT' } },
      { kind: 'storage-changed', reason: 'STORAGE_LOST' },
    )
    .map((decision) => () => decision),
);

/** What happens to one host in one step, and whether it has another owner by then, or its owner was started anew. */
const turn = fc.record({
  hostId: fc.constantFrom(...hostIds),
  ops: fc.array(op, { minLength: 1, maxLength: 4 }),
  owner: fc.constantFrom('replica-1', 'replica-1', 'replica-1', 'replica-3'),
  instance: fc.constantFrom('instance-1', 'instance-1', 'instance-1', 'instance-2'),
});
const story = fc.array(turn, { maxLength: 25, size: 'max' });

type Turns = typeof story extends fc.Arbitrary<infer Value> ? Value : never;

/** How the events of several hosts come: which one is next, whether an earlier one comes again, and where a pause is. */
const delivery = fc.infiniteStream(
  fc.record({ host: fc.nat(99), again: fc.option(fc.nat(3), { freq: 4 }), isPause: fc.boolean() }),
);
type Delivery = typeof delivery extends fc.Arbitrary<infer Value> ? Value : never;

async function play(turns: Turns): Promise<OwnedFleet> {
  const fleet = new OwnedFleet();
  for (const hostId of hostIds) {
    await fleet.apply(hostId, [{ kind: 'hello', hello: { ...helloOf({}), hostId }, sessionId: 1 }]);
  }
  for (const { hostId, ops, owner, instance } of turns) {
    fleet.nowUnixMs += 10_000;
    fleet.owner = { replicaId: owner, instance };
    await fleet.apply(
      hostId,
      ops.map((make) => make(hostId)),
    );
  }
  // The last commit of each has an event: what none tells of, the number of a commit, need not be copied.
  for (const hostId of hostIds) {
    await fleet.apply(hostId, [
      { kind: 'identity-conflict', isActive: true, reason: 'TWO_AGENTS', message: 'the end' },
    ]);
  }
  return fleet;
}

async function deliver(fleet: OwnedFleet, copies: Copies, stream: Delivery): Promise<void> {
  const left = hostIds.map((id) => [...(fleet.events.get(id) ?? [])]);
  const seen = new Map<string, Event[]>();
  for (const { host, again, isPause } of stream) {
    const waiting = left.filter((events) => events.length > 0);
    const next = waiting[host % waiting.length]?.shift();
    if (next === undefined) break;
    copies.take(next);
    const past = seen.get(next.hostId) ?? [];
    seen.set(next.hostId, [...past, next]);
    const repeated = again === null ? undefined : past.at(-1 - again);
    if (repeated) copies.take(repeated);
    if (isPause) await copies.caughtUp();
  }
  await copies.caughtUp();
}

function answersOf(store: Store): unknown {
  const vmIds = ['vm-1', 'vm-2', 'vm-3', 'vm-4', 'vm-5'];
  return {
    hosts: hostIds.map((id) => store.getHost(id)),
    vms: vmIds.map((id) => store.getVm(id)),
    vmsOfHosts: hostIds.map((id) => store.vmsOfHost(id)),
    summary: store.summarize(),
  };
}

describe('the copy of a fleet, by its events alone', () => {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });
  const openLmdb = (): Store => {
    const folder = mkdtempSync(path.join(tmpdir(), 'muster-copies-'));
    folders.push(folder);
    return openLmdbStore({ folder, clock: systemClock });
  };

  it.each<[string, () => Store, number]>([
    ['memory', () => new MemoryStore(), 300],
    ['LMDB', openLmdb, 25],
  ])(
    'is what its owners wrote, with repeats and in any order across hosts (%s)',
    async (...[, open, numRuns]) => {
      await fc.assert(
        fc.asyncProperty(story, delivery, async (turns, stream) => {
          const fleet = await play(turns);
          const store = open();
          const copies = new Copies({
            ...{ store, clock: systemClock, log: silentLogger, isOwn: () => false },
            onClaimedElsewhere: () => expect.fail('nothing was ours'),
            onVmTaken: () => expect.fail('nothing was ours'),
            onOwner: () => undefined,
          });
          await deliver(fleet, copies, stream);
          expect(answersOf(store)).toEqual(answersOf(fleet.store));
          expect(store.check()).toEqual([]);
          await store.close();
        }),
        { numRuns },
      );
    },
  );
});
