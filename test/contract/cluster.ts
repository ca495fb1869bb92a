import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { FeedItem } from '../../central/ports.ts';
import type { Store } from '../../central/store/port.ts';
import type { ClusterParts } from '../harness/cluster-parts.ts';
import {
  aStep,
  aVmOf,
  commitUntilKnown,
  publicationOf,
  publishUntilOut,
  takeStep,
} from '../harness/cluster-steps.ts';
import { eventually } from '../harness/eventually.ts';

/** One place where steps are kept; parts are opened on it, closed, and opened again. */
export interface ClusterStorage {
  readonly store: Store;
  open(): Promise<ClusterParts>;
  remove(): Promise<void>;
}

/** What both modes must hold. `prepare` gives an empty storage. */
export function clusterContract(name: string, prepare: () => Promise<ClusterStorage>): void {
  describe(`mode ${name}`, () => {
    let storage: ClusterStorage;
    let parts: ClusterParts;
    beforeEach(async () => {
      storage = await prepare();
      parts = await storage.open();
    });
    afterEach(async () => {
      await parts.stop();
      await storage.remove();
    });

    const reopen = async (): Promise<void> => {
      await parts.stop();
      parts = await storage.open();
    };
    const follow = (token: string): FeedItem[] => {
      const items: FeedItem[] = [];
      const subscription = parts.feed.subscribe(token, (item) => items.push(item));
      expect(subscription.kind).toBe('subscribed');
      return items;
    };
    const idsOf = (items: readonly FeedItem[]): string[] => items.map(({ event }) => event.id);
    const arrived = (items: readonly FeedItem[], ids: readonly string[]): Promise<true> =>
      eventually(
        () => {
          expect(idsOf(items)).toEqual(ids);
          return true as const;
        },
        { what: 'the events arrive' },
      );

    it('accepts a first step and shows it in the store when the promise resolves (I2)', async () => {
      const step = aStep({ n: 2, expected: 0, vms: [aVmOf('host-1', 'vm-1')] });
      const outcome = await parts.commit.commit(step);
      expect(outcome.kind).toBe('accepted');
      expect(storage.store.getHost('host-1')).toEqual(step.record.host);
      expect(storage.store.getVm('vm-1')).toEqual(step.vms[0]);
    });

    it('knows nothing of a host it never saw', async () => {
      expect(await parts.commit.load('nobody')).toBeUndefined();
    });

    it('chains each step on the one before: revisions grow, n goes on', async () => {
      let revision = 0;
      for (let n = 1; n <= 20; n++) {
        const next = await takeStep(parts, aStep({ n, expected: revision }));
        expect(next).toBeGreaterThan(revision);
        revision = next;
      }
      const loaded = await parts.commit.load('host-1');
      expect(loaded).toMatchObject({ revision, record: { n: 20, epoch: 1 } });
    });

    it('accepts the repeat of an accepted step again, with the same revision and no second event', async () => {
      const items = follow(parts.feed.position());
      const step = aStep({ n: 1, expected: 0 });
      const first = await parts.commit.commit(step);
      const second = await parts.commit.commit(step);
      expect(second).toEqual(first);
      await publishUntilOut(parts.publish, publicationOf(step));
      await publishUntilOut(parts.publish, publicationOf(step, true));
      await takeStep(parts, aStep({ n: 2, expected: revisionOf(first) }));
      await arrived(items, ['host-1/1/1', 'host-1/1/2']);
    });

    it('loses to a claim with a higher epoch (I5)', async () => {
      const mine = await takeStep(parts, aStep({ n: 1, expected: 0 }));
      const claim = aStep({ owner: 'replica-2', instance: 'b', epoch: 2, n: 1, expected: mine });
      await takeStep(parts, claim);
      const late = await parts.commit.commit(aStep({ n: 2, expected: mine }));
      expect(late).toEqual({ kind: 'lost', owner: 'replica-2', epoch: 2 });
      expect((await parts.commit.load('host-1'))?.record.owner).toBe('replica-2');
    });

    it('loses a claim that was made without knowing the last step of the old owner', async () => {
      const first = await takeStep(parts, aStep({ n: 1, expected: 0 }));
      await takeStep(parts, aStep({ n: 2, expected: first }));
      const claim = aStep({ owner: 'replica-2', instance: 'b', epoch: 2, n: 1, expected: first });
      expect(await parts.commit.commit(claim)).toEqual({
        kind: 'lost',
        owner: 'replica-1',
        epoch: 1,
      });
      expect((await parts.commit.load('host-1'))?.record).toMatchObject({ epoch: 1, n: 2 });
    });

    it('gives one of two first steps of different replicas to exactly one of them', async () => {
      const steps = ['a', 'b'].map((instance) =>
        aStep({ owner: `replica-${instance}`, instance, n: 1, expected: 0 }),
      );
      const outcomes = await Promise.all(steps.map((step) => parts.commit.commit(step)));
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'lost']);
    });

    it('loads after a restart what was accepted before it, VMs and removals included', async () => {
      const vms = ['vm-1', 'vm-2', 'vm-3'].map((id) => aVmOf('host-1', id));
      const revision = await takeStep(parts, aStep({ n: 4, expected: 0, vms }));
      const step = aStep({ n: 6, expected: revision, removedVmIds: ['vm-2'] });
      await takeStep(parts, step);
      await reopen();
      const loaded = await parts.commit.load('host-1');
      expect(loaded?.record).toMatchObject({ epoch: 1, n: 6, owner: 'replica-1' });
      expect(loaded?.vms.map((vm) => vm.id)).toEqual(['vm-1', 'vm-3']);
    });

    it('keeps its incarnation over a restart', async () => {
      const before = parts.commit.incarnation();
      expect(before).not.toBe('');
      await reopen();
      expect(parts.commit.incarnation()).toBe(before);
    });

    it('takes steps of many hosts at once and shows each of their events once, in order per host', async () => {
      const items = follow(parts.feed.position());
      const hostIds = Array.from({ length: 50 }, (_, index) => `host-${index}`);
      await Promise.all(
        hostIds.map(async (hostId) => {
          let revision = 0;
          for (let n = 1; n <= 5; n++)
            revision = await takeStep(parts, aStep({ hostId, n, expected: revision }));
        }),
      );
      await eventually(() => (items.length >= 250 ? true : undefined), { what: '250 events' });
      expect(new Set(idsOf(items)).size).toBe(250);
      for (const hostId of hostIds) {
        const own = items.filter(({ event }) => event.hostId === hostId);
        expect(own.map(({ event }) => event.n)).toEqual([1, 2, 3, 4, 5]);
      }
    });

    it('resumes behind a token, within one life and after a restart', async () => {
      const items = follow(parts.feed.position());
      let revision = 0;
      for (let n = 1; n <= 4; n++)
        revision = await takeStep(parts, aStep({ n, expected: revision }));
      await arrived(
        items,
        [1, 2, 3, 4].map((n) => `host-1/1/${n}`),
      );
      const token = items[1]?.token ?? '';
      expect(idsOf(follow(token))).toEqual(['host-1/1/3', 'host-1/1/4']);
      await reopen();
      const resumed = follow(token);
      expect(idsOf(resumed)).toEqual(['host-1/1/3', 'host-1/1/4']);
      await takeStep(parts, aStep({ n: 5, expected: revision }));
      await arrived(resumed, ['host-1/1/3', 'host-1/1/4', 'host-1/1/5']);
    });

    it('stops calling a subscriber that closed', async () => {
      const items: FeedItem[] = [];
      const subscription = parts.feed.subscribe(parts.feed.position(), (item) => items.push(item));
      if (subscription.kind === 'subscribed') subscription.close();
      const others = follow(parts.feed.position());
      await takeStep(parts, aStep({ n: 1, expected: 0 }));
      await arrived(others, ['host-1/1/1']);
      expect(items).toEqual([]);
    });

    it('says out-of-range to tokens of another life, of the future, and to what is no token', async () => {
      await takeStep(parts, aStep({ n: 1, expected: 0 }));
      const [incarnation = '', sequence = ''] = parts.feed.position().split(':');
      const tokens = [
        `other:${sequence}`,
        `${incarnation}:${Number(sequence) + 1000}`,
        incarnation,
        '',
        `${incarnation}:-1`,
        `${incarnation}:1e3`,
      ];
      for (const token of tokens)
        expect(parts.feed.subscribe(token, () => undefined)).toEqual({ kind: 'out-of-range' });
    });

    it('settles a step whose expected revision is of a record it never had', async () => {
      const outcome = await commitUntilKnown(parts.commit, aStep({ n: 1, expected: 0 }));
      const wild = await commitUntilKnown(
        parts.commit,
        aStep({ n: 2, expected: revisionOf(outcome) + 500 }),
      );
      expect(wild.kind).toBe('lost');
    });
  });
}

function revisionOf(outcome: { readonly kind: string; readonly revision?: number }): number {
  if (outcome.revision === undefined) throw new Error(`not accepted but ${outcome.kind}`);
  return outcome.revision;
}
