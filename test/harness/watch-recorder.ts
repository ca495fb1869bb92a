import { status } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Event } from '../../shared/model/event.ts';
import { eventFromWire } from '../../shared/wire/event.ts';
import { eventually } from './eventually.ts';
import type { FleetClient, WatchReader } from './fleet-client.ts';

/**
 * Follows a fleet through the API as a careful client does: whenever the watch breaks it resumes with the last token,
 * and where that is refused it says so and goes on from now.
 */
export class WatchRecorder {
  readonly events: Event[] = [];
  /** Times a token was refused as OUT_OF_RANGE. */
  outOfRangeCount = 0;
  /** The last token seen. */
  token = '';
  readonly #client: FleetClient;
  #reader: WatchReader | undefined;
  #isOver = false;
  #done: Promise<void> = Promise.resolve();

  private constructor(client: FleetClient) {
    this.#client = client;
  }

  /** Resolves when everything from now on will be seen. */
  static async start(client: FleetClient): Promise<WatchRecorder> {
    const recorder = new WatchRecorder(client);
    recorder.#done = recorder.#follow();
    await eventually(() => (recorder.token === '' ? undefined : true), {
      what: 'the watch has begun',
    });
    return recorder;
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    this.#reader?.cancel();
    await this.#done;
  }

  async #follow(): Promise<void> {
    while (!this.#isOver) {
      try {
        await this.#read();
      } catch (thrown) {
        if ((thrown as ServiceError).code === status.OUT_OF_RANGE) {
          this.outOfRangeCount += 1;
          this.token = '';
        }
      }
      await sleep(50);
    }
  }

  async #read(): Promise<void> {
    const where = this.token === '' ? { skipSnapshot: true } : { resumeToken: this.token };
    this.#reader = this.#client.watch(where);
    for await (const answer of this.#reader) {
      const event = answer.event && eventFromWire(answer.event);
      if (event) this.events.push(event);
      if (answer.resumeToken) this.token = answer.resumeToken;
    }
  }
}
