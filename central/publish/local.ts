import { MusterError } from '../../shared/errors.ts';
import type { Event } from '../../shared/model/event.ts';
import type { Publication, PublishOutcome, PublishPort } from '../ports.ts';

/**
 * Mode `local`: the events of a host entered the log in the transaction of their step, so they are out when it is accepted.
 * What a replica tells of itself belongs to no step.
 */
export class LocalPublish implements PublishPort {
  readonly #append: (events: readonly Event[]) => Promise<void>;

  /** `append` resolves when the events are in the log, on disk, and rejects with a MusterError. */
  constructor(append: (events: readonly Event[]) => Promise<void>) {
    this.#append = append;
  }

  async publish({
    hostId,
    events,
  }: Pick<Publication, 'hostId' | 'events'>): Promise<PublishOutcome> {
    if (hostId !== '') return { kind: 'out' };
    try {
      await this.#append(events);
      return { kind: 'out' };
    } catch (thrown) {
      const error = MusterError.from(thrown);
      if (error.code === 'INTERNAL') throw error;
      return { kind: 'unavailable', reason: error.message };
    }
  }
}
