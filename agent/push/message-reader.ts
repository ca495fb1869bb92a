import { ByteReader } from './byte-reader.ts';
import { wireTypeOf } from './message-shape.ts';
import type { FieldShape, FieldType, MessageShape } from './message-shape.ts';

type Fields = Record<string, unknown>;

/**
 * A message in the shape of the generated types. What is not in the bytes is absent; fields of a newer contract are
 * passed over, enum values of a newer contract stay numbers.
 *
 * @throws RangeError for bytes that are no such message
 */
export function readMessage(shape: MessageShape, bytes: Buffer): Fields {
  const reader = new ByteReader(bytes);
  const message: Fields = {};
  while (!reader.isAtEnd) {
    const tag = reader.varint();
    const wireType = tag % 8;
    const field = shape.byNumber.get(Math.floor(tag / 8));
    if (field === undefined || wireTypeOf[field.type.kind] !== wireType) reader.skip(wireType);
    else put(message, field, readValue(reader, field.type));
  }
  return message;
}

function put(message: Fields, { name, isMap, isRepeated }: FieldShape, value: unknown): void {
  if (isMap) {
    const { key = '', value: entry = '' } = value as { key?: string; value?: unknown };
    ((message[name] ??= {}) as Fields)[key] = entry;
  } else if (isRepeated) ((message[name] ??= []) as unknown[]).push(value);
  else message[name] = value;
}

function readValue(reader: ByteReader, type: FieldType): unknown {
  switch (type.kind) {
    case 'unsigned':
      return reader.varint();
    case 'signed':
      return reader.signedVarint();
    case 'boolean':
      return reader.varint() !== 0;
    case 'float':
      return reader.float();
    case 'fixed32':
      return reader.fixed32();
    case 'text':
      return reader.bytes().toString('utf8');
    case 'enum': {
      const number = reader.signedVarint();
      return type.words.get(number) ?? number;
    }
    case 'message':
      return readMessage(type.shape, reader.bytes());
  }
}
