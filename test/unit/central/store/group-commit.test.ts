import { describe, expect, it } from 'vitest';

import { GroupCommit } from '../../../../central/store/group-commit.ts';
import { MusterError } from '../../../../shared/errors.ts';
import { limits } from '../../../../shared/limits.ts';
import { FakeClock } from '../../../harness/fake-clock.ts';

interface OpenCommit {
  readonly changes: readonly number[];
  readonly settle: (error?: Error) => void;
}

function setUp() {
  const clock = new FakeClock();
  const commits: OpenCommit[] = [];
  const group = new GroupCommit<number>({
    clock,
    timeoutMs: 1000,
    commit: (changes) =>
      new Promise((resolve, reject) => {
        const settle = (error?: Error): void => {
          if (error) reject(error);
          else resolve();
        };
        commits.push({ changes, settle });
      }),
  });
  const turns = () => clock.advanceAsync(0);
  return { clock, commits, group, turns };
}

describe('GroupCommit', () => {
  it('commits what one turn hands in as one transaction, in order (L7)', async () => {
    const { group, commits, turns } = setUp();
    const done = Promise.all([1, 2, 3].map((change) => group.submit(change)));
    await turns();
    expect(commits.map(({ changes }) => changes)).toEqual([[1, 2, 3]]);
    commits[0]?.settle();
    await done;
  });

  it('opens no transaction while one is open, and gathers what comes meanwhile', async () => {
    const { group, commits, turns } = setUp();
    const first = group.submit(1);
    await turns();
    const rest = [group.submit(2), group.submit(3)];
    await turns();
    expect(commits).toHaveLength(1);
    commits[0]?.settle();
    await first;
    await turns();
    expect(commits[1]?.changes).toEqual([2, 3]);
    commits[1]?.settle();
    await Promise.all(rest);
  });

  it('takes no more than the limit into one transaction', async () => {
    const { group, commits, turns } = setUp();
    const count = limits.storeGroupChangesMax + 1;
    const done = Promise.all(Array.from({ length: count }, (_, i) => group.submit(i)));
    await turns();
    expect(commits[0]?.changes).toHaveLength(limits.storeGroupChangesMax);
    commits[0]?.settle();
    await turns();
    expect(commits[1]?.changes).toEqual([limits.storeGroupChangesMax]);
    commits[1]?.settle();
    await done;
  });

  it('fails the changes of a failed transaction alone', async () => {
    const { group, commits, turns } = setUp();
    const first = group.submit(1);
    const refused = expect(first).rejects.toMatchObject({ code: 'STORE_FULL' });
    await turns();
    const second = group.submit(2);
    commits[0]?.settle(new MusterError('STORE_FULL', 'full'));
    await refused;
    await turns();
    commits[1]?.settle();
    await expect(second).resolves.toBeUndefined();
    expect(group.lost).toBeUndefined();
  });

  it('rejects instead of hanging when a commit is never answered, and takes nothing more (L12)', async () => {
    const { group, commits, clock, turns } = setUp();
    const open = group.submit(1);
    const lost = expect(open).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await turns();
    const waiting = expect(group.submit(2)).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await clock.advanceAsync(1000);
    await lost;
    await waiting;
    await expect(group.submit(3)).rejects.toMatchObject({ code: 'STORE_FAILED' });
    expect(commits).toHaveLength(1);
    await group.idle();
  });

  it('leaves no timer behind', async () => {
    const { group, commits, clock, turns } = setUp();
    const done = group.submit(1);
    await turns();
    expect(clock.timerCount).toBe(1);
    commits[0]?.settle();
    await done;
    await group.idle();
    expect(clock.timerCount).toBe(0);
  });
});
