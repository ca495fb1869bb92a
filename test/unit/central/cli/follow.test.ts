import { describe, expect, it } from 'vitest';

import { follow, type Followed } from '../../../../central/cli/follow.ts';
import { rpcCodes, RpcError } from '../../../../central/cli/rpc-error.ts';
import { limits } from '../../../../shared/limits.ts';
import { seededRandom } from '../../../../shared/random.ts';
import type { WatchRequest } from '../../../../shared/wire/generated/muster/v1/WatchRequest.ts';
import type { WatchResponse__Output } from '../../../../shared/wire/generated/muster/v1/WatchResponse.ts';
import { FakeClock } from '../../../harness/fake-clock.ts';

type Item = WatchResponse__Output;
type Stream = readonly [items: readonly Item[], end: RpcError | 'closed' | 'open'];

const host: Item = { host: { id: 'a' } };
const end = (n: number): Item => ({ resumeToken: `t${n}`, snapshotEnd: {} });
const event = (n: number): Item => ({ resumeToken: `t${n}`, event: { n } });
const failure = (code: number): RpcError => new RpcError(code, `status ${code}`);
const unavailable = failure(rpcCodes.unavailable);
const tooOld = failure(rpcCodes.outOfRange);

/** Follows scripted streams; the last one is `open`, or an error ends it all. */
async function play(streams: readonly Stream[], request: WatchRequest = {}) {
  const clock = new FakeClock();
  const abort = new AbortController();
  const tokens: (string | undefined)[] = [];
  async function* open({ resumeToken }: WatchRequest): AsyncGenerator<Item> {
    const [items, ending] = streams[tokens.length] ?? [[], 'open'];
    tokens.push(resumeToken);
    yield* items;
    await Promise.resolve();
    if (ending instanceof RpcError) throw ending;
    if (ending === 'open') abort.abort();
  }
  const seen: Followed[] = [];
  const options = { open, request, clock, random: seededRandom(1), signal: abort.signal };
  const done = (async () => {
    for await (const news of follow(options)) seen.push(news);
  })();
  const outcome = done.then(
    () => 'ended' as const,
    (error: unknown) => error,
  );
  // Longer than all pauses together.
  await clock.advanceAsync(60_000);
  const kinds = seen.map((news) =>
    news.kind === 'item' ? Object.keys(news.item).at(-1) : news.kind,
  );
  return { kinds, tokens, outcome: await outcome, timers: clock.timerCount };
}

const skip: WatchRequest = { skipSnapshot: true };

describe('following changes', () => {
  it('goes on after the last token when the connection breaks', async () => {
    const played = await play([
      [[host, end(1), event(2)], unavailable],
      [[], unavailable],
      [[event(3)], 'open'],
    ]);
    expect(played).toEqual({
      kinds: ['host', 'snapshotEnd', 'event', 'broken', 'resumed', 'event'],
      tokens: ['', 't2', 't2'],
      outcome: 'ended',
      timers: 0,
    });
  });

  it('goes on as well when the central ends the stream in order', async () => {
    const { kinds, tokens } = await play([
      [[end(1)], 'closed'],
      [[event(2)], 'open'],
    ]);
    expect(kinds).toEqual(['snapshotEnd', 'broken', 'resumed', 'event']);
    expect(tokens).toEqual(['', 't1']);
  });

  it('starts again with a picture when the token is not known any more', async () => {
    const { kinds, tokens } = await play([
      [[end(1), event(2)], unavailable],
      [[], tooOld],
      [[host, end(9)], 'open'],
    ]);
    expect(kinds).toEqual(['snapshotEnd', 'event', 'broken', 'restarted', 'host', 'snapshotEnd']);
    expect(tokens).toEqual(['', 't2', '']);
  });

  it('takes a picture that was cut off from the start again', async () => {
    const { kinds, tokens } = await play([
      [[host], unavailable],
      [[host, end(2)], 'open'],
    ]);
    expect(kinds).toEqual(['host', 'broken', 'restarted', 'host', 'snapshotEnd']);
    expect(tokens).toEqual(['', '']);
  });

  it('ends without a picture when changes are lost', async () => {
    const { outcome } = await play(
      [
        [[event(1)], unavailable],
        [[], tooOld],
      ],
      skip,
    );
    expect(outcome).toBe(tooOld);
  });

  interface Hopeless {
    readonly streams: readonly Stream[];
    readonly request: WatchRequest;
    readonly expected: RpcError;
  }
  const unimplemented = failure(rpcCodes.unimplemented);

  it.each<[string, Hopeless]>([
    [
      'it never was in contact',
      { streams: [[[], unavailable]], request: {}, expected: unavailable },
    ],
    [
      'the given token is not known',
      {
        streams: [[[], tooOld]],
        request: { ...skip, resumeToken: 'x' },
        expected: tooOld,
      },
    ],
    [
      'going on would only fail the same way',
      { streams: [[[end(1)], unimplemented]], request: {}, expected: unimplemented },
    ],
    [
      'it has no token to go on from',
      {
        streams: [[[{ event: { n: 1 } }], unavailable]],
        request: skip,
        expected: unavailable,
      },
    ],
  ])('ends with the error when %s', async (_why, { streams, request, expected }) => {
    const { outcome, timers } = await play(streams, request);
    expect(outcome).toBe(expected);
    expect(timers).toBe(0);
  });

  it('waits longer after each failure, up to the limit', async () => {
    const clock = new FakeClock();
    const abort = new AbortController();
    const attemptsAt: number[] = [];
    // eslint-disable-next-line @typescript-eslint/require-await -- a stream that fails at once
    async function* open(): AsyncGenerator<Item> {
      attemptsAt.push(clock.monotonicMs());
      if (attemptsAt.length === 1) yield end(1);
      throw unavailable;
    }
    const seen: Followed[] = [];
    const random = { next: () => 0.999, id: () => '' };
    const options = { open, request: {}, clock, random, signal: abort.signal };
    const done = (async () => {
      for await (const news of follow(options)) seen.push(news);
    })();
    await clock.advanceAsync(60_000);
    abort.abort();
    await done;
    const waits = attemptsAt.slice(1).map((at, index) => at - (attemptsAt[index] ?? 0));
    expect(waits.slice(0, 3).map((wait) => Math.round(wait))).toEqual([500, 999, 1998]);
    expect(Math.max(...waits)).toBeCloseTo(0.999 * limits.backoffWindowMsMax);
    expect(clock.timerCount).toBe(0);
  });
});
