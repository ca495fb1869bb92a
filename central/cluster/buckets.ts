import type { StoredMessage, StreamSettings } from '../jetstream-port.ts';

/** A key-value bucket of NATS: a stream that keeps the last message of each subject. */
export interface Bucket {
  readonly name: string;
  readonly stream: string;
  readonly settings: (replicas: number) => StreamSettings;
  subjectOf(key: string): string;
  keyOf(subject: string): string;
}

function bucket(name: string): Bucket {
  const prefix = `$KV.${name}.`;
  const stream = `KV_${name}`;
  return {
    name,
    stream,
    settings: (replicas) => ({
      name: stream,
      subjects: [`${prefix}>`],
      perSubjectMax: 1,
      discard: 'new',
      ageMsMax: 0,
      bytesMax: -1,
      isBucket: true,
      replicas,
    }),
    subjectOf: (key) => prefix + key,
    keyOf: (subject) => subject.slice(prefix.length),
  };
}

/** Commit records, key = host id. */
export const hostsBucket = bucket('muster_hosts');
/** VMs, key = VM id. */
export const vmsBucket = bucket('muster_vms');
/** Replicas, key = replica id. Holds no incarnation: nothing in it outlives the processes that write it. */
export const membersBucket = bucket('muster_members');

/** Holds the bucket's incarnation; no id (shared/model/id.ts). */
export const metaKey = '_meta';

export function isDeletion(message: StoredMessage): boolean {
  return message.header('KV-Operation') !== '';
}
