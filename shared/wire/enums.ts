import {
  conditionTypes,
  goodbyeKinds,
  hostClasses,
  hostStatuses,
  vmHealths,
  vmIncidentKinds,
  vmReasons,
  vmStatuses,
} from '../model/status.ts';
import { guestAgentStates, memoryIssueKinds, vmDeviceKinds } from '../model/vm-details.ts';

/** A list of words on one side, the proto enum's prefixed names on the other. */
export interface EnumCodec<Word extends string, Wire extends string> {
  toWire(word: Word): Wire;
  /** undefined for the zero value, for nothing, and for values of a newer peer (which arrive as numbers). */
  fromWire(value: unknown): Word | undefined;
}

function enumCodec<const Prefix extends string, Word extends string>(
  prefix: Prefix,
  words: readonly Word[],
): EnumCodec<Word, `${Prefix}${Word}`> {
  const byWire = new Map<unknown, Word>(words.map((word) => [`${prefix}${word}`, word]));
  return {
    toWire: (word) => `${prefix}${word}`,
    fromWire: (value) => byWire.get(value),
  };
}

export const hostStatusCodec = enumCodec('HOST_STATUS_', hostStatuses);
export const hostClassCodec = enumCodec('HOST_CLASS_', hostClasses);
export const conditionTypeCodec = enumCodec('CONDITION_TYPE_', conditionTypes);
export const vmStatusCodec = enumCodec('VM_STATUS_', vmStatuses);
export const vmReasonCodec = enumCodec('VM_REASON_', vmReasons);
export const vmHealthCodec = enumCodec('VM_HEALTH_', vmHealths);
export const vmIncidentKindCodec = enumCodec('VM_INCIDENT_KIND_', vmIncidentKinds);
export const goodbyeKindCodec = enumCodec('GOODBYE_KIND_', goodbyeKinds);
export const guestAgentCodec = enumCodec('GUEST_AGENT_STATE_', guestAgentStates);
export const memoryIssueKindCodec = enumCodec('MEMORY_ISSUE_KIND_', memoryIssueKinds);
export const vmDeviceKindCodec = enumCodec('VM_DEVICE_KIND_', vmDeviceKinds);
