import { connect, nanos, StorageType } from 'nats';
import { afterEach, describe, expect, it } from 'vitest';

import {
  aStep,
  aVmOf,
  commitUntilKnown,
  publicationOf,
  publishUntilOut,
  takeStep,
} from '../../harness/cluster-steps.ts';
import { eventually } from '../../harness/eventually.ts';
import { arrived, follow, NatsBench } from './bench.ts';

describe('NATS not as it should be', () => {
  let bench: NatsBench;
  afterEach(() => bench.stop());

  it('sets right a bucket that somebody made with other settings', async () => {
    bench = await NatsBench.start();
    const { jsm } = await bench.operator();
    await jsm.streams.add({
      name: 'KV_muster_hosts',
      subjects: ['$KV.muster_hosts.>'],
      max_msgs_per_subject: 5,
      allow_direct: true,
      max_age: nanos(3_600_000),
    });
    const parts = await bench.open();
    const { config } = await jsm.streams.info('KV_muster_hosts');
    expect(config).toMatchObject({
      max_msgs_per_subject: 1,
      allow_direct: false,
      max_age: 0,
      discard: 'new',
      deny_delete: true,
    });
    await takeStep(parts, aStep({ n: 1, expected: 0 }));
  });

  it('refuses to start on a bucket whose settings cannot be changed, naming them', async () => {
    bench = await NatsBench.start();
    const { jsm } = await bench.operator();
    await jsm.streams.add({
      name: 'KV_muster_hosts',
      subjects: ['$KV.muster_hosts.>'],
      storage: StorageType.Memory,
    });
    await expect(bench.open()).rejects.toMatchObject({
      code: 'NATS_SETUP_WRONG',
      message: expect.stringMatching(
        /KV_muster_hosts.*storage: is "memory", must be "file"/s,
      ) as unknown,
    });
  });

  it('says unavailable while JetStream has no room, and goes on when it has', async () => {
    bench = await NatsBench.start({ fileStoreBytes: 66 * 1024 ** 2 });
    const parts = await bench.open({ eventBytesMax: 1024 ** 2 });
    const first = await takeStep(parts, aStep({ n: 1, expected: 0 }));
    const { nc, jsm } = await bench.operator();
    await jsm.streams.add({ name: 'FILLER', subjects: ['filler.>'] });
    const filling = nc.jetstream();
    await eventually(
      () =>
        filling.publish('filler.a', new Uint8Array(900_000)).then(
          () => undefined,
          () => true as const,
        ),
      { what: 'the disk is full', intervalMs: 0 },
    );
    const step = aStep({ n: 2, expected: first });
    const outcome = await parts.commit.commit(step);
    expect(outcome).toMatchObject({ kind: 'unavailable' });
    expect(outcome).toHaveProperty('reason', expect.stringContaining('insufficient resources'));
    await jsm.streams.delete('FILLER');
    expect((await commitUntilKnown(parts.commit, step)).kind).toBe('accepted');
    await publishUntilOut(parts.publish, publicationOf(step));
    expect(bench.changes).toEqual([]);
  });

  it('skips and counts what somebody else wrote to the event stream', async () => {
    bench = await NatsBench.start();
    const parts = await bench.open();
    const items = follow(parts);
    const first = await takeStep(parts, aStep({ n: 1, expected: 0 }));
    const { nc } = await bench.operator();
    nc.publish('muster.events.host.host-1.HostStatusChanged', 'no JSON');
    nc.publish('muster.events.nonsense', '{"type":"NextYearsEvent","hostId":"host-1"}');
    await nc.flush();
    await takeStep(parts, aStep({ n: 2, expected: first }));
    await arrived(items, ['host-1/1/1', 'host-1/1/2']);
    expect(parts.feed.counts().skipped).toBe(2);
    expect(parts.feed.subscribe(parts.feed.position(), () => undefined).kind).toBe('subscribed');
  });

  it('drops events that are not above the last of their host (I5)', async () => {
    bench = await NatsBench.start();
    const parts = await bench.open();
    const items = follow(parts);
    const first = await takeStep(parts, aStep({ n: 1, expected: 0 }));
    await takeStep(parts, aStep({ n: 2, expected: first }));
    const { nc, jsm } = await bench.operator();
    const old = await jsm.streams.getMessage('MUSTER_EVENTS', { seq: 1 });
    await nc.jetstream().publish(old.subject, old.data);
    await eventually(() => (parts.feed.counts().dropped === 1 ? true : undefined), {
      what: 'the repeat is dropped',
    });
    expect(items).toHaveLength(2);
  });

  it('repeats after a long gap only what is not out yet, though no message id is remembered', async () => {
    bench = await NatsBench.start();
    const parts = await bench.open();
    const step = aStep({
      n: 3,
      expected: 0,
      vms: ['vm-1', 'vm-2'].map((id) => aVmOf('host-1', id)),
    });
    await commitUntilKnown(parts.commit, step);
    const publication = publicationOf(step);
    await publishUntilOut(parts.publish, {
      ...publication,
      events: publication.events.slice(0, 2),
    });
    const { jsm } = await bench.operator();
    // Shortens the memory of message ids to nothing, as two minutes would.
    await jsm.streams.update('MUSTER_EVENTS', { duplicate_window: nanos(100) });
    await bench.server.kill('SIGTERM');
    await bench.server.restart();
    await publishUntilOut(parts.publish, { ...publication, isRepeat: true });
    expect(await bench.streamedIds()).toEqual(['host-1/1/1', 'host-1/1/2', 'host-1/1/3']);
  });

  it('opens the feed again when its consumer is deleted on the server', async () => {
    bench = await NatsBench.start();
    const parts = await bench.open();
    const items = follow(parts);
    const first = await takeStep(parts, aStep({ n: 1, expected: 0 }));
    await arrived(items, ['host-1/1/1']);
    const { jsm } = await bench.operator();
    const consumers = await jsm.consumers.list('MUSTER_EVENTS').next();
    expect(consumers).toHaveLength(1);
    for (const { name } of consumers) await jsm.consumers.delete('MUSTER_EVENTS', name);
    await takeStep(parts, aStep({ n: 2, expected: first }));
    await arrived(items, ['host-1/1/1', 'host-1/1/2']);
    expect(await jsm.consumers.list('MUSTER_EVENTS').next()).toHaveLength(1);
  });

  it('leaves no consumer behind over restarts of the server', async () => {
    bench = await NatsBench.start();
    const parts = await bench.open();
    const items = follow(parts);
    let revision = 0;
    for (let n = 1; n <= 4; n++) {
      revision = await takeStep(parts, aStep({ n, expected: revision }));
      await bench.server.kill();
      await bench.server.restart();
    }
    await takeStep(parts, aStep({ n: 5, expected: revision }));
    await arrived(
      items,
      [1, 2, 3, 4, 5].map((n) => `host-1/1/${n}`),
    );
    const { jsm } = await bench.operator();
    expect(await jsm.consumers.list('MUSTER_EVENTS').next()).toHaveLength(1);
    await parts.stop();
    await eventually(
      async () =>
        (await jsm.consumers.list('MUSTER_EVENTS').next()).length === 0 ? true : undefined,
      { what: 'no consumer is left' },
    );
  });

  it('tells its supervisor when the connection is refused for good', async () => {
    bench = await NatsBench.start();
    const parts = await bench.open();
    const over = parts.link?.closed();
    await parts.link?.connection.close();
    expect(await over).toBeUndefined();
    expect((await parts.commit.commit(aStep({ n: 1, expected: 0 }))).kind).toBe('unavailable');
  });

  it('can be read by any client: the key is the record as JSON', async () => {
    bench = await NatsBench.start();
    const parts = await bench.open();
    await takeStep(parts, aStep({ n: 2, expected: 0, vms: [aVmOf('host-1', 'vm-1')] }));
    const nc = await connect({ servers: bench.server.address });
    const hosts = await nc.jetstream().views.kv('muster_hosts', { bindOnly: true });
    const record: unknown = (await hosts.get('host-1'))?.json();
    expect(record).toMatchObject({
      owner: 'replica-1',
      epoch: '1',
      n: '2',
      host: { id: 'host-1' },
    });
    const vms = await nc.jetstream().views.kv('muster_vms', { bindOnly: true });
    expect((await vms.get('vm-1'))?.json()).toMatchObject({ owner: 'replica-1', vm: { n: '2' } });
    await nc.close();
  });
});
