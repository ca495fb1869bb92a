import { Buffer } from 'node:buffer';

import protobuf from 'protobufjs';

import type { Event } from '../model/event.ts';
import { claimReasons, operatorVerbs } from '../model/record.ts';
import type { DoneRequest, HostRecord, Silence } from '../model/record.ts';
import type { Vm } from '../model/vm.ts';
import { eventFromWire } from './event.ts';
import type { HostRecord__Output } from './generated/muster/v1/HostRecord.ts';
import type { Silence__Output as SilenceRead } from './generated/muster/v1/Silence.ts';
import type { VmRecord__Output } from './generated/muster/v1/VmRecord.ts';
import { hostFromWire } from './host.ts';
import { eventText, hostRecordText, vmRecordText } from './json-text.ts';
import { schemaRoot } from './schema.ts';
import { vmFromWire } from './vm.ts';

/**
 * JSON in proto3 mapping, which protobufjs itself does not do: 64-bit numbers as text, times as RFC 3339, enums
 * by name, defaults left out. It is the form of everything Muster keeps in NATS, so that any language reads it.
 */

type Plain = Readonly<Record<string, unknown>>;

const longTypes = new Set(['int64', 'uint64', 'sint64', 'fixed64', 'sfixed64']);

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTimestamp(type: protobuf.ReflectionObject): boolean {
  return type.fullName === '.google.protobuf.Timestamp';
}

function timestampToText(value: unknown): string {
  const { seconds, nanos } = value as { seconds?: number; nanos?: number };
  return new Date((seconds ?? 0) * 1000 + (nanos ?? 0) / 1e6).toISOString();
}

function valueToJson(field: protobuf.Field, value: unknown): unknown {
  if (field.resolvedType instanceof protobuf.Type) {
    if (isTimestamp(field.resolvedType)) return timestampToText(value);
    return isPlain(value) ? messageToJson(field.resolvedType, value) : value;
  }
  if (field.type === 'float' && typeof value === 'number') return shortestFloat(value);
  return longTypes.has(field.type) ? String(value) : value;
}

/** A 32-bit float as the shortest decimal that is still the same float, not as the double it became in memory. */
function shortestFloat(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === Math.fround(value)) return short;
  }
  return value;
}

function isDefault(value: unknown): boolean {
  return value === '' || value === 0 || value === false;
}

function fieldToJson(field: protobuf.Field, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (field.map) {
    return isPlain(value) && Object.keys(value).length > 0 ? value : undefined;
  }
  if (field.repeated) {
    const values = value as readonly unknown[];
    return values.length > 0 ? values.map((entry) => valueToJson(field, entry)) : undefined;
  }
  return field.partOf === null && isDefault(value) ? undefined : valueToJson(field, value);
}

/** A message in the shape that proto-loader takes, as a JSON value. Used for everything a person or NATS sees. */
export function messageToJson(type: protobuf.Type, message: Plain): Plain {
  const json: Record<string, unknown> = {};
  for (const field of type.fieldsArray) {
    const value = fieldToJson(field, message[field.name]);
    if (value !== undefined) json[field.name] = value;
  }
  return json;
}

function valueFromJson(field: protobuf.Field, value: unknown): unknown {
  if (field.resolvedType instanceof protobuf.Type) {
    if (isTimestamp(field.resolvedType)) {
      const unixMs = Date.parse(String(value));
      return Number.isNaN(unixMs)
        ? undefined
        : { seconds: Math.floor(unixMs / 1000), nanos: (unixMs % 1000) * 1e6 };
    }
    return isPlain(value) ? messageFromJson(field.resolvedType, value) : undefined;
  }
  return longTypes.has(field.type) ? Number(value) : value;
}

/** The reverse; fields this version does not know are ignored. */
function messageFromJson(type: protobuf.Type, json: Plain): Plain {
  const message: Record<string, unknown> = {};
  for (const field of type.fieldsArray) {
    const value = json[field.name];
    if (value === undefined || value === null) continue;
    if (field.repeated) {
      message[field.name] = Array.isArray(value)
        ? value.map((entry: unknown) => valueFromJson(field, entry))
        : [];
    } else {
      message[field.name] = field.map ? value : valueFromJson(field, value);
    }
  }
  return message;
}

const hostRecordType = schemaRoot.lookupType('muster.v1.HostRecord');
const vmRecordType = schemaRoot.lookupType('muster.v1.VmRecord');
const eventType = schemaRoot.lookupType('muster.v1.Event');

/** Looks a message type up by its full name, such as muster.v1.Host. */
export function messageType(fullName: string): protobuf.Type {
  return schemaRoot.lookupType(fullName);
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Throws SyntaxError or TypeError on bytes that are no JSON object. */
function decode(type: protobuf.Type, bytes: Uint8Array): Plain {
  const json: unknown = JSON.parse(decoder.decode(bytes));
  if (!isPlain(json)) throw new TypeError(`${type.name} must be a JSON object`);
  return messageFromJson(type, json);
}

/** `muster_hosts` values. */
export function encodeHostRecord(record: HostRecord): Uint8Array {
  return Buffer.from(hostRecordText(record));
}

/** One for a reason of a newer version is left out: it tells people something, and decides nothing. */
function claimFromWire(claim: HostRecord__Output['claim']): Pick<HostRecord, 'claim'> {
  const reason = claimReasons.find((known) => known === claim?.reason);
  if (!claim || reason === undefined) return {};
  return { claim: { at: claim.atMs ?? 0, reason, from: claim.from ?? '' } };
}

function silenceFromWire({ silentMs = 0, spentMs = 0 }: SilenceRead): Silence {
  return { silentMs, spentMs };
}

/** Those of a newer version are left out: nobody here would carry them out. */
function requestsFromWire(
  wire: HostRecord__Output['operatorRequests'],
): Pick<HostRecord, 'operatorRequests'> {
  const operatorRequests = (wire ?? []).flatMap(({ id = '', verb: word }): DoneRequest[] => {
    const verb = operatorVerbs.find((known) => known === word);
    return verb === undefined ? [] : [{ id, verb }];
  });
  return operatorRequests.length > 0 ? { operatorRequests } : {};
}

/** Throws SyntaxError or TypeError if the bytes are no host record. */
export function decodeHostRecord(bytes: Uint8Array): HostRecord {
  const wire = decode(hostRecordType, bytes) as HostRecord__Output;
  if (!wire.host?.id) throw new TypeError('HostRecord.host must be set');
  const unset = { incarnation: '', owner: '', instance: '', epoch: 0, n: 0, pictureRun: '' };
  const { incarnation, owner, instance, epoch, n, pictureRun } = { ...unset, ...wire };
  return {
    ...{ incarnation, owner, instance, epoch, n, pictureRun },
    host: hostFromWire(wire.host),
    appliedChanges: (wire.appliedChanges ?? []).map(({ run, change }) => ({
      run: run ?? '',
      change: change ?? 0,
    })),
    pending: (wire.pending ?? []).flatMap((event) => eventFromWire(event) ?? []),
    ...claimFromWire(wire.claim),
    ...(wire.told && { told: { epoch: wire.told.epoch ?? 0, n: wire.told.n ?? 0 } }),
    ...(wire.silence && { silence: silenceFromWire(wire.silence) }),
    ...requestsFromWire(wire.operatorRequests),
    ...(wire.countedMs && { countedMs: wire.countedMs }),
  };
}

export interface VmRecord {
  /** Replica that owns the host. */
  readonly owner: string;
  readonly vm: Vm;
}

/** `muster_vms` values. */
export function encodeVmRecord(record: VmRecord): Uint8Array {
  return Buffer.from(vmRecordText(record.owner, record.vm));
}

/** Throws SyntaxError or TypeError if the bytes are no VM record. */
export function decodeVmRecord(bytes: Uint8Array): VmRecord {
  const wire = decode(vmRecordType, bytes) as VmRecord__Output;
  if (!wire.vm?.id) throw new TypeError('VmRecord.vm must be set');
  return { owner: wire.owner ?? '', vm: vmFromWire(wire.vm) };
}

/** Bodies on the event stream. */
export function encodeEvent(event: Event): Uint8Array {
  return Buffer.from(eventText(event));
}

/** undefined: of a type this version does not know. Throws SyntaxError or TypeError if it is no event. */
export function decodeEvent(bytes: Uint8Array): Event | undefined {
  return eventFromWire(decode(eventType, bytes));
}
