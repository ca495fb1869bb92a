import { expect, it } from 'vitest';

import { FleetShare } from '../../central/fleet-share.ts';
import type { CommitOutcome, HostCommit } from '../../central/ports.ts';
import { aLoop } from '../harness/looped-host.ts';
import { MemoryCommit } from '../harness/memory-commit.ts';
import { helloOf, vmStateOf } from '../harness/model-objects.ts';
import { aMember, ToldMembership } from '../harness/told-membership.ts';

/** The answers to commits come when the test says so. */
class SlowAnswers extends MemoryCommit {
  readonly written: HostCommit[] = [];
  answered: Promise<void> = Promise.resolve();

  override async commit(commit: HostCommit): Promise<CommitOutcome> {
    this.written.push(commit);
    const outcome = await super.commit(commit);
    await this.answered;
    return outcome;
  }
}

it('what a full step left over is not done any more when another replica claimed the host meanwhile', async () => {
  const share = new FleetShare(
    new ToldMembership(aMember('replica-1'), aMember('b', { weight: 0 })),
  );
  const storage = new SlowAnswers();
  const { loop, clock, session } = aLoop({ commits: storage, publisher: storage, share });
  loop.start([]);
  loop.open(session, helloOf('host-1', { run: 'run-1' }));
  await clock.advanceAsync(0);

  let answer: () => void = () => undefined;
  storage.answered = new Promise((resolve) => {
    answer = resolve;
  });
  const vms = Array.from({ length: 200 }, (_, nth) => vmStateOf(`vm-${String(nth)}`));
  loop.snapshot(session, { change: 1, observedAt: 0, areVmsKnown: true, vms, conditions: [] });
  await clock.advanceAsync(0);
  const writtenCount = storage.written.length;

  // Ours was accepted, the claim of b came after it, and b's event is faster than our answer.
  const held = storage.store.getStoredHost('host-1');
  if (held === undefined) throw new Error('nothing was committed');
  const record = { ...held.record, owner: 'b', instance: 'b-instance', epoch: 9, n: 1 };
  await storage.store.apply({ hosts: [{ record, revision: held.revision + 1 }] });
  loop.ownerSeen('host-1', 'b', { type: 'HostOwnerChanged', reason: 'HANDED_OVER' });
  answer();
  await clock.advanceAsync(0);

  expect(storage.written).toHaveLength(writtenCount);
  expect(storage.store.getStoredHost('host-1')?.record.owner).toBe('b');
  await loop.stop();
});
