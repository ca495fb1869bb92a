import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  aStep,
  commitUntilKnown,
  publicationOf,
  publishUntilOut,
  takeStep,
} from '../../harness/cluster-steps.ts';
import { eventually } from '../../harness/eventually.ts';
import { arrived, follow, NatsBench } from './bench.ts';

describe('answers of NATS that never arrive', () => {
  let bench: NatsBench;
  beforeEach(async () => {
    bench = await NatsBench.start();
  });
  afterEach(() => bench.stop());

  it('accepts a step once whose answer was swallowed, without a second revision', async () => {
    const parts = await bench.open();
    bench.proxy.watch((chunk, direction) =>
      direction === 'up' && chunk.includes('$KV.muster_hosts.host-1')
        ? { kind: 'swallow', direction: 'down' }
        : undefined,
    );
    const outcome = commitUntilKnown(parts.commit, aStep({ n: 1, expected: 0 }));
    await eventually(() => bench.proxy.swallowedBytes > 0 || undefined, { what: 'a lost answer' });
    bench.proxy.watch(undefined);
    bench.proxy.setMode({ kind: 'pass' });
    const { jsm } = await bench.operator();
    const stood = await jsm.streams.getMessage('KV_muster_hosts', {
      last_by_subj: '$KV.muster_hosts.host-1',
    });
    expect(await outcome).toEqual({ kind: 'accepted', revision: stood.seq });
    expect((await jsm.streams.info('KV_muster_hosts')).state.last_seq).toBe(stood.seq);
    await takeStep(parts, aStep({ n: 2, expected: stood.seq }));
  });

  it('accepts a step once when the link is reset between the write and its answer', async () => {
    const parts = await bench.open();
    bench.proxy.watch((chunk, direction) =>
      direction === 'down' && chunk.includes('KV_muster_hosts') && chunk.includes('"seq"')
        ? { kind: 'swallow', direction: 'both' }
        : undefined,
    );
    const outcome = commitUntilKnown(parts.commit, aStep({ n: 1, expected: 0 }));
    await eventually(() => bench.proxy.swallowedBytes > 0 || undefined, { what: 'a lost answer' });
    bench.proxy.watch(undefined);
    bench.proxy.setMode({ kind: 'pass' });
    bench.proxy.reset();
    await outcome;
    const loaded = await parts.commit.load('host-1');
    expect(loaded?.record.n).toBe(1);
    expect(await outcome).toEqual({ kind: 'accepted', revision: loaded?.revision });
    expect(bench.changes).toEqual([]);
  });

  it('survives a nats-server killed and restarted under a run of steps: each event once, in order', async () => {
    const parts = await bench.open();
    const items = follow(parts);
    let revision = 0;
    let restarting: Promise<void> | undefined;
    for (let n = 1; n <= 200; n++) {
      revision = await takeStep(parts, aStep({ n, expected: revision }));
      if (n === 50) restarting = bench.server.kill().then(() => bench.server.restart());
    }
    await restarting;
    const ids = Array.from({ length: 200 }, (_, index) => `host-1/1/${index + 1}`);
    await arrived(items, ids);
    expect(await bench.streamedIds()).toEqual(ids);
    expect(bench.changes).toEqual([]);
    expect(bench.store.getStoredHost('host-1')).toMatchObject({ revision, record: { n: 200 } });
  });

  it('calls a half-open link unavailable, dials anew by itself, and goes on when it heals', async () => {
    const parts = await bench.open();
    const items = follow(parts);
    const first = await takeStep(parts, aStep({ n: 1, expected: 0 }));
    bench.proxy.setMode({ kind: 'swallow', direction: 'both' });
    const step = aStep({ n: 2, expected: first });
    expect((await parts.commit.commit(step)).kind).toBe('unavailable');
    const outcome = commitUntilKnown(parts.commit, step);
    await eventually(() => (parts.link?.isReady === false ? true : undefined), {
      what: 'the link is given up',
    });
    bench.proxy.setMode({ kind: 'pass' });
    expect((await outcome).kind).toBe('accepted');
    await publishUntilOut(parts.publish, publicationOf(step));
    await arrived(items, ['host-1/1/1', 'host-1/1/2']);
    expect(bench.changes).toEqual([]);
  });

  it('starts and waits when NATS is not there yet', async () => {
    await bench.server.kill();
    const opening = bench.open();
    await bench.server.restart();
    const parts = await opening;
    await takeStep(parts, aStep({ n: 1, expected: 0 }));
  });
});
