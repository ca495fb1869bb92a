import { Buffer } from 'node:buffer';

import { connect, type NatsConnection } from 'nats';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { AcknowledgedWrites, encodeHeaders } from '../../../central/cluster/acknowledged-writes.ts';
import { FakeClock } from '../../harness/fake-clock.ts';
import { eventually } from '../../harness/eventually.ts';
import { NatsServer } from '../../harness/nats-server.ts';
import { limits } from '../../../shared/limits.ts';
import { aStep, publicationOf } from '../../harness/cluster-steps.ts';
import { NatsBench } from './bench.ts';

const noHeaders = encodeHeaders([]);
const body = Buffer.from('{}');

describe('acknowledged writes', () => {
  let server: NatsServer;
  let connection: NatsConnection;
  let clock: FakeClock;
  let writes: AcknowledgedWrites;
  beforeEach(async () => {
    server = await NatsServer.start();
    connection = await connect({ servers: server.address });
    clock = new FakeClock();
    writes = new AcknowledgedWrites({ connection, clock });
    const jsm = await connection.jetstreamManager();
    await jsm.streams.add({ name: 'KEPT', subjects: ['kept.*'] });
  });
  afterEach(async () => {
    await connection.close();
    await server.stop();
  });

  const write = (
    subject: string,
    headers: Iterable<readonly [string, string]> = [],
  ): ReturnType<AcknowledgedWrites['write']> =>
    writes.write({ subject, body, headers: encodeHeaders(headers) });

  it('arrive in the order of the calls with headers and body, each with its own answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) => write('kept.a', [['Number', String(i)]])),
    );
    expect(answers).toEqual(
      Array.from({ length: 200 }, (_, i) => ({ kind: 'written', sequence: i + 1 })),
    );
    const jsm = await connection.jetstreamManager();
    const kept = await jsm.streams.getMessage('KEPT', { seq: 200 });
    expect(kept.header.get('Number')).toBe('199');
    expect(kept.string()).toBe('{}');
  });

  it('answer a repeat under the same id with the sequence of the first', async () => {
    const id = [['Nats-Msg-Id', 'one']] as const;
    await write('kept.a');
    const first = await write('kept.a', id);
    expect(await write('kept.a', id)).toEqual(first);
  });

  it('say what does not hold, and what nobody listens to', async () => {
    await write('kept.a');
    expect(await write('kept.a', [['Nats-Expected-Last-Subject-Sequence', '7']])).toEqual({
      kind: 'conflict',
    });
    expect(await write('kept.a', [['Nats-Expected-Stream', 'OTHER']])).toMatchObject({
      kind: 'no-stream',
    });
    expect(await write('lost.a')).toMatchObject({ kind: 'no-stream' });
    expect(await write('kept.a')).toEqual({ kind: 'written', sequence: 2 });
  });

  it('call it unavailable when something that is not JetStream answers', async () => {
    connection.subscribe('odd', { callback: (_, message) => message.respond(Buffer.from('"?"')) });
    expect(await write('odd')).toMatchObject({ kind: 'unavailable' });
  });

  it('are silent each at its own deadline, on one timer, and leave none behind', async () => {
    const asked: string[] = [];
    connection.subscribe('deaf', { callback: (_, message) => asked.push(message.reply ?? '') });
    const first = write('deaf');
    await eventually(() => asked.length === 1 || undefined, { what: 'the first question' });
    clock.advance(limits.natsAnswerMs / 2);
    const second = write('deaf');
    await eventually(() => asked.length === 2 || undefined, { what: 'the second question' });
    expect(clock.timerCount).toBe(1);
    clock.advance(limits.natsAnswerMs / 2);
    expect(await first).toEqual({ kind: 'silence' });
    // An answer after its time is nobody's.
    connection.publish(asked[0] ?? '', Buffer.from('{"stream":"KEPT","seq":9}'));
    connection.publish(asked[1] ?? '', Buffer.from('{"stream":"KEPT","seq":5}'));
    expect(await second).toEqual({ kind: 'written', sequence: 5 });
    clock.advance(limits.natsAnswerMs);
    expect(clock.timerCount).toBe(0);
  });

  it('end at once when the connection is given up, sent or not, and leave no timer', async () => {
    const asked: string[] = [];
    connection.subscribe('deaf', { callback: (_, message) => asked.push(message.reply ?? '') });
    const sent = write('deaf');
    await eventually(() => asked.length === 1 || undefined, { what: 'the question' });
    const unsent = write('deaf');
    writes.giveUp('NATS is away');
    const away = { kind: 'unavailable', reason: 'NATS is away' };
    expect(await Promise.all([sent, unsent])).toEqual([away, away]);
    expect(clock.timerCount).toBe(0);
    await connection.flush();
    expect(asked).toHaveLength(1);
  });

  it('are unavailable on a connection that is closed', async () => {
    await connection.close();
    expect(await write('kept.a')).toMatchObject({ kind: 'unavailable' });
  });

  it('reject what is larger than the server takes, and go on', async () => {
    const tooLarge = { subject: 'kept.a', headers: noHeaders, body: Buffer.alloc(2 * 1024 ** 2) };
    await expect(writes.write(tooLarge)).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await write('kept.a')).toEqual({ kind: 'written', sequence: 1 });
  });

  it('refuse a header that would begin another one', () => {
    expect(() => encodeHeaders([['ce-id', 'a\r\nNats-Msg-Id: b']])).toThrow('must not hold');
  });
});

describe('credentials that do not allow to publish events', () => {
  it('are a fault that is told by the subject, not waited for', async () => {
    const bench = await NatsBench.start({ deniedSubject: 'muster.events.>' });
    try {
      const parts = await bench.open();
      const step = aStep({ n: 1, expected: 0 });
      await expect(parts.publish.publish(publicationOf(step))).rejects.toMatchObject({
        code: 'INTERNAL',
        message: expect.stringContaining('muster.events.host.host-1') as unknown,
      });
    } finally {
      await bench.stop();
    }
  });
});
