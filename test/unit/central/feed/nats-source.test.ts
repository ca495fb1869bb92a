import { beforeEach, describe, expect, it } from 'vitest';

import { NatsSource } from '../../../../central/feed/nats-source.ts';
import type { FeedSink } from '../../../../central/feed/source.ts';
import type { JetStream, ReadOptions, StreamState } from '../../../../central/jetstream-port.ts';
import { MusterError } from '../../../../shared/errors.ts';
import { silentLogger } from '../../../../shared/log.ts';
import { encodeEvent } from '../../../../shared/wire/json.ts';
import { anEvent } from '../../../harness/store-rows.ts';

const never = (): never => {
  throw new Error('not asked in this test');
};

/** A stream whose messages are delivered by the test. */
class HandStream implements JetStream {
  now: StreamState = { createdAt: 'then', firstSequence: 1, lastSequence: 0 };
  stateCount = 0;
  isThere = true;
  /** Readings opened, and those of them that are closed. */
  readonly opened: ReadOptions[] = [];
  readonly closed = new Set<ReadOptions>();
  readonly write = never;
  readonly last = never;
  readonly assertStream = never;

  state(): Promise<StreamState> {
    this.stateCount += 1;
    if (!this.isThere) return Promise.reject(new MusterError('UNAVAILABLE', 'no such stream'));
    return Promise.resolve(this.now);
  }

  read(options: ReadOptions): ReturnType<JetStream['read']> {
    this.opened.push(options);
    return Promise.resolve({ close: () => void this.closed.add(options) });
  }

  /** Whichever reading is open gets it. */
  deliver(sequence: number): void {
    for (const reading of this.opened) {
      if (this.closed.has(reading) || sequence < reading.fromSequence) continue;
      const body = encodeEvent(anEvent('a', sequence));
      reading.onMessage({ subject: '', sequence, body, header: () => '' });
    }
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the event stream as a source', () => {
  let stream: HandStream;
  let source: NatsSource;
  let seen: string[];
  let rechecks: string[];
  let sink: FeedSink & { hold: Promise<void> | undefined };
  let incarnation: string;

  beforeEach(() => {
    stream = new HandStream();
    seen = [];
    rechecks = [];
    incarnation = 'life-1';
    sink = {
      begin: (life, after, listedUpTo) => {
        seen.push(`begin ${life} after ${String(after)}, listed up to ${String(listedUpTo)}`);
      },
      take: (sequence, event) => {
        seen.push(`${String(sequence)}${event === undefined ? ' none' : ''}`);
      },
      hold: undefined,
    };
    source = new NatsSource({
      ...{ jetStream: stream, stream: 'EVENTS', log: silentLogger },
      known: { take: () => undefined },
      incarnation: () => incarnation,
      recheck: (reason) => rechecks.push(reason),
      onRolledBack: () => seen.push('rolled back'),
    });
  });

  const state = (firstSequence: number, lastSequence: number, createdAt = 'then'): void => {
    stream.now = { createdAt, firstSequence, lastSequence };
  };

  /** A connect, as far as the source takes part in it; the rows are listed between the two steps. */
  async function connect(meanwhile: () => void = () => undefined): Promise<void> {
    await source.listing.run();
    meanwhile();
    await source.run();
  }

  async function start(): Promise<void> {
    const started = source.start(sink, 2);
    await turn();
    stream.opened.at(-1)?.onCaughtUp();
    await started;
    seen = [];
  }

  it('begins with the newest events, and says up to where the rows were listed', async () => {
    state(1, 9);
    await connect();
    const started = source.start(sink, 2);
    await turn();
    stream.deliver(8);
    stream.opened[0]?.onCaughtUp();
    await started;
    expect(seen).toEqual(['begin life-1.then after 7, listed up to 9', '8', '9 none']);
    expect(source.sequence).toBe(9);
  });

  it('begins where the rows were listed when more than the newest events came since', async () => {
    state(1, 9);
    await connect(() => {
      state(1, 20);
    });
    void source.start(sink, 2);
    await turn();
    expect(seen).toEqual(['begin life-1.then after 9, listed up to 9']);
    await source.stop();
  });

  it('goes on behind the last one seen after a reconnect, without a beginning', async () => {
    state(1, 9);
    await connect();
    await start();
    state(1, 12);
    await connect();
    expect(stream.closed.size).toBe(1);
    stream.deliver(10);
    expect(seen).toEqual(['10']);
  });

  it('begins after a hole with the listing of that connect', async () => {
    state(1, 9);
    await connect();
    await start();
    state(15, 20);
    await connect();
    expect(seen).toEqual(['begin life-1.then after 14, listed up to 20']);
  });

  it('begins in a new life of the same stream where the rows were listed, not behind it', async () => {
    state(1, 9);
    await connect();
    await start();
    incarnation = 'life-2';
    await connect(() => {
      state(1, 11);
    });
    expect(seen).toEqual(['begin life-2.then after 9, listed up to 9']);
  });

  it.each([
    ['the stream dropped what came after the listing', 10, 'then'],
    ['the stream is another one', 1, 'later'],
  ])('has the rows listed again when %s', async (...[, first, createdAt]) => {
    state(1, 5);
    await connect();
    await start();
    incarnation = 'life-2';
    const again = connect(() => {
      state(first, 20, createdAt);
    });
    await expect(again).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await connect();
    expect(seen).toHaveLength(1);
  });

  it('takes all of a stream for news that was not there when the rows were listed', async () => {
    stream.isThere = false;
    await connect(() => {
      stream.isThere = true;
      state(1, 9);
    });
    void source.start(sink, 2);
    await turn();
    expect(seen).toEqual(['begin life-1.then after 0, listed up to 0']);
    await source.stop();
  });

  it('is not read on while the sink holds it (I8), then goes on behind the last one taken', async () => {
    await connect();
    await start();
    let release: () => void = () => undefined;
    sink.hold = undefined;
    stream.deliver(1);
    sink.hold = new Promise((resolve) => {
      release = resolve;
    });
    stream.deliver(2);
    // Already on the wire.
    stream.opened[0]?.onMessage({
      subject: '',
      sequence: 3,
      body: new Uint8Array(),
      header: () => '',
    });
    expect([stream.closed.size, source.isFollowing, source.sequence]).toEqual([1, false, 2]);
    state(1, 3);
    // A reconnect does not read on either.
    await connect();
    expect(stream.opened).toHaveLength(1);
    sink.hold = undefined;
    release();
    await turn();
    expect(stream.opened.at(-1)?.fromSequence).toBe(3);
    stream.deliver(3);
    expect(seen).toEqual(['1', '2', '3']);
    expect([source.isFollowing, rechecks]).toEqual([true, []]);
  });

  it('has everything checked when it cannot go on after a hold', async () => {
    await connect();
    await start();
    let release: () => void = () => undefined;
    sink.hold = new Promise((resolve) => {
      release = resolve;
    });
    stream.deliver(1);
    sink.hold = undefined;
    state(9, 20);
    release();
    await turn();
    expect(rechecks).toEqual(['events were lost while the buckets were copied']);
  });

  it('answers those who ask for its end together, but nobody with an answer from before the question', async () => {
    state(1, 7);
    const [one, two] = [source.end(), source.end()];
    await Promise.resolve();
    state(1, 8);
    const three = source.end();
    state(1, 9);
    expect(await Promise.all([one, two, three])).toEqual([7, 7, 9]);
    expect(stream.stateCount).toBe(2);
  });
});
