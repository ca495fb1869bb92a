import type { StoredMessage } from '../../jetstream-port.ts';
import { isDeletion, membersBucket } from '../buckets.ts';
import type { MemberKey } from './entry.ts';
import { decodeMember } from './member-json.ts';

/** What a message of the bucket says. A value that is no member's counts as none. */
export function readKey(message: StoredMessage): MemberKey {
  const id = membersBucket.keyOf(message.subject);
  const value = isDeletion(message) ? undefined : decodeMember(message.body);
  return { id, revision: message.sequence, value: value?.id === id ? value : undefined };
}
