import { limits } from '../../shared/limits.ts';
import { compareVersion } from '../../shared/model/record.ts';
import type { Event } from '../../shared/model/event.ts';
import { encodeEvent } from '../../shared/wire/json.ts';
import type { ConnectStep, JetStream, StoredMessage, StreamSettings } from '../jetstream-port.ts';
import type { Publication, PublishOutcome } from '../ports.ts';
import { eventHeaders, replicaSource } from './cloud-event.ts';
import {
  allEvents,
  eventStream,
  eventSubject,
  hostEventsPattern,
  hostEventsPatterns,
} from './subjects.ts';

export interface EventStreamOptions {
  /** Bytes the stream may take; the oldest events go first. */
  readonly bytesMax: number;
  readonly replicas: number;
}

function eventStreamSettings({ bytesMax, replicas }: EventStreamOptions): StreamSettings {
  return {
    name: eventStream,
    subjects: [allEvents],
    perSubjectMax: -1,
    discard: 'old',
    ageMsMax: limits.eventAgeMsMax,
    bytesMax,
    isBucket: false,
    replicas,
  };
}

export function eventStreamStep(jetStream: JetStream, options: EventStreamOptions): ConnectStep {
  return {
    name: 'event stream',
    run: async () => {
      await jetStream.assertStream(eventStreamSettings(options));
    },
  };
}

type Version = Pick<Event, 'epoch' | 'n'>;

export interface EventWriter {
  readonly jetStream: Pick<JetStream, 'write' | 'last'>;
  /** Hears of each event with its bytes before it is written. */
  readonly onWrite?: ((event: Event, body: Uint8Array) => void) | undefined;
}

/** Writes the events of one host one after the other: the next one only when the last one is in the stream. */
export async function publishEvents(
  { jetStream, onWrite }: EventWriter,
  { hostId, events, isRepeat }: Pick<Publication, 'hostId' | 'events' | 'isRepeat'>,
): Promise<PublishOutcome> {
  // Half the duplicate window may have passed since the first try, or a whole day: the stream itself knows (N16).
  const isOut = isRepeat && events.length > 0 ? await newestOut(jetStream, hostId) : undefined;
  for (const event of events) {
    if (isOut && compareVersion(event, isOut) <= 0) continue;
    const body = encodeEvent(event);
    onWrite?.(event, body);
    const outcome = await jetStream.write({
      stream: eventStream,
      subject: eventSubject(event),
      body,
      messageId: event.id,
      headers: eventHeaders(event),
    });
    if (outcome.kind === 'unavailable') return outcome;
  }
  return { kind: 'out' };
}

/** Version of the last event of the host in the stream. One lookup: its events are in order (I5). */
async function newestOut(
  jetStream: EventWriter['jetStream'],
  hostId: string,
): Promise<Version | undefined> {
  const last = await jetStream.last(eventStream, hostEventsPattern(hostId));
  // A replica may have the id of a host, and then the pattern fits what it tells of itself too.
  const isOfReplica = last?.header('ce-source').startsWith(replicaSource) === true;
  return isOfReplica ? newestOfKinds(jetStream, hostId) : versionOf(last);
}

async function newestOfKinds(
  jetStream: EventWriter['jetStream'],
  hostId: string,
): Promise<Version | undefined> {
  const patterns = hostEventsPatterns(hostId);
  const last = await Promise.all(patterns.map((pattern) => jetStream.last(eventStream, pattern)));
  const versions = last.flatMap((message) => versionOf(message) ?? []);
  return versions.toSorted(compareVersion).at(-1);
}

function versionOf(message: StoredMessage | undefined): Version | undefined {
  const epoch = message?.header('muster-epoch') ?? '';
  const n = message?.header('muster-n') ?? '';
  return epoch === '' || n === '' ? undefined : { epoch: Number(epoch), n: Number(n) };
}
