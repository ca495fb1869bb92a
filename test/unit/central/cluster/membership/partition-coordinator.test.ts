import { beforeEach, describe, expect, it } from 'vitest';

import { PartitionCoordinator } from '../../../../../central/cluster/membership/partition-coordinator.ts';
import { limits } from '../../../../../shared/limits.ts';
import {
  hash,
  MemberStage,
  type StagedMember,
  type StagedOptions,
} from '../../../../harness/member-stage.ts';

const items = Array.from({ length: 900 }, (_, number) => `site-${number}`);

interface Worker {
  readonly member: StagedMember;
  readonly coordinator: PartitionCoordinator;
}

let stage: MemberStage;
beforeEach(() => {
  stage = new MemberStage();
});

async function worker(id: string, group: string, options: StagedOptions = {}): Promise<Worker> {
  const member = await stage.add(id, options);
  const coordinator = new PartitionCoordinator(member.membership, hash);
  void coordinator.joinGroup(group);
  void member.membership.setState('ACTIVE');
  await stage.run(100);
  await coordinator.start();
  return { member, coordinator };
}

function shares(workers: readonly Worker[], group: string): string[][] {
  return workers.map(({ coordinator }) => coordinator.extractMySubset(group, items));
}

async function three(): Promise<[Worker, Worker, Worker]> {
  const workers = [await worker('a', 'sites'), await worker('b', 'sites')] as const;
  const all: [Worker, Worker, Worker] = [...workers, await worker('c', 'sites')];
  await stage.run(100);
  return all;
}

describe('a group of work', () => {
  it('is shared out among its members, each item to exactly one (CE-4)', async () => {
    const workers = await three();
    const parts = shares(workers, 'sites');
    expect(parts.flat().sort()).toEqual([...items].sort());
    for (const part of parts) expect(part.length).toBeGreaterThan(200);
    expect(workers[0].coordinator.members('sites').map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('goes by weight, and nothing goes to weight 0', async () => {
    const light = await worker('light', 'sites');
    const heavy = await worker('heavy', 'sites', { weight: 3 });
    const none = await worker('none', 'sites', { weight: 0 });
    await stage.run(100);
    const [few, many, nothing] = shares([light, heavy, none], 'sites').map(({ length }) => length);
    expect(nothing).toBe(0);
    expect((many ?? 0) / (few ?? 1)).toBeGreaterThan(2.5);
    expect((many ?? 0) / (few ?? 1)).toBeLessThan(3.5);
  });

  it('does not reach those who have not joined it, or are not warm (CE-7, CE-10)', async () => {
    const a = await worker('a', 'sites');
    const other = await worker('b', 'domains');
    const cold = await worker('c', 'sites');
    void cold.member.membership.setState('JOINING');
    await stage.run(100);
    expect(shares([a, other, cold], 'sites')).toEqual([items, [], []]);
    expect(other.coordinator.extractMySubset('domains', items)).toEqual(items);
    expect(cold.coordinator.isActive()).toBe(false);
  });

  it('is shared out in another way than other groups (CE-9)', async () => {
    const [a, b, c] = await three();
    for (const { coordinator } of [a, b, c]) void coordinator.joinGroup('domains');
    await stage.run(100);
    const sites = a.coordinator.extractMySubset('sites', items);
    const domains = a.coordinator.extractMySubset('domains', items);
    expect(domains.length).toBeGreaterThan(200);
    expect(domains).not.toEqual(sites);
    void a.coordinator.leaveGroup('sites');
    await stage.run(100);
    expect(a.coordinator.extractMySubset('sites', items)).toEqual([]);
    expect(a.coordinator.extractMySubset('domains', items)).toEqual(domains);
    expect(shares([b, c], 'sites').flat().sort()).toEqual([...items].sort());
  });

  it('keeps the shares of those who stay when one dies or leaves', async () => {
    const [a, b, c] = await three();
    const [ofA = [], , ofC = []] = shares([a, b, c], 'sites');
    stage.kill(b.member);
    await stage.run(limits.memberLifetimeMs + 200);
    const [nowA = [], nowC = []] = shares([a, c], 'sites');
    expect(nowA).toEqual(expect.arrayContaining(ofA));
    expect(nowC).toEqual(expect.arrayContaining(ofC));
    expect([...nowA, ...nowC].sort()).toEqual([...items].sort());
    await c.member.membership.stop();
    expect(a.coordinator.extractMySubset('sites', items)).toEqual(items);
  });

  it('has nothing for a member that is cut off, before the others share its part', async () => {
    const [a, b] = await three();
    await stage.run(3 * limits.memberHeartbeatMs);
    b.member.way.cut();
    const isGivenUp = (): boolean => a.coordinator.members('sites').length === 2;
    const isIdle = (): boolean => b.coordinator.extractMySubset('sites', items).length === 0;
    expect(await stage.runUntil(() => isIdle() || isGivenUp())).toBeLessThan(
      limits.memberLifetimeMs + limits.memberHeartbeatMs,
    );
    expect(isIdle()).toBe(true);
    await stage.runUntil(isGivenUp);
    expect(b.coordinator.isActive()).toBe(false);
  });

  it('is there again for a member that was given up and came back, with its groups (2.3, 2)', async () => {
    const [a, b] = await three();
    b.member.way.cut();
    await stage.run(3 * limits.memberLifetimeMs);
    expect(a.coordinator.members('sites').map(({ id }) => id)).toEqual(['a', 'c']);
    await stage.reconnect(b.member);
    await stage.run(100);
    expect(a.coordinator.members('sites').map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(b.coordinator.extractMySubset('sites', items).length).toBeGreaterThan(200);
  });
});
