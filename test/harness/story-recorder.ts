import { z } from 'zod';

import type { StoredMessage } from '../../central/jetstream-port.ts';
import { machineMs, markOf } from '../swarm/mark.ts';
import { StoryChecker, type SeenEvent } from './story-checker.ts';
import { StreamFollower } from './stream-follower.ts';

const hostSchema = z.object({
  owner: z.string().default(''),
  status: z.string().default(''),
  reason: z.string().default(''),
});

const vmSchema = z.object({
  vcpuCount: z.number().default(0),
  memoryMaxKib: z.coerce.number().default(0),
});

/** Parts of an event's JSON: 64-bit numbers are text, and what is zero or empty is left out. */
const eventSchema = z.object({
  id: z.string(),
  type: z.string(),
  hostId: z.string(),
  vmId: z.string().default(''),
  reason: z.string().default(''),
  historyGap: z.object({ reason: z.string().default('') }).optional(),
  before: z.object({ vm: vmSchema.optional() }).optional(),
  after: z.object({ host: hostSchema.optional(), vm: vmSchema.optional() }).optional(),
});

const recordSchema = z.object({
  incarnation: z.string(),
  owner: z.string(),
  instance: z.string(),
  epoch: z.coerce.number(),
});

/** A subscriber to everything, from before anything happens, whose books tell at the end what went wrong. */
export class StoryRecorder {
  readonly checker = new StoryChecker();
  readonly #followers: StreamFollower[] = [];

  /** The streams need not be there yet. */
  static async start(nats: { readonly address: string }): Promise<StoryRecorder> {
    const recorder = new StoryRecorder();
    const { checker } = recorder;
    recorder.#followers.push(
      await StreamFollower.start(nats.address, {
        ...{ name: 'MUSTER_EVENTS', isBucket: false },
        take: (message) => {
          // What a replica says of itself is no part of a host's story.
          if (message.subject.startsWith('muster.events.replica.')) return;
          checker.takeEvent(seenEvent(message));
        },
      }),
      await StreamFollower.start(nats.address, {
        ...{ name: 'KV_muster_hosts', isBucket: true },
        take: (message) => {
          const hostId = message.subject.slice('$KV.muster_hosts.'.length);
          const isRecord = hostId !== '_meta' && message.body.length > 0;
          if (isRecord) checker.takeRecord({ hostId, ...recordSchema.parse(jsonOf(message)) });
        },
      }),
    );
    return recorder;
  }

  /** Waits until all that NATS holds now is in the books. */
  async caughtUp(): Promise<void> {
    for (const follower of this.#followers) await follower.caughtUp();
  }

  async stop(): Promise<void> {
    for (const follower of this.#followers) await follower.stop();
  }
}

function jsonOf({ body }: StoredMessage): unknown {
  return JSON.parse(Buffer.from(body).toString());
}

function seenEvent(message: StoredMessage): SeenEvent {
  const { before, after, historyGap, ...event } = eventSchema.parse(jsonOf(message));
  const { host, vm } = after ?? {};
  const change = vm && markOf(vm)?.sequence;
  const step = { before: before?.vm?.vcpuCount, after: vm?.vcpuCount };
  return {
    ...event,
    epoch: Number(message.header('muster-epoch')),
    n: Number(message.header('muster-n')),
    atMs: machineMs(),
    vm: step,
    ...(change !== undefined && { change }),
    ...(host && { host: { ...host, status: host.status.replace('HOST_STATUS_', '') } }),
    ...(historyGap && { gap: historyGap.reason }),
  };
}
