import { describe, expect, it } from 'vitest';

import { FleetShare } from '../../../central/fleet-share.ts';
import type { Member } from '../../../central/membership-port.ts';
import { helloOf } from '../../harness/model-objects.ts';
import { aMember, hostRanked, ToldMembership } from '../../harness/told-membership.ts';

const ids = ['a', 'b', 'c'] as const;
type Id = (typeof ids)[number];

interface Seen {
  readonly dead?: readonly Id[];
  readonly draining?: readonly Id[];
  readonly weightless?: readonly Id[];
  readonly refuges?: readonly Id[];
}

/** What `a` makes of the members b and c. */
function shareOf({ dead = [], draining = [], weightless = [], refuges = [] }: Seen = {}): {
  readonly share: FleetShare;
  readonly membership: ToldMembership;
} {
  const member = (id: Id): Member =>
    aMember(id, {
      isAlive: !dead.includes(id),
      state: draining.includes(id) ? 'DRAINING' : 'ACTIVE',
      weight: weightless.includes(id) ? 0 : 1,
    });
  const membership = new ToldMembership(...ids.map(member));
  const share = new FleetShare(membership);
  share.setRefuges(refuges);
  return { share, membership };
}

const isOwn = 'abc';
const isKin = 'bac';
const isLast = 'bca';

interface PlaceRow extends Seen {
  readonly what: string;
  readonly rank: string;
  readonly redirects?: number;
  readonly lost?: Id;
  readonly to: Id;
}

const places: readonly PlaceRow[] = [
  { what: 'its own', rank: isOwn, to: 'a' },
  { what: "another's", rank: isKin, to: 'b' },
  { what: "another's, sent here by one redirect", rank: isKin, redirects: 1, to: 'b' },
  { what: "another's, sent here by the second redirect", rank: isKin, redirects: 2, to: 'a' },
  { what: 'one whose owner the agent could not reach', rank: isKin, lost: 'b', to: 'a' },
  { what: 'the same, when this replica comes last', rank: isLast, lost: 'b', to: 'c' },
  { what: 'its own, lost with it a moment ago', rank: isOwn, lost: 'a', to: 'a' },
  { what: "a dead one's", rank: isKin, dead: ['b'], to: 'a' },
  { what: "a dead one's, when this replica comes last", rank: isLast, dead: ['b'], to: 'c' },
  { what: 'any, while this one drains', rank: isOwn, draining: ['a'], to: 'b' },
  { what: 'any, while all drain', rank: isOwn, draining: ['a', 'b', 'c'], to: 'a' },
  { what: 'any, when this one only serves the API', rank: isOwn, weightless: ['a'], to: 'b' },
  { what: 'its own, with a refuge', rank: isOwn, refuges: ['c'], to: 'c' },
  {
    what: 'its own, with a refuge the agent lost',
    rank: isOwn,
    refuges: ['c'],
    lost: 'c',
    to: 'a',
  },
  { what: 'its own, with two refuges', rank: isOwn, refuges: ['c', 'b'], to: 'b' },
  { what: 'its own, with a dead refuge', rank: isOwn, refuges: ['c'], dead: ['c'], to: 'a' },
];

describe('where an agent belongs that dials replica a', () => {
  it.each(places)('$what: $to', ({ rank, redirects = 0, lost, to, ...seen }) => {
    const unreachableOwner = lost === undefined ? '' : `${lost}:7420`;
    const hello = helloOf(hostRanked(...Array.from(rank)), { redirects, unreachableOwner });
    const place = shareOf(seen).share.place(hello);
    expect(place.kind === 'here' ? 'a' : place.member.id).toBe(to);
  });
});

interface BetterRow extends Seen {
  readonly what: string;
  readonly rank: string;
  readonly avoided?: Id;
  readonly owner: Id | undefined;
}

const betterOwners: readonly BetterRow[] = [
  { what: 'its own', rank: isOwn, owner: undefined },
  { what: "another's", rank: isLast, owner: 'b' },
  { what: "a dead one's", rank: isLast, dead: ['b'], owner: 'c' },
  { what: 'one whose agent cannot reach the owner', rank: isKin, avoided: 'b', owner: undefined },
  { what: 'the same, and this one comes last', rank: isLast, avoided: 'b', owner: 'c' },
  { what: 'its own, while it drains', rank: isOwn, draining: ['a'], owner: 'b' },
  {
    what: 'its own, while it drains, and the agent cannot reach the heir',
    ...{ rank: isOwn, draining: ['a'], avoided: 'b', owner: 'c' },
  },
  { what: 'its own, with a refuge', rank: isOwn, refuges: ['c'], owner: 'c' },
  {
    what: 'its own, with a dead refuge',
    rank: isOwn,
    refuges: ['c'],
    dead: ['c'],
    owner: undefined,
  },
];

describe('who else should own a host that is in session here', () => {
  it.each(betterOwners)('$what: $owner', ({ rank, avoided, owner, ...seen }) => {
    const avoidedInstance = avoided && `${avoided}-instance`;
    const { share } = shareOf(seen);
    expect(share.betterOwner(hostRanked(...Array.from(rank)), avoidedInstance)?.id).toBe(owner);
  });
});

describe('whose silence replica a judges', () => {
  const rows: readonly (Seen & {
    readonly what: string;
    readonly rank: string;
    readonly owner: string;
    readonly isOurs: boolean;
  })[] = [
    { what: 'its own', rank: isLast, owner: 'a', isOurs: true },
    { what: "a living one's", rank: isOwn, owner: 'b', isOurs: false },
    { what: "a dead one's whose heir it is", rank: 'bac', owner: 'b', dead: ['b'], isOurs: true },
    { what: "a dead one's of another heir", rank: isLast, owner: 'b', dead: ['b'], isOurs: false },
    { what: 'one of a replica nobody knows', rank: isOwn, owner: 'gone', isOurs: true },
    { what: "a draining one's", rank: isOwn, owner: 'b', draining: ['b'], isOurs: false },
    {
      what: "a dead one's, while it drains itself",
      ...{ rank: isOwn, owner: 'b', dead: ['b'], draining: ['a'], isOurs: false },
    },
  ];
  it.each(rows)('$what: $isOurs', ({ rank, owner, isOurs, ...seen }) => {
    expect(shareOf(seen).share.isResponsible(hostRanked(...Array.from(rank)), owner)).toBe(isOurs);
  });
});

describe('where an agent is to look when its replica is gone', () => {
  it.each([
    { what: 'as the ring would have it', rank: isLast, seen: {}, order: 'a b c' },
    { what: 'this one first, wherever it ranks', rank: 'cba', seen: {}, order: 'a c b' },
    { what: 'not at a dead one', rank: isLast, seen: { dead: ['b'] }, order: 'a c' },
    { what: 'not at one that drains', rank: isLast, seen: { draining: ['b'] }, order: 'a c' },
    { what: 'not at one of the API', rank: isLast, seen: { weightless: ['c'] }, order: 'a b' },
    {
      what: 'at the others of one that drains',
      rank: isOwn,
      seen: { draining: ['a'] },
      order: 'a b c',
    },
    { what: 'nobody, if nobody else lives', rank: isOwn, seen: { dead: ['b', 'c'] }, order: '' },
  ] as const)('$what', ({ rank, seen, order }) => {
    const addresses = shareOf(seen).share.addressesFor(hostRanked(...Array.from(rank)));
    expect(addresses).toEqual(order === '' ? [] : order.split(' ').map((id) => `${id}:7420`));
  });
});

describe('who may be asked for a host', () => {
  const { share, membership } = shareOf({ dead: ['c'] });

  it.each([
    ['its living owner', { owner: 'b' }, 'b'],
    ['not a dead one', { owner: 'c' }, undefined],
    ['not oneself', { owner: 'a' }, undefined],
    ['nobody, if nobody knows the host', undefined, undefined],
  ])('%s', (_what, of, id) => {
    expect(share.livingOwner(of)?.id).toBe(id);
  });

  it('knows the replica that an agent could not reach by its address', () => {
    const hello = (unreachableOwner: string): Member | undefined =>
      share.unreachableFor(helloOf('h', { unreachableOwner }));
    expect(hello('b:7420')?.id).toBe('b');
    expect([hello(''), hello('a:7420'), hello('c:7420'), hello('elsewhere:1')]).toEqual(
      Array(4).fill(undefined),
    );
  });

  it('may hand hosts over only if the others are there, or refuges are', () => {
    expect([share.canHandOver, share.letsGoOfAll]).toEqual([true, false]);
    membership.isCountedIn = false;
    expect([share.canHandOver, share.letsGoOfAll]).toEqual([false, false]);
    share.setRefuges(['b']);
    expect([share.canHandOver, share.letsGoOfAll]).toEqual([true, true]);
  });
});
