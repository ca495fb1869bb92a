import { connect, constants } from 'node:http2';

import { status } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { limits } from '../../shared/limits.ts';
import type { WatchResponse__Output } from '../../shared/wire/generated/muster/v1/WatchResponse.ts';
import { ApiFleet } from '../harness/api-fleet.ts';
import { eventually } from '../harness/eventually.ts';
import { statusOf } from '../harness/fleet-client.ts';
import type { WatchReader } from '../harness/fleet-client.ts';
import { aStoredHost, aVm } from '../harness/store-rows.ts';
import { failureOf, vmEvent } from '../harness/watch-events.ts';

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('The end of a watch', () => {
  let fleet: ApiFleet;
  const open: WatchReader[] = [];

  function watch(...request: Parameters<ApiFleet['client']['watch']>): WatchReader {
    const reader = fleet.client.watch(...request);
    open.push(reader);
    return reader;
  }

  async function noWatchLeft(): Promise<void> {
    await eventually(() => (fleet.server.watchCount === 0 ? true : undefined), {
      what: 'every watch has ended',
    });
  }

  beforeEach(async () => {
    fleet = await ApiFleet.start();
    await fleet.apply({
      hosts: [aStoredHost('a', { site: 'north', n: 5 }), aStoredHost('b', { site: 'south', n: 5 })],
      vms: [aVm('vm-a', 'a', { n: 3 }), aVm('vm-b', 'b', { n: 3 })],
    });
  });
  afterEach(async () => {
    for (const reader of open.splice(0)) reader.cancel();
    await fleet.stop();
  });

  it.each(['life-1:999999', 'other-life:0', 'garbage'])(
    'refuses the token %s as out of range and says what to do',
    async (resumeToken) => {
      const error = await failureOf(watch({ resumeToken }));
      expect(error.code).toBe(status.OUT_OF_RANGE);
      expect(error.details).toContain('watch again without a resume token');
      expect(statusOf(error).details).toEqual([
        { kind: 'reason', reason: 'RESUME_TOKEN_NOT_KEPT' },
      ]);
    },
  );

  it('refuses a token whose events are not kept any more', async () => {
    const end = (await watch().take(5)).at(-1);
    const count = limits.watchBufferEvents + 1;
    const events = Array.from({ length: count }, (_, i) => vmEvent(i + 10, aVm('vm-a', 'a')));
    await fleet.apply({ events });
    const error = await failureOf(watch({ resumeToken: end?.resumeToken ?? '' }));
    expect(error.code).toBe(status.OUT_OF_RANGE);
  });

  it('ends with a clear word when the stream begins anew', async () => {
    const reader = watch();
    await reader.take(5);
    fleet.feed.begin('life-2', 0);
    const error = await failureOf(reader);
    expect(error.code).toBe(status.OUT_OF_RANGE);
    await noWatchLeft();
  });

  it('ends a watcher that is too slow, and lets it resume where it stopped', async () => {
    const slow = await ApiFleet.start({ watchBufferEvents: 50 });
    const reader = slow.client.watch({ skipSnapshot: true });
    const [start] = await reader.take(1);
    // Nothing reads now; large events fill the HTTP/2 window and then the buffer.
    const vm = aVm('vm-a', 'a', { name: 'x'.repeat(20_000) });
    let n = 0;
    await eventually(
      async () => {
        await slow.apply({ events: [vmEvent(++n, vm)] });
        return slow.server.watchCount === 0 ? true : undefined;
      },
      { what: 'the slow watch is ended', intervalMs: 0 },
    );
    const got: WatchResponse__Output[] = [];
    const error = await (async (): Promise<ServiceError> => {
      try {
        for (;;) got.push(await reader.next());
      } catch (thrown) {
        return thrown as ServiceError;
      }
    })();
    expect(error.code).toBe(status.RESOURCE_EXHAUSTED);
    expect(error.details).toContain('resume with the last token received');
    const token = got.at(-1)?.resumeToken ?? start?.resumeToken ?? '';
    const again = slow.client.watch({ resumeToken: token });
    const rest = await again.until((answer) => answer.bookmark !== undefined);
    again.cancel();
    const seen = [...got, ...rest].flatMap(({ event }) => (event ? [event.n] : []));
    expect(seen).toEqual(Array.from({ length: n }, (_, i) => i + 1));
    await slow.stop();
  });

  it('takes over more kept events at once than its buffer holds', async () => {
    const small = await ApiFleet.start({ watchBufferEvents: 5 });
    const token = small.feed.position();
    const events = Array.from({ length: 100 }, (_, i) => vmEvent(i + 1, aVm('vm-a', 'a')));
    await small.apply({ events });
    const reader = small.client.watch({ resumeToken: token });
    const answers = await reader.until((answer) => answer.bookmark !== undefined);
    expect(answers).toHaveLength(101);
    reader.cancel();
    await small.stop();
  });

  it('leaves nothing behind when the reader cancels, in the picture, in a wait, or blocked', async () => {
    const timersBefore = fleet.clock.timerCount;
    const waiting = watch();
    await waiting.take(5);
    const early = watch();
    await nextTurn();
    early.cancel();
    const hosts = Array.from({ length: 3000 }, (_, i) =>
      aStoredHost(`h${String(i)}`, { name: 'x'.repeat(200) }),
    );
    await fleet.apply({ hosts });
    const blocked = watch();
    await eventually(() => (fleet.server.watchCount >= 2 ? true : undefined), {
      what: 'the blocked watch is served',
    });
    waiting.cancel();
    blocked.cancel();
    await noWatchLeft();
    expect(fleet.clock.timerCount).toBe(timersBefore);
  });

  it('leaves nothing behind of watches canceled before, while and after they reach the server', async () => {
    // Without grpc-js on this side, which would hold some of these back.
    const session = connect(`http://${fleet.address}`);
    for (let i = 0; i < 300; i++) {
      const stream = session.request({
        ':method': 'POST',
        ':path': '/muster.v1.FleetService/Watch',
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      stream.on('error', () => undefined).resume();
      const emptyRequest = Buffer.alloc(5);
      stream.end(emptyRequest);
      for (let turn = 0; turn < i % 10; turn++) await nextTurn();
      stream.close(constants.NGHTTP2_CANCEL);
    }
    await new Promise((resolve) => {
      session.ping((_error, duration) => {
        resolve(duration);
      });
    });
    await noWatchLeft();
    session.destroy();
  });

  it('ends at the deadline of the call', async () => {
    const stream = fleet.client.raw.watch({}, { deadline: Date.now() + 100 });
    const error = await new Promise<ServiceError>((resolve) => {
      stream.on('error', (thrown: ServiceError) => {
        resolve(thrown);
      });
      stream.resume();
    });
    expect(error.code).toBe(status.DEADLINE_EXCEEDED);
    await noWatchLeft();
  });

  it('refuses one watch more than there may be', async () => {
    const full = await ApiFleet.start({ watchersMax: 1 });
    const first = full.client.watch({ skipSnapshot: true });
    await first.take(1);
    const error = await failureOf(full.client.watch());
    expect(error.code).toBe(status.RESOURCE_EXHAUSTED);
    expect(error.details).toContain('try another');
    first.cancel();
    await full.stop();
  });

  it('tells a watcher when the replica stops', async () => {
    const reader = watch();
    await reader.take(5);
    const stopped = fleet.server.stop();
    const error = await failureOf(reader);
    expect(error.code).toBe(status.UNAVAILABLE);
    expect(error.details).toContain('resume with the last token');
    await stopped;
    // afterEach stops it once more.
    fleet = await ApiFleet.start();
  });
});
