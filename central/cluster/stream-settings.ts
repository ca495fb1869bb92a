import {
  DiscardPolicy,
  nanos,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
  type StreamInfo,
} from 'nats';

import { limits } from '../../shared/limits.ts';
import type { StreamSettings, StreamState } from '../jetstream-port.ts';

/** Our settings in the server's words. Everything Muster relies on is named, so that it can be asserted. */
export function streamConfig(settings: StreamSettings): Partial<StreamConfig> & { name: string } {
  const ageMs = settings.ageMsMax;
  return {
    name: settings.name,
    subjects: [...settings.subjects],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    discard: settings.discard === 'old' ? DiscardPolicy.Old : DiscardPolicy.New,
    max_consumers: -1,
    max_msgs: -1,
    max_msgs_per_subject: settings.perSubjectMax,
    max_bytes: settings.bytesMax,
    max_age: nanos(ageMs),
    max_msg_size: -1,
    num_replicas: settings.replicas,
    duplicate_window: nanos(limits.duplicateWindowMs),
    // Replicas that answer reads may lag; what decides ownership must come from the leader (N4).
    allow_direct: false,
    allow_rollup_hdrs: settings.isBucket,
    deny_delete: settings.isBucket,
  };
}

/** `field: is X, must be Y` for each setting that differs. */
export function settingProblems(actual: StreamConfig, settings: StreamSettings): string[] {
  const found: Readonly<Record<string, unknown>> = { ...actual };
  return Object.entries(streamConfig(settings)).flatMap(([field, wanted]) => {
    const is = found[field] ?? false;
    return JSON.stringify(is) === JSON.stringify(wanted)
      ? []
      : [`${field}: is ${JSON.stringify(is)}, must be ${JSON.stringify(wanted)}`];
  });
}

export function streamState({ created, state }: StreamInfo): StreamState {
  return {
    createdAt: created,
    firstSequence: state.messages === 0 ? state.last_seq + 1 : state.first_seq,
    lastSequence: state.last_seq,
  };
}
