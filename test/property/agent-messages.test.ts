import { Buffer } from 'node:buffer';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readMessage } from '../../agent/push/message-reader.ts';
import { messageShapes } from '../../agent/push/message-shape.ts';
import type { FieldShape, FieldType, MessageShape } from '../../agent/push/message-shape.ts';
import { MessageWriter } from '../../agent/push/message-writer.ts';
import { services } from '../../shared/wire/schema.ts';

/** The agent's own codec against protobufjs, over every field of everything that agent and central say. */
const shapes = messageShapes(['AgentMessage', 'CentralMessage']);
const connect = services.muster.v1.AgentService.service.Connect;
const writer = new MessageWriter();

const depthMax = 5;
const count = fc.oneof(fc.nat(200), fc.nat(), fc.nat(2 ** 32 - 1));
const longCount = fc.oneof(count, fc.maxSafeNat());

function valueOf({ type, name }: FieldShape, depth: number): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'unsigned':
      return isLong(name) ? longCount : count;
    case 'signed':
      return fc.oneof(longCount, fc.maxSafeInteger());
    case 'boolean':
      return fc.boolean();
    case 'float':
      return fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    case 'fixed32':
      return count;
    case 'text':
      return fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 130 }));
    case 'enum':
      return fc.constantFrom(...type.words.values());
    case 'message':
      return messageOf(type.shape, depth + 1);
  }
}

/** Of unsigned numbers, those that the contract declares with 64 bits. */
function isLong(name: string): boolean {
  return (
    /change|frame|epoch|Kib|Bps|nonce|received|safe|sizeBytes|uptime/i.test(name) &&
    name !== 'speedMbps'
  );
}

function fieldOf(field: FieldShape, depth: number): fc.Arbitrary<unknown> {
  const value = valueOf(field, depth);
  if (field.isMap)
    return fc.dictionary(fc.stringMatching(/^[a-z./-]{0,9}$/), fc.string(), {
      minKeys: 1,
      noNullPrototype: true,
    });
  return field.isRepeated ? fc.array(value, { minLength: 1, maxLength: 4 }) : value;
}

function messageOf(shape: MessageShape, depth = 0): fc.Arbitrary<Record<string, unknown>> {
  const fields = shape.fields.filter(({ type }) => depth < depthMax || type.kind !== 'message');
  const entries = fields.map((field) => [field.name, fieldOf(field, depth)] as const);
  return fc
    .record(Object.fromEntries(entries), { requiredKeys: [] })
    .map((message) => ({ ...message }));
}

/** Exactly one of the bodies, as the oneof of the contract has it. */
function saidBy(shape: MessageShape): fc.Arbitrary<Record<string, unknown>> {
  return fc.oneof(
    ...shape.fields.map((field) => valueOf(field, 0).map((value) => ({ [field.name]: value }))),
  );
}

/** What is not there and what is zero are one where the contract has no presence. */
function withoutZeros(shape: MessageShape, message: object): Record<string, unknown> {
  const values = message as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    shape.fields.flatMap((field) => {
      const value = values[field.name];
      if (value === undefined || value === null) return [];
      if (!field.hasPresence && !field.isRepeated && isZero(field.type, value)) return [];
      return [[field.name, plainValue(field, value)]];
    }),
  );
}

function isZero(type: FieldType, value: unknown): boolean {
  const isZeroWord = type.kind === 'enum' && type.words.get(0) === value;
  return isZeroWord || value === 0 || value === '' || value === false;
}

function plainValue({ type, isMap, isRepeated }: FieldShape, value: unknown): unknown {
  if (type.kind !== 'message' || isMap) return value;
  const { shape } = type;
  if (!isRepeated) return withoutZeros(shape, value as object);
  return (value as object[]).map((one) => withoutZeros(shape, one));
}

/** Of the members of a oneof only one may be set: the last of the fields wins, for both codecs. */
function withOneBody(message: Record<string, unknown>): Record<string, unknown> {
  const { report } = message as { report?: { changes?: Record<string, unknown>[] } };
  for (const change of report?.changes ?? []) {
    const bodies = ['vm', 'vmRemoved', 'incident', 'condition', 'hardware'];
    for (const body of bodies.filter((name) => name in change).slice(1)) {
      Reflect.deleteProperty(change, body);
    }
  }
  return message;
}

describe("the agent's own codec", () => {
  it('writes what protobufjs reads as the same message', () => {
    fc.assert(
      fc.property(saidBy(shapes.AgentMessage).map(withOneBody), (message) => {
        const read = connect.requestDeserialize(writer.write(shapes.AgentMessage, message));
        expect(withoutZeros(shapes.AgentMessage, read)).toEqual(
          withoutZeros(shapes.AgentMessage, message),
        );
      }),
    );
  });

  it('reads what protobufjs writes as the same message', () => {
    fc.assert(
      fc.property(saidBy(shapes.CentralMessage), (message) => {
        const bytes = connect.responseSerialize(message);
        expect(
          withoutZeros(shapes.CentralMessage, readMessage(shapes.CentralMessage, bytes)),
        ).toEqual(withoutZeros(shapes.CentralMessage, message));
      }),
    );
  });

  it('reads what it writes: enums, maps and negative numbers included', () => {
    fc.assert(
      fc.property(saidBy(shapes.AgentMessage), (message) => {
        const read = readMessage(shapes.AgentMessage, writer.write(shapes.AgentMessage, message));
        expect(withoutZeros(shapes.AgentMessage, read)).toEqual(
          withoutZeros(shapes.AgentMessage, message),
        );
      }),
    );
  });

  it('passes over what a newer central adds', () => {
    const ack = connect.responseSerialize({ ack: { received: 7, safe: 5 } });
    // Fields 1000 to 1003, one of each wire type, behind the known ones.
    const added = Buffer.from(
      'c03e01' + 'c93e0000000000000000' + 'd23e0161' + 'dd3e00000000',
      'hex',
    );
    expect(readMessage(shapes.CentralMessage, Buffer.concat([ack, added]))).toEqual({
      ack: { received: 7, safe: 5 },
    });
  });

  it('keeps the number of an enum value it has no word for', () => {
    const goodbye = Buffer.from([0x1a, 0x02, 0x08, 0x63]);
    expect(readMessage(shapes.AgentMessage, goodbye)).toEqual({ goodbye: { kind: 99 } });
  });

  it('refuses bytes that end too early, numbers without end and unknown wire types', () => {
    const whole = connect.responseSerialize({
      redirect: { address: 'central:7420', afterMs: 300 },
    });
    for (let length = 1; length < whole.length; length++) {
      expect(() => readMessage(shapes.CentralMessage, whole.subarray(0, length))).toThrow(
        RangeError,
      );
    }
    const endless = Buffer.alloc(16, 0xff);
    expect(() => readMessage(shapes.CentralMessage, endless)).toThrow(RangeError);
    expect(() => readMessage(shapes.CentralMessage, Buffer.from([0x0b]))).toThrow(RangeError);
  });

  it('writes messages larger than its buffer', () => {
    const reason = 'é'.repeat(40_000);
    const message = { report: { snapshot: { gap: { reason }, change: 3 }, frame: 1 } };
    const read = connect.requestDeserialize(writer.write(shapes.AgentMessage, message));
    expect(read.report?.snapshot?.gap?.reason).toBe(reason);
    expect(read.report?.snapshot?.change).toBe(3);
  });
});
