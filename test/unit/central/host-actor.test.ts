import { describe, expect, it } from 'vitest';

import type { CommitOutcome, HostCommit } from '../../../central/ports.ts';
import { helloOf, hostOf, recordOf, vmStateOf } from '../../harness/model-objects.ts';
import { aLoop, changeOfVm } from '../../harness/looped-host.ts';
import { MemoryCommit } from '../../harness/memory-commit.ts';
import type { Event } from '../../../shared/model/event.ts';

/** A storage in which the owner before, who is believed dead, commits once more before each of our first claims. */
class HauntedStorage extends MemoryCommit {
  times = 0;
  readonly claims: number[] = [];

  override async commit(commit: HostCommit): Promise<CommitOutcome> {
    this.claims.push(commit.record.epoch);
    if (this.times > 0) {
      this.times -= 1;
      await this.#haunt();
    }
    return super.commit(commit);
  }

  async #haunt(): Promise<void> {
    const held = this.store.getStoredHost('host-1');
    if (held === undefined) throw new Error('nobody owns host-1');
    const n = held.record.n + 1;
    const host = { ...held.record.host, n };
    const record = { ...held.record, n, host, pending: [eventOf(host.epoch, n)] };
    const appliedChanges = [{ run: 'run-1', change: n }];
    await super.commit({
      ...{ record: { ...record, appliedChanges }, expected: held.revision },
      ...{ events: record.pending, vms: [], removedVmIds: [] },
    });
  }
}

function eventOf(epoch: number, n: number): Event {
  const host = hostOf('host-1', { epoch, n, run: 'run-1' });
  return {
    ...{ id: `host-1/${String(epoch)}/${String(n)}`, type: 'HostChanged', reason: 'HELLO' },
    ...{ hostId: 'host-1', vmId: '', vmIds: [], placement: 0, epoch, n, observedAt: 0 },
    ...{ recordedAt: 0, after: { kind: 'host', host } },
  };
}

describe('a claim', () => {
  it.each([0, 1, 3])(
    'that %i more commits of the owner before overtake is made again',
    async (times) => {
      const storage = new HauntedStorage();
      const host = hostOf('host-1', { owner: 'ghost', epoch: 4, n: 7, run: 'run-1' });
      const appliedChanges = [{ run: 'run-1', change: 7 }];
      const owned = { owner: 'ghost', epoch: 4, n: 7, host, pictureRun: 'run-1', appliedChanges };
      const record = recordOf('host-1', owned);
      await storage.store.apply({ hosts: [{ record, revision: 1 }], vms: [], removedVmIds: [] });
      storage.times = times;
      const { loop, clock, session } = aLoop({ commits: storage, publisher: storage });
      loop.start([]);
      loop.open(session, helloOf('host-1', { run: 'run-1' }));
      // The agent says again what was not acknowledged; the owner before has applied all but the last.
      const last = 8 + times;
      for (let change = 8; change <= last; change++)
        loop.changes(session, [changeOfVm(change, vmStateOf(`vm-${String(change)}`))]);
      await clock.advanceAsync(0);

      const ghosts = Array.from({ length: times }, (_, nth) => `host-1/4/${String(8 + nth)}`);
      expect(storage.claims).toEqual(Array(times + 1).fill(5));
      expect(storage.events.map(({ id }) => id)).toEqual([
        ...ghosts,
        'host-1/5/1',
        `host-1/run-1/${String(last)}`,
      ]);
      expect(storage.events.at(-2)).toMatchObject({ type: 'HostOwnerChanged' });
      expect(session.sent.map(({ kind }) => kind)).toEqual(['welcome']);
      expect(session.sent[0]).toMatchObject({ welcome: { epoch: 5, appliedChange: last - 1 } });
      expect(session.acknowledged.at(-1)).toEqual([last, '']);
      expect(storage.store.getVm(`vm-${String(last)}`)?.hostId).toBe('host-1');
      await loop.stop();
    },
  );

  it('that a later claim of another one beats is not made again: the agent comes back and asks', async () => {
    const storage = new MemoryCommit();
    const { loop, clock, session } = aLoop({ commits: storage, publisher: storage });
    loop.start([]);
    loop.open(session, helloOf('host-1', { run: 'run-1' }));
    await clock.advanceAsync(0);
    const record = recordOf('host-1', { owner: 'other', epoch: 9 });
    await storage.store.apply({ hosts: [{ record, revision: 9 }], vms: [], removedVmIds: [] });
    loop.changes(session, [changeOfVm(1, vmStateOf('vm-1'))]);
    await clock.advanceAsync(0);
    expect(session.ends).toEqual([expect.objectContaining({ kind: 'busy', retryAfterMs: 0 })]);
    expect(storage.store.getStoredHost('host-1')?.record.owner).toBe('other');
    await loop.stop();
  });
});
