import { status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { limits } from '../../shared/limits.ts';
import { unknownRevision } from '../../shared/model/record.ts';
import { ApiFleet } from '../harness/api-fleet.ts';
import { eventually } from '../harness/eventually.ts';
import { statusOf } from '../harness/fleet-client.ts';
import type { WatchReader } from '../harness/fleet-client.ts';
import { aHost, aStoredHost, aVm } from '../harness/store-rows.ts';
import { failureOf, hostEvent, vmEvent, wordOf, words } from '../harness/watch-events.ts';

describe('Watch', () => {
  let fleet: ApiFleet;
  const open: WatchReader[] = [];

  function watch(...request: Parameters<ApiFleet['client']['watch']>): WatchReader {
    const reader = fleet.client.watch(...request);
    open.push(reader);
    return reader;
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

  it('shows the hosts, their VMs, the end of the picture, then every change', async () => {
    const reader = watch();
    expect(await words(reader, 5)).toEqual(['host a', 'host b', 'vm vm-a', 'vm vm-b', 'end 2+2']);
    await fleet.apply({ events: [hostEvent(6, aHost('a', { n: 5 }), 'SUSPECT')] });
    await fleet.apply({ events: [vmEvent(7, aVm('vm-a', 'a'))] });
    expect(await words(reader, 2)).toEqual(['event a/1/6', 'event a/1/7']);
  });

  it('gives no token while the picture is sent, and one with everything after it', async () => {
    const reader = watch();
    const picture = await reader.take(5);
    const tokens = picture.map(({ resumeToken = '' }) => resumeToken !== '');
    expect(tokens).toEqual([false, false, false, false, true]);
    await fleet.apply({ events: [vmEvent(6, aVm('vm-a', 'a'))] });
    const [change] = await reader.take(1);
    expect(change?.resumeToken).not.toBe(picture.at(-1)?.resumeToken);
  });

  it('resumes after a token without a picture, and misses nothing', async () => {
    const first = watch();
    const end = (await first.take(5)).at(-1);
    first.cancel();
    await fleet.apply({ events: [vmEvent(6, aVm('vm-a', 'a')), vmEvent(7, aVm('vm-a', 'a'))] });
    const second = watch({ resumeToken: end?.resumeToken ?? '' });
    const [six] = await second.take(1);
    expect(six && wordOf(six)).toBe('event a/1/6');
    second.cancel();
    const third = watch({ resumeToken: six?.resumeToken ?? '' });
    expect(await words(third, 2)).toEqual(['event a/1/7', 'bookmark']);
  });

  it('shows no picture older than its token: what the feed told of foreign hosts is in it', async () => {
    const rows = aStoredHost('a', { n: 6, status: 'SUSPECT' }, unknownRevision);
    let catchUp: (() => void) | undefined;
    fleet.feed.follow({
      ...{ hold: undefined, take: () => undefined },
      caughtUp: () =>
        new Promise((resolve) => {
          catchUp = resolve;
        }),
    });
    await fleet.apply({ events: [hostEvent(6, aHost('a', { n: 5 }), 'SUSPECT')] });
    const reader = watch();
    const release = await eventually(() => catchUp, { what: 'the watch waits for the rows' });
    await fleet.store.apply({ hosts: [rows] });
    release();
    const picture = await reader.take(5);
    expect(picture[0]?.host?.status).toBe('HOST_STATUS_SUSPECT');
    await fleet.apply({ events: [vmEvent(7, aVm('vm-a', 'a'))] });
    expect(await words(reader, 1)).toEqual(['event a/1/7']);
  });

  it('resumes after a token of another replica that was ahead', async () => {
    const first = watch();
    const token = (await first.take(5)).at(-1)?.resumeToken ?? '';
    const [life = '', sequence = ''] = token.split(':');
    const second = watch({ resumeToken: `${life}:${String(Number(sequence) + 1)}` });
    await eventually(() => fleet.server.watchCount === 2 || undefined, { what: 'the watch' });
    await fleet.apply({ events: [vmEvent(6, aVm('vm-a', 'a'))] });
    await fleet.apply({ events: [vmEvent(7, aVm('vm-a', 'a'))] });
    expect(await words(second, 1)).toEqual(['event a/1/7']);
  });

  it('ends while it waits for the rows, when its reader leaves', async () => {
    fleet.feed.follow({
      ...{ hold: undefined, take: () => undefined, caughtUp: () => new Promise(() => undefined) },
    });
    const reader = watch();
    await eventually(() => fleet.server.watchCount === 1 || undefined, { what: 'the watch' });
    reader.cancel();
    await eventually(() => fleet.server.watchCount === 0 || undefined, { what: 'its end' });
  });

  it('says nothing of what the picture already held', async () => {
    // Committed and visible, but its events come to the feed only after the watch began.
    await fleet.store.apply({
      hosts: [aStoredHost('a', { n: 8, status: 'SUSPECT' })],
      vms: [aVm('vm-a', 'a', { n: 7 })],
    });
    const reader = watch();
    await reader.take(5);
    await fleet.apply({
      events: [
        vmEvent(7, aVm('vm-a', 'a')),
        hostEvent(8, aHost('a', { n: 5 }), 'SUSPECT'),
        vmEvent(9, aVm('vm-a', 'a')),
      ],
    });
    expect(await words(reader, 1)).toEqual(['event a/1/9']);
  });

  it('skips the picture when asked to, and starts with a bookmark', async () => {
    const reader = watch({ skipSnapshot: true });
    const [bookmark] = await reader.take(1);
    expect(bookmark && wordOf(bookmark)).toBe('bookmark');
    expect(bookmark?.resumeToken).toBe(fleet.feed.position());
    await fleet.apply({ events: [vmEvent(6, aVm('vm-b', 'b'))] });
    expect(await words(reader, 1)).toEqual(['event b/1/6']);
  });

  it('shows only the hosts asked for, and their VMs', async () => {
    const reader = watch({ hostFilter: { sites: ['south'] } });
    expect(await words(reader, 3)).toEqual(['host b', 'vm vm-b', 'end 1+1']);
    await fleet.apply({
      events: [
        vmEvent(6, aVm('vm-a', 'a')),
        hostEvent(7, aHost('a', { site: 'north', n: 5 }), 'SUSPECT'),
        vmEvent(6, aVm('vm-b', 'b')),
      ],
    });
    expect(await words(reader, 1)).toEqual(['event b/1/6']);
  });

  it('shows to a watcher of hosts that are UP how one leaves and comes back', async () => {
    const reader = watch({ hostFilter: { statuses: ['HOST_STATUS_UP'] } });
    await reader.take(5);
    const up = aHost('a', { n: 5 });
    const suspect = { ...up, status: 'SUSPECT' as const };
    await fleet.apply({
      events: [
        hostEvent(6, up, 'SUSPECT'),
        hostEvent(7, suspect, 'NON_RESPONSIVE'),
        vmEvent(8, aVm('vm-a', 'a')),
        hostEvent(9, suspect, 'UP'),
        vmEvent(10, aVm('vm-a', 'a')),
      ],
    });
    expect(await words(reader, 3)).toEqual(['event a/1/6', 'event a/1/9', 'event a/1/10']);
  });

  it('shows only the types asked for', async () => {
    const reader = watch({ skipSnapshot: true, types: ['VmRemoved'] });
    await reader.take(1);
    await fleet.apply({
      events: [vmEvent(6, aVm('vm-a', 'a')), vmEvent(7, aVm('vm-a', 'a'), 'VmRemoved')],
    });
    expect(await words(reader, 1)).toEqual(['event a/1/7']);
  });

  it('names the wrong fields of a request', async () => {
    const error = await failureOf(
      watch({ types: ['VmExploded'], hostFilter: { statuses: [77 as never] } }),
    );
    expect(error.code).toBe(status.INVALID_ARGUMENT);
    expect(statusOf(error).details).toMatchObject([
      {
        kind: 'bad-request',
        violations: [{ field: 'host_filter.statuses[0]' }, { field: 'types[0]' }],
      },
    ]);
  });

  it('sends a bookmark with the newest token every five seconds, also past events it left out', async () => {
    const reader = watch({ types: ['VmRemoved'] });
    const end = (await reader.take(5)).at(-1);
    await fleet.apply({ events: [vmEvent(6, aVm('vm-a', 'a'))] });
    fleet.clock.advance(limits.watchBookmarkMs - 1);
    fleet.clock.advance(1);
    const [bookmark] = await reader.take(1);
    expect(bookmark && wordOf(bookmark)).toBe('bookmark');
    expect(bookmark?.resumeToken).toBe(fleet.feed.position());
    expect(bookmark?.resumeToken).not.toBe(end?.resumeToken);
    expect(bookmark?.bookmark?.at?.seconds).toBe(Math.floor(fleet.clock.unixMs() / 1000));
    fleet.clock.advance(limits.watchBookmarkMs);
    expect(await words(reader, 1)).toEqual(['bookmark']);
  });
});
