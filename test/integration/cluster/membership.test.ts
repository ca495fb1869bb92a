import { connect } from 'nats';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { MusterError } from '../../../shared/errors.ts';
import { limits } from '../../../shared/limits.ts';
import { eventually } from '../../harness/eventually.ts';
import type { StagedOptions } from '../../harness/member-stage.ts';
import { openNatsMembership, type MembershipParts } from '../../harness/membership-parts.ts';
import { NatsServer } from '../../harness/nats-server.ts';

const lifetimeMs = limits.memberLifetimeMs;
const timeoutMs = 30_000;

let server: NatsServer;
let opened: MembershipParts[];
beforeEach(async () => {
  server = await NatsServer.start();
  opened = [];
});
afterEach(async () => {
  for (const parts of opened) await parts.stop();
  await server.stop();
});

async function open(id: string, options: StagedOptions = {}): Promise<MembershipParts> {
  const parts = await openNatsMembership(server.address, id, options);
  opened.push(parts);
  await parts.membership.setState('ACTIVE');
  return parts;
}

async function close(parts: MembershipParts, how: 'stop' | 'kill'): Promise<void> {
  opened = opened.filter((other) => other !== parts);
  await parts[how]();
}

const ringOf = ({ membership }: MembershipParts): readonly string[] => membership.ring().memberIds;

function ringIs(parts: MembershipParts, ids: readonly string[]): Promise<true> {
  return eventually(
    () => {
      expect(ringOf(parts)).toEqual(ids);
      return true as const;
    },
    { what: `the ring is ${ids.join()}`, timeoutMs },
  );
}

async function openThree(): Promise<MembershipParts[]> {
  const members = [await open('a'), await open('b'), await open('c')];
  for (const member of members) await ringIs(member, ['a', 'b', 'c']);
  return members;
}

/** Every ring a member had from now on that lacked somebody. */
function lacking(members: readonly MembershipParts[]): (readonly string[])[] {
  const seen: (readonly string[])[] = [];
  for (const member of members)
    member.membership.onChange(() => {
      if (ringOf(member).length < members.length) seen.push(ringOf(member));
    });
  return seen;
}

describe('members on a real NATS server', () => {
  it('see each other, and a state at once', async () => {
    const [a, b] = [await open('a'), await open('b')];
    await ringIs(a, ['a', 'b']);
    await a.membership.setState('DRAINING');
    await ringIs(b, ['b']);
    expect(b.membership.members()).toMatchObject([
      { id: 'a', state: 'DRAINING', isAlive: true },
      { id: 'b', state: 'ACTIVE', isAlive: true },
    ]);
  });

  it('give one up that is killed after the lifetime, not earlier', async () => {
    const [a, b, c] = await openThree();
    if (!a || !b || !c) throw new Error('three were opened');
    let ageMs = 0;
    a.membership.onChange(() => {
      const dead = a.membership.members().find(({ isAlive }) => !isAlive);
      ageMs ||= dead?.id === 'b' ? dead.ageMs : 0;
    });
    await close(b, 'kill');
    await ringIs(a, ['a', 'c']);
    expect(ageMs).toBeGreaterThanOrEqual(lifetimeMs);
    await ringIs(c, ['a', 'c']);
    await open('b', { instance: 'again' });
    await ringIs(a, ['a', 'b', 'c']);
  });

  it('see one that leaves cleanly go at once', async () => {
    const [a, b] = [await open('a'), await open('b')];
    await ringIs(a, ['a', 'b']);
    await close(b, 'stop');
    await ringIs(a, ['a']);
    // One that was given up for its silence would still be in the list.
    expect(a.membership.members()).toHaveLength(1);
  });

  it('with one id: the second ends with exit code 3, naming the first', async () => {
    const first = await open('a', { instance: 'one' });
    const second = openNatsMembership(server.address, 'a', { instance: 'two' });
    const error: unknown = await second.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      code: 'REPLICA_ID_TAKEN',
      exitCode: 3,
    } satisfies Partial<MusterError>);
    expect(String(error)).toContain('instance one');
    expect(first.failure()).toBeUndefined();
    expect(first.membership.isHeartbeatAccepted()).toBe(true);
  });

  it('lose nobody when NATS is stopped and started again', async () => {
    const members = await openThree();
    const seen = lacking(members);
    await server.kill('SIGTERM');
    await eventually(
      () => (members.some(({ membership }) => membership.isHeartbeatAccepted()) ? undefined : true),
      { what: 'nobody is accepted', timeoutMs },
    );
    await server.restart();
    for (const { membership } of members)
      await eventually(() => membership.isHeartbeatAccepted() || undefined, {
        what: 'it is accepted again',
        timeoutMs,
      });
    await beatsFor(members, 2 * lifetimeMs + 2000);
    expect(seen).toEqual([]);
  });

  it('come back into a NATS that starts empty', async () => {
    const members = await openThree();
    const seen = lacking(members);
    await server.kill();
    server.empty();
    await server.restart();
    await eventually(async () => ((await storedKeys()).length === 3 ? true : undefined), {
      what: 'the bucket holds all members',
      timeoutMs,
    });
    await beatsFor(members, 2 * lifetimeMs + 2000);
    expect(seen).toEqual([]);
    for (const { membership } of members) expect(membership.isHeartbeatAccepted()).toBe(true);
  });

  it('come back into a bucket that an operator deleted', async () => {
    const members = await openThree();
    const seen = lacking(members);
    const connection = await connect({ servers: server.address });
    await (await connection.jetstreamManager()).streams.delete('KV_muster_members');
    await connection.close();
    await eventually(async () => ((await storedKeys()).length === 3 ? true : undefined), {
      what: 'the bucket holds all members',
      timeoutMs,
    });
    expect(seen).toEqual([]);
  });

  it('think nobody dead while NATS is frozen, nor after it goes on', async () => {
    const members = await openThree();
    const seen = lacking(members);
    server.freeze();
    await eventually(
      () => (members.some(({ membership }) => membership.isHeartbeatAccepted()) ? undefined : true),
      { what: 'nobody is accepted', timeoutMs },
    );
    server.thaw();
    await beatsFor(members, 2 * lifetimeMs + 2000);
    expect(seen).toEqual([]);
  });
});

/** Waits until heartbeats have been accepted over so long a time. */
async function beatsFor(members: readonly MembershipParts[], ms: number): Promise<void> {
  const sinceMs = performance.now();
  await eventually(
    () => {
      const isOver = performance.now() - sinceMs >= ms;
      return isOver && members.every(({ membership }) => membership.isHeartbeatAccepted())
        ? true
        : undefined;
    },
    { what: 'heartbeats are accepted', timeoutMs: ms + timeoutMs },
  );
}

async function storedKeys(): Promise<string[]> {
  const connection = await connect({ servers: server.address });
  try {
    const manager = await connection.jetstreamManager();
    const { state } = await manager.streams.info('KV_muster_members', { subjects_filter: '>' });
    return Object.keys(state.subjects ?? {});
  } finally {
    await connection.close();
  }
}
