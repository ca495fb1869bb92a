import { Buffer } from 'node:buffer';

import { limits } from '../../shared/limits.ts';
import type { Event } from '../../shared/model/event.ts';

/** How every event of ours begins on the stream. */
const start = Buffer.from('{"id":"');
const quote = 0x22;
const backslash = 0x5c;

/**
 * Events this replica has written to the stream, until it hears of them there: what comes back with the same bytes is
 * the same event, so it need not be decoded, nor held twice. Anything else about it is for the reader to decide.
 */
export class OwnEvents {
  readonly #written = new Map<string, { readonly event: Event; readonly body: Uint8Array }>();

  get size(): number {
    return this.#written.size;
  }

  /** `body`: exactly as it goes to the stream. The oldest one is forgotten when there are too many. */
  note(event: Event, body: Uint8Array): void {
    this.#written.delete(event.id);
    this.#written.set(event.id, { event, body });
    if (this.#written.size <= limits.ownEventsMax) return;
    const [oldest] = this.#written.keys();
    if (oldest !== undefined) this.#written.delete(oldest);
  }

  /** The event that was written with these bytes, once. */
  take(body: Uint8Array): Event | undefined {
    const id = idIn(body);
    const written = this.#written.get(id);
    if (!written) return undefined;
    this.#written.delete(id);
    return Buffer.compare(written.body, body) === 0 ? written.event : undefined;
  }
}

/** Empty: not at the beginning, or with characters that are escaped. */
function idIn(body: Uint8Array): string {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  const end = bytes.indexOf(quote, start.length);
  if (end < 0 || start.compare(bytes, 0, start.length) !== 0) return '';
  const id = bytes.subarray(start.length, end);
  return id.includes(backslash) ? '' : id.toString();
}
