import { describe, expect, it } from 'vitest';

import type {
  JetStream,
  OutgoingMessage,
  StoredMessage,
} from '../../../../central/jetstream-port.ts';
import { publishEvents } from '../../../../central/publish/event-stream.ts';
import { eventHeaders } from '../../../../central/publish/cloud-event.ts';
import { eventSubject } from '../../../../central/publish/subjects.ts';
import type { Event } from '../../../../shared/model/event.ts';
import { aReplicaEvent, anEvent } from '../../../harness/store-rows.ts';

/** A stream that holds these already. */
class HeldStream {
  readonly written: OutgoingMessage[] = [];
  readonly #held: readonly StoredMessage[];

  constructor(events: readonly Event[]) {
    this.#held = events.map((event, i) => {
      const headers = new Map(Object.entries(eventHeaders(event)));
      const header = (name: string): string => headers.get(name) ?? '';
      return { subject: eventSubject(event), sequence: i + 1, body: new Uint8Array(), header };
    });
  }

  last(_: string, pattern: string): Promise<StoredMessage | undefined> {
    const words = pattern.replaceAll('.', '\\.').replace('*', '[^.]+').replace('>', '.+');
    const fits = new RegExp(`^${words}$`);
    return Promise.resolve(this.#held.findLast(({ subject }) => fits.test(subject)));
  }

  write(message: OutgoingMessage): ReturnType<JetStream['write']> {
    this.written.push(message);
    return Promise.resolve({ kind: 'written', sequence: 1 });
  }
}

describe('events that may be out already', () => {
  const known = { ...anEvent('a', 2), vmId: 'v', placement: 1 };

  it.each<[string, Event[]]>([
    ['by the last event of the host', [anEvent('a', 1), known]],
    ['although a replica has the id of the host', [anEvent('a', 1), known, aReplicaEvent('a')]],
    ['although one spoke of itself between', [anEvent('a', 1), aReplicaEvent('a'), known]],
  ])('are found %s, and not written again', async (_, held) => {
    const jetStream = new HeldStream(held);
    const events = [anEvent('a', 1), known, anEvent('a', 3)];
    await publishEvents({ jetStream }, { hostId: 'a', events, isRepeat: true });
    expect(jetStream.written.map(({ messageId }) => messageId)).toEqual(['a/1/3']);
  });
});
