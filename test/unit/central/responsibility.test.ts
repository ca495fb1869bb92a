import { describe, expect, it } from 'vitest';

import { ContactTable } from '../../../central/contact-table.ts';
import { FleetShare } from '../../../central/fleet-share.ts';
import { Responsibility } from '../../../central/responsibility.ts';
import { defaultLiveness } from '../../../central/state/liveness.ts';
import { recordOf } from '../../harness/model-objects.ts';
import { aMember, hostRanked, ToldMembership } from '../../harness/told-membership.ts';

/** Hosts by who owns them when b is gone. */
const heired = hostRanked('b', 'a', 'c');
const passed = hostRanked('b', 'c', 'a');

class Scene {
  readonly log: string[] = [];
  readonly membership = new ToldMembership(aMember('a'), aMember('b'), aMember('c'));
  readonly contacts = new ContactTable(defaultLiveness);
  readonly claiming = new Set<string>();
  readonly forgotten = new Set<string>();
  readonly responsibility: Responsibility;
  nowMs = 0;

  constructor() {
    this.contacts.start(0, 15_000);
    this.responsibility = new Responsibility({
      share: new FleetShare(this.membership),
      contacts: this.contacts,
      findHostStatus: () => 'UP',
      isVoid: (hostId) => this.forgotten.has(hostId),
      isBeingClaimed: (hostId) => this.claiming.has(hostId),
      times: () => ({ nowMs: this.nowMs, intervalMs: 1_000 }),
      adopted: (hostId) => this.log.push(`adopted ${hostId}`),
      released: (hostId) => this.log.push(`released ${hostId}`),
    });
  }

  /** The record says so when the process starts. */
  know(hostId: string, owner: string): void {
    this.responsibility.know({ record: recordOf(hostId, { owner }), revision: 1 });
  }

  /** An agent comes, and its claim is accepted. */
  claim(hostId: string): void {
    this.contacts.streamOpened(hostId, { nowMs: this.nowMs, intervalMs: 1_000 });
    this.responsibility.claimed(hostId);
  }

  set(id: string, isAlive: boolean): void {
    this.membership.set(aMember(id, { isAlive }));
    this.responsibility.membersChanged();
  }

  judged(nowMs: number): string[] {
    return this.contacts.look(nowMs, 0).map(({ hostId }) => hostId);
  }
}

describe('at the start a replica looks after', () => {
  it.each([
    { what: 'its own hosts', hostId: heired, owner: 'a', isOwn: true },
    { what: "not a living one's", hostId: heired, owner: 'b', isOwn: false },
    { what: 'not those of another heir', hostId: passed, owner: 'gone', isOwn: false },
  ])('$what', ({ hostId, owner, isOwn }) => {
    const scene = new Scene();
    scene.know(hostId, owner);
    expect(scene.contacts.has(hostId)).toBe(isOwn);
    expect(scene.responsibility.isOwn(hostId)).toBe(isOwn);
    expect(scene.log).toEqual([]);
  });

  it('the share of an owner that is gone, as far as it is the heir', () => {
    const scene = new Scene();
    const hostId = hostRanked('a', 'b', 'c');
    scene.know(hostId, 'gone');
    expect(scene.log).toEqual([`adopted ${hostId}`]);
    expect(scene.responsibility.isOwn(hostId)).toBe(false);
  });
});

describe('when an owner dies, its heir', () => {
  function widow(): Scene {
    const scene = new Scene();
    for (const hostId of [heired, passed]) scene.know(hostId, 'b');
    scene.nowMs = 60_000;
    scene.set('b', false);
    return scene;
  }

  it('adopts its own share, once', () => {
    const scene = widow();
    scene.responsibility.membersChanged();
    expect(scene.log).toEqual([`adopted ${heired}`]);
  });

  it('gives the agents the time of a take-over before it judges them', () => {
    const scene = widow();
    expect(scene.judged(74_999)).toEqual([]);
    expect(scene.judged(75_000)).toEqual([heired]);
  });

  it('owns the host once its claim was accepted', () => {
    const scene = widow();
    expect(scene.responsibility.isOwn(heired)).toBe(false);
    scene.claim(heired);
    expect(scene.responsibility.isOwn(heired)).toBe(true);
  });

  it('lets go again if the owner was not dead', () => {
    const scene = widow();
    scene.set('b', true);
    expect(scene.log).toEqual([`adopted ${heired}`, `released ${heired}`]);
    expect(scene.contacts.has(heired)).toBe(false);
  });

  it('hands it on when the next one dies as well', () => {
    const scene = widow();
    scene.set('c', false);
    expect(scene.log).toEqual([`adopted ${heired}`, `adopted ${passed}`]);
  });
});

describe('a claim of another replica', () => {
  it('ends what is done here for the host', () => {
    const scene = new Scene();
    scene.claim(heired);
    scene.responsibility.ownerSeen(heired, 'b');
    expect(scene.log).toEqual([`released ${heired}`]);
    expect(scene.responsibility.isOwn(heired)).toBe(false);
    scene.responsibility.ownerSeen(heired, 'b');
    expect(scene.log).toHaveLength(1);
  });

  it('says nothing while the host is being claimed here: the storage decides', () => {
    const scene = new Scene();
    scene.claim(heired);
    scene.claiming.add(heired);
    scene.responsibility.ownerSeen(heired, 'b');
    scene.set('c', false);
    expect(scene.log).toEqual([]);
    scene.claiming.delete(heired);
    scene.responsibility.claimed(heired);
    expect(scene.responsibility.isOwn(heired)).toBe(true);
  });

  it('that comes while one of ours is on its way is not forgotten when ours turns out accepted', () => {
    const scene = new Scene();
    scene.know(heired, 'b');
    scene.set('b', false);
    scene.responsibility.ownerSeen(heired, 'c');
    scene.responsibility.claimed(heired);
    scene.log.length = 0;
    scene.set('c', false);
    expect(scene.log).toEqual([`adopted ${heired}`]);
  });
});

describe('a host that the storage forgot while its owner is away', () => {
  function orphaned(): Scene {
    const scene = new Scene();
    scene.forgotten.add(heired);
    scene.know(heired, 'b');
    scene.set('b', false);
    return scene;
  }

  it('is adopted after two lifetimes', () => {
    const scene = orphaned();
    scene.responsibility.look(9_999);
    expect(scene.log).toEqual([]);
    scene.responsibility.look(10_000);
    expect(scene.log).toEqual([`adopted ${heired}`]);
    scene.responsibility.look(20_000);
    expect(scene.log).toEqual([`adopted ${heired}`]);
  });

  it('is left to its owner if that comes back in time', () => {
    const scene = orphaned();
    scene.set('b', true);
    scene.responsibility.look(10_000);
    expect(scene.log).toEqual([`released ${heired}`]);
  });

  it('is waited for anew when the storage begins a new life', () => {
    const scene = new Scene();
    scene.claim(passed);
    scene.know(heired, 'b');
    scene.set('b', false);
    expect(scene.log).toEqual([`adopted ${heired}`]);
    expect(scene.responsibility.storageChanged()).toEqual([passed]);
    scene.responsibility.look(9_999);
    expect(scene.log).toHaveLength(1);
    scene.responsibility.look(10_000);
    expect(scene.log).toHaveLength(2);
  });

  it('is nobody to wait for once its agent has come', () => {
    const scene = orphaned();
    scene.claim(heired);
    scene.responsibility.look(10_000);
    expect(scene.log).toEqual([]);
  });
});
