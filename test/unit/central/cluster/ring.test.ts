import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createRing, type Ring, type RingMember } from '../../../../central/cluster/ring.ts';
import { loadXxh64 } from '../../../../central/cluster/xxh64.ts';
import { seededRandom } from '../../../../shared/random.ts';
import { ringVectors, ringVectorsFile } from '../../../fixtures/ring-vectors.ts';
import { plainRank } from '../../../harness/plain-ring.ts';

const hash = await loadXxh64();

function replicas(count: number): RingMember[] {
  return Array.from({ length: count }, (_, number) => ({ id: `central-${number}`, weight: 1 }));
}

const hostCount = 10_000;
const random = seededRandom(7);
const numbers = Array.from({ length: hostCount }, (_, number) => number);
const words = ['web', 'db', 'cache', 'edge', 'gpu', 'ceph', 'kube', 'ci', 'dev', 'qa'];
const shapes: Readonly<Record<string, readonly string[]>> = {
  uuids: numbers.map(() => {
    const digits = Array.from({ length: 32 }, () => Math.floor(random.next() * 16).toString(16));
    return digits.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }),
  'numbered hosts': numbers.map((number) => `host-${String(number).padStart(4, '0')}`),
  'bare numbers': numbers.map(String),
  'short words': numbers.map((number) => {
    return String(number)
      .padStart(4, '0')
      .replaceAll(/\d/g, (digit) => words[Number(digit)] ?? '');
  }),
};

function owners(ring: Ring, ids: readonly string[]): Map<string, string> {
  return new Map(ids.map((id) => [id, ring.ownerOf(id) ?? '']));
}

function loads(ring: Ring, ids: readonly string[]): Map<string, number> {
  const counts = new Map(ring.memberIds.map((id) => [id, 0]));
  for (const owner of owners(ring, ids).values()) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  return counts;
}

describe('the vectors', () => {
  const file: unknown = JSON.parse(readFileSync(ringVectorsFile, 'utf8'));

  it('in the file are those that the plain rule gives', () => {
    expect(file).toEqual(ringVectors);
  });

  it('of XXH64 that others publish are ours too', () => {
    const published: [string, string][] = [
      ['', 'ef46db3751d8e999'],
      ['a', 'd24ec4f1a98c6e5b'],
      ['abc', '44bc2cf5ad770999'],
      ['Nobody inspects the spammish repetition', 'fbcea83c8a378bf1'],
    ];
    const ours = new Map(ringVectors.hash.map(({ text, xxh64 }) => [text, xxh64]));
    expect(published.map(([text]) => [text, ours.get(text)])).toEqual(published);
  });

  it.each(ringVectors.hash)('hold for the hash of "$text"', ({ text, xxh64 }) => {
    expect(hash(text).toString(16).padStart(16, '0')).toBe(xxh64);
  });

  it.each(ringVectors.rings)('hold for the ring of $members', ({ members, ranks }) => {
    const ring = createRing(members, hash);
    for (const [id, rank] of Object.entries(ranks)) {
      expect(ring.rankOf(id)).toEqual(rank);
      expect(ring.ownerOf(id)).toBe(rank[0]);
    }
  });
});

describe('a ring', () => {
  it('ranks as the plain rule does, for any names and weights', () => {
    const member = fc.record({
      id: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
      weight: fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 1000, noNaN: true })),
    });
    const members = fc.uniqueArray(member, { selector: ({ id }) => id, maxLength: 12 });
    fc.assert(
      fc.property(members, fc.array(fc.string(), { maxLength: 8 }), (set, ids) => {
        const ring = createRing(set, hash);
        for (const id of ids) {
          expect(ring.rankOf(id)).toEqual(plainRank(id, set));
          expect(ring.ownerOf(id)).toBe(ring.rankOf(id)[0]);
        }
      }),
    );
  });

  it.each(Object.keys(shapes))('shares %s out evenly: max/mean below 1.1', (shape) => {
    const ids = shapes[shape] ?? [];
    expect(new Set(ids).size).toBe(hostCount);
    for (let count = 3; count <= 10; count++) {
      const most = Math.max(...loads(createRing(replicas(count), hash), ids).values());
      expect(most / (hostCount / count)).toBeLessThan(1.1);
    }
  });

  it.each(Object.keys(shapes))('moves of %s only the share of who leaves or joins', (shape) => {
    const ids = shapes[shape] ?? [];
    for (let count = 2; count <= 10; count++) {
      const all = replicas(count);
      const before = owners(createRing(all, hash), ids);
      for (const gone of all) {
        const after = owners(
          createRing(
            all.filter((member) => member !== gone),
            hash,
          ),
          ids,
        );
        const moved = ids.filter((id) => before.get(id) !== after.get(id));
        expect(moved).toEqual(ids.filter((id) => before.get(id) === gone.id));
      }
    }
  });

  it('gives what a member leaves to whom the rank names next', () => {
    const all = replicas(5);
    const ring = createRing(all, hash);
    const without = createRing(all.slice(1), hash);
    for (const id of shapes['numbered hosts'] ?? []) {
      expect(without.rankOf(id)).toEqual(ring.rankOf(id).filter((name) => name !== 'central-0'));
    }
  });

  it('shares out by weight, and nothing to weight 0', () => {
    const weights = { one: 1, two: 2, four: 4, none: 0 };
    const members = Object.entries(weights).map(([id, weight]) => ({ id, weight }));
    const ring = createRing(members, hash);
    expect(ring.memberIds).toEqual(['four', 'one', 'two']);
    const counts = loads(ring, shapes['uuids'] ?? []);
    for (const id of ring.memberIds) {
      const wanted = (hostCount * (members.find((member) => member.id === id)?.weight ?? 0)) / 7;
      expect(Math.abs((counts.get(id) ?? 0) / wanted - 1)).toBeLessThan(0.1);
    }
  });

  it('takes and gives only to its own account when a weight changes', () => {
    const ids = shapes['numbered hosts'] ?? [];
    const heavier = replicas(4).map((member, index) =>
      index === 0 ? { ...member, weight: 2 } : member,
    );
    const before = owners(createRing(replicas(4), hash), ids);
    const after = owners(createRing(heavier, hash), ids);
    const moved = ids.filter((id) => before.get(id) !== after.get(id));
    expect(moved.length).toBeGreaterThan(0);
    expect(new Set(moved.map((id) => after.get(id)))).toEqual(new Set(['central-0']));
  });

  it('does not depend on the order in which members are named', () => {
    const forward = createRing(replicas(7), hash);
    const backward = createRing(replicas(7).reverse(), hash);
    expect(backward.memberIds).toEqual(forward.memberIds);
    for (const id of shapes['short words'] ?? [])
      expect(backward.rankOf(id)).toEqual(forward.rankOf(id));
  });

  it('without members has no owner', () => {
    const ring = createRing([{ id: 'api', weight: 0 }], hash);
    expect(ring.ownerOf('host-1')).toBeUndefined();
    expect(ring.rankOf('host-1')).toEqual([]);
  });
});
