import { beforeEach, describe, expect, it } from 'vitest';

import { hostsBucket, vmsBucket } from '../../../../central/cluster/buckets.ts';
import { NatsCommit } from '../../../../central/cluster/nats.ts';
import { StorageLife } from '../../../../central/cluster/storage-life.ts';
import { MemoryStore } from '../../../../central/store/memory-store.ts';
import { silentLogger } from '../../../../shared/log.ts';
import { unknownRevision, type HostRecord } from '../../../../shared/model/record.ts';
import { seededRandom } from '../../../../shared/random.ts';
import { encodeHostRecord } from '../../../../shared/wire/json.ts';
import { aStep } from '../../../harness/cluster-steps.ts';
import { FakeClock } from '../../../harness/fake-clock.ts';
import { simulatedJetStream } from '../../../harness/simulated-jet-stream.ts';
import { aStoredHost, aVm, anEvent } from '../../../harness/store-rows.ts';

describe('a host that another replica owns, loaded by one that follows its events', () => {
  let parts: ReturnType<typeof simulatedJetStream>;
  let store: MemoryStore;
  let life: StorageLife;
  let commits: NatsCommit;
  let rechecks: string[];
  let onFollowed: () => Promise<void>;

  beforeEach(async () => {
    parts = simulatedJetStream();
    store = new MemoryStore();
    rechecks = [];
    onFollowed = () => Promise.resolve();
    const { jetStream } = parts;
    const base = { jetStream, store, log: silentLogger };
    life = new StorageLife({
      ...{ ...base, random: seededRandom(1), clock: new FakeClock(), replicas: 1 },
      recheck: () => undefined,
    });
    commits = new NatsCommit({
      ...{ ...base, life, recheck: (reason) => rechecks.push(reason) },
      followed: () => onFollowed(),
    });
    await parts.during(life.run());
  });

  let writes = 0;
  async function accepted(record: HostRecord): Promise<number> {
    const outcome = await parts.during(
      parts.jetStream.write({
        ...{ stream: hostsBucket.stream, subject: hostsBucket.subjectOf(record.host.id) },
        ...{ body: encodeHostRecord(record), messageId: `write-${String(++writes)}` },
      }),
    );
    if (outcome.kind !== 'written') throw new Error(outcome.kind);
    return outcome.sequence;
  }

  function aRecord(n: number, changes: Partial<HostRecord> = {}): HostRecord {
    const { record } = aStoredHost('host-1', { n, owner: 'replica-2' });
    return { ...record, incarnation: life.incarnation, ...changes };
  }

  const applied = [{ run: 'run-1', change: 40 }];
  const copyOf = (n: number): Promise<void> =>
    store.apply({
      hosts: [{ record: aRecord(n, { appliedChanges: [] }), revision: unknownRevision }],
    });

  it.each([
    ['as new as the record', 5],
    ['older', 4],
    ['newer, since the record was read a moment before', 6],
  ])('is what NATS holds, whole, when the copy is %s', async (...[, n]) => {
    const there = aRecord(5, { appliedChanges: applied, pending: [anEvent('host-1', 5)] });
    const revision = await accepted(there);
    await copyOf(n);
    const loaded = await parts.during(commits.load('host-1'));
    expect(loaded).toMatchObject({ revision, record: { n: 5, appliedChanges: applied } });
    expect(loaded?.record.pending).toHaveLength(1);
    expect(rechecks).toEqual([]);
    // The row is put right, unless events of a newer record came in between.
    expect(store.getStoredHost('host-1')?.record.n).toBe(Math.max(5, n));
  });

  it('can be claimed over the record that was read, though its row does not know where that stands', async () => {
    const expected = await accepted(aRecord(5));
    await copyOf(5);
    await parts.during(commits.load('host-1'));
    await copyOf(6);
    const claim = aStep({ epoch: 2, n: 1, expected });
    expect((await parts.during(commits.commit(claim))).kind).toBe('accepted');
    expect(store.getStoredHost('host-1')?.record).toMatchObject({ epoch: 2, owner: 'replica-1' });
  });

  it('is not claimed over a record that was written since', async () => {
    const expected = await accepted(aRecord(5));
    await copyOf(5);
    await parts.during(commits.load('host-1'));
    await accepted(aRecord(6));
    await copyOf(6);
    const claim = aStep({ epoch: 2, n: 1, expected });
    expect(await parts.during(commits.commit(claim))).toMatchObject({ kind: 'lost' });
    expect(store.getStoredHost('host-1')?.record).toMatchObject({ epoch: 1, n: 6 });
  });

  it('is not claimed on the word of a copy alone', async () => {
    await accepted(aRecord(5));
    await copyOf(5);
    const claim = aStep({ epoch: 2, n: 1, expected: unknownRevision });
    expect((await parts.during(commits.commit(claim))).kind).toBe('lost');
  });

  it('is gone when NATS has no such key, with its VMs', async () => {
    await copyOf(5);
    await store.apply({ vms: [aVm('vm-1', 'host-1')] });
    expect(await parts.during(commits.load('host-1'))).toBeUndefined();
    expect(store.getStoredHost('host-1')).toBeUndefined();
    expect(store.getVm('vm-1')).toBeUndefined();
    expect(rechecks).toEqual([]);
  });

  it('waits for the events that came before the record, which names no VM', async () => {
    await accepted(aRecord(9));
    await copyOf(6);
    onFollowed = () =>
      store.apply({
        hosts: [{ record: aRecord(9), revision: unknownRevision }],
        vms: [aVm('vm-1', 'host-1', { n: 8 })],
      });
    const loaded = await parts.during(commits.load('host-1'));
    expect(loaded?.vms.map(({ id }) => id)).toEqual(['vm-1']);
    onFollowed = () => Promise.reject(new Error('asked without need'));
    await parts.during(commits.load('host-1'));
  });

  it('keeps what the copy says when NATS is restored from before it, with the changes either knows', async () => {
    const old = aRecord(5, { appliedChanges: applied });
    const revision = await accepted(old);
    await store.apply({
      hosts: [{ record: aRecord(9, { appliedChanges: [] }), revision: unknownRevision }],
      vms: [aVm('vm-1', 'host-1', { n: 8 })],
    });
    life.markRolledBack();
    await parts.during(life.run());
    expect(store.getStoredHost('host-1')).toMatchObject({ revision, record: { n: 9 } });
    const loaded = await parts.during(commits.load('host-1'));
    expect(loaded).toMatchObject({ revision, record: { n: 9, appliedChanges: applied } });
    expect(loaded?.vms.map(({ id }) => id)).toEqual(['vm-1']);
    const claim = aStep({ epoch: 2, n: 1, expected: revision });
    expect((await parts.during(commits.commit(claim))).kind).toBe('accepted');
  });

  it('is all that is left of a host when NATS lost it together with its owner', async () => {
    await accepted(aRecord(5));
    await copyOf(9);
    for (const { stream } of [hostsBucket, vmsBucket]) parts.server.drop(stream);
    await parts.during(life.run());
    expect(await parts.during(commits.load('host-1'))).toMatchObject({
      revision: 0,
      record: { n: 9 },
    });
    const claim = aStep({ epoch: 2, n: 1, expected: 0 });
    expect((await parts.during(commits.commit(claim))).kind).toBe('accepted');
  });

  it('is not taken for a sign of a storage that forgot, though the newest accepted record was of it', async () => {
    const step = aStep({ n: 1, expected: 0 });
    expect((await parts.during(commits.commit(step))).kind).toBe('accepted');
    const { incarnation } = life;
    await accepted(aRecord(1, { epoch: 2 }));
    await store.apply({
      hosts: [{ record: aRecord(1, { epoch: 2 }), revision: unknownRevision }],
    });
    await parts.during(life.run());
    expect(life.incarnation).toBe(incarnation);
  });

  it('leaves the memory of our newest accepted record, by which a storage that forgot it is found out', async () => {
    const copy = parts.server.copy();
    await parts.during(commits.commit(aStep({ n: 1, expected: 0 })));
    const { incarnation } = life;
    await accepted(aRecord(1, { epoch: 2 }));
    await store.apply({
      hosts: [{ record: aRecord(1, { epoch: 2 }), revision: unknownRevision }],
    });
    parts.server.restore(copy);
    await parts.during(life.run());
    expect(life.incarnation).not.toBe(incarnation);
  });
});
