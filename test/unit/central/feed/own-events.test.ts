import { Buffer } from 'node:buffer';

import { describe, expect, it } from 'vitest';

import { OwnEvents } from '../../../../central/feed/own-events.ts';
import { limits } from '../../../../shared/limits.ts';
import type { Event } from '../../../../shared/model/event.ts';
import { decodeEvent, encodeEvent } from '../../../../shared/wire/json.ts';
import { anEvent } from '../../../harness/store-rows.ts';

function written(own: OwnEvents, event: Event): Uint8Array {
  const body = encodeEvent(event);
  own.note(event, body);
  return body;
}

describe('events this replica has written', () => {
  it('are known by their bytes, once, and say what the bytes say', () => {
    const own = new OwnEvents();
    const event = anEvent('host-1', 1);
    const body = written(own, event);
    // As a part of something longer, which is how it comes from the socket.
    const heard = Buffer.concat([Buffer.from('xx'), body]).subarray(2);
    expect(own.take(heard)).toBe(event);
    expect(decodeEvent(heard)).toEqual(event);
    expect(own.take(heard)).toBeUndefined();
    expect(own.size).toBe(0);
  });

  it('are not known with other bytes under the same id', () => {
    const own = new OwnEvents();
    const event = anEvent('host-1', 1);
    written(own, event);
    expect(own.take(encodeEvent({ ...event, reason: 'ANOTHER' }))).toBeUndefined();
  });

  it.each(['', '{}', '{"id":"', '{"id":"\\u0061"}', '{"type":"HostAdded"}', 'no JSON at all'])(
    'are not found in "%s"',
    (body) => {
      const own = new OwnEvents();
      written(own, { ...anEvent('host-1', 1), id: '' });
      expect(own.take(Buffer.from(body))).toBeUndefined();
    },
  );

  it('are known by the last bytes when they were written twice', () => {
    const own = new OwnEvents();
    written(own, anEvent('host-1', 1));
    const again = { ...anEvent('host-1', 1), reason: 'AGAIN' };
    const body = written(own, again);
    expect(own.size).toBe(1);
    expect(own.take(body)).toBe(again);
  });

  it('are forgotten, the oldest first, when too many are not heard of', () => {
    const own = new OwnEvents();
    const first = written(own, anEvent('host-1', 1));
    const second = written(own, anEvent('host-1', 2));
    for (let n = 3; n <= limits.ownEventsMax + 1; n++) written(own, anEvent('host-1', n));
    expect(own.size).toBe(limits.ownEventsMax);
    expect(own.take(first)).toBeUndefined();
    expect(own.take(second)).toBeDefined();
  });
});
