import { contractDescriptors } from '../../shared/wire/generated/descriptors.ts';
import { ByteReader, wireTypes } from './byte-reader.ts';

/*
 * The agent reads and writes its few messages by the compiler's own description of the contract. protobufjs, with the
 * reflection and the code it makes for each message of every service, would cost a small agent more memory than all
 * of its own code and state.
 */

export interface FieldShape {
  readonly number: number;
  /** As in the generated types. */
  readonly name: string;
  readonly type: FieldType;
  readonly isRepeated: boolean;
  /** Repeated entries of a key and a value, held as an object. */
  readonly isMap: boolean;
  /** Absent differs from zero. */
  readonly hasPresence: boolean;
}

export type FieldType =
  | { readonly kind: 'unsigned' | 'signed' | 'boolean' | 'float' | 'fixed32' | 'text' }
  | { readonly kind: 'enum'; readonly numbers: Numbers; readonly words: Words }
  | { readonly kind: 'message'; readonly shape: MessageShape };

type Numbers = ReadonlyMap<unknown, number>;
type Words = ReadonlyMap<number, string>;

export interface MessageShape {
  readonly fields: readonly FieldShape[];
  readonly byNumber: ReadonlyMap<number, FieldShape>;
}

/** What a value of the kind is written as. */
export const wireTypeOf: Readonly<Record<FieldType['kind'], number>> = {
  unsigned: wireTypes.varint,
  signed: wireTypes.varint,
  boolean: wireTypes.varint,
  enum: wireTypes.varint,
  float: wireTypes.fixed32,
  fixed32: wireTypes.fixed32,
  text: wireTypes.bytes,
  message: wireTypes.bytes,
};

/** google/protobuf/descriptor.proto: what stands where. */
const inFileSet = { file: 1 } as const;
const inFile = { package: 2, message: 4, enum: 5 } as const;
const inMessage = { name: 1, field: 2, nested: 3, enum: 4, options: 7 } as const;
const inMessageOptions = { isMapEntry: 7 } as const;
const inField = { number: 3, label: 4, type: 5, typeName: 6, oneof: 9, jsonName: 10 } as const;
const inEnum = { name: 1, value: 2 } as const;
const inEnumValue = { name: 1, number: 2 } as const;
const repeatedLabel = 3;

const scalarKinds = new Map([
  [2, 'float'],
  [3, 'signed'],
  [4, 'unsigned'],
  [5, 'signed'],
  [7, 'fixed32'],
  [8, 'boolean'],
  [9, 'text'],
  [13, 'unsigned'],
] as const);
const [messageType, enumType] = [11, 14];

/** One message of any kind, its values by field number. */
class Described {
  readonly #values = new Map<number, (number | Buffer)[]>();

  constructor(bytes: Buffer) {
    const reader = new ByteReader(bytes);
    while (!reader.isAtEnd) {
      const tag = reader.varint();
      const isVarint = (tag & 7) === wireTypes.varint;
      const values = this.#values.get(tag >>> 3) ?? [];
      values.push(isVarint ? reader.varint() : reader.bytes());
      this.#values.set(tag >>> 3, values);
    }
  }

  number(field: number): number | undefined {
    const value = this.#values.get(field)?.[0];
    return typeof value === 'number' ? value : undefined;
  }

  text(field: number): string {
    return String(this.#values.get(field)?.[0] ?? '');
  }

  list(field: number): Described[] {
    const values = this.#values.get(field) ?? [];
    return values.flatMap((value) => (typeof value === 'number' ? [] : new Described(value)));
  }
}

class Contract {
  readonly #messages = new Map<string, Described>();
  readonly #enums = new Map<string, Described>();
  readonly #shapes = new Map<string, MessageShape>();

  constructor(descriptors: Buffer) {
    for (const file of new Described(descriptors).list(inFileSet.file)) {
      const scope = `.${file.text(inFile.package)}`;
      for (const message of file.list(inFile.message)) this.#addMessage(scope, message);
      for (const one of file.list(inFile.enum)) this.#addEnum(scope, one);
    }
  }

  shape(fullName: string): MessageShape {
    const known = this.#shapes.get(fullName);
    if (known) return known;
    const described = this.#messages.get(fullName);
    if (!described) throw new Error(`the contract has no message ${fullName}`);
    const fields: FieldShape[] = [];
    const byNumber = new Map<number, FieldShape>();
    const shape = { fields, byNumber };
    // Before its fields are looked at: one of them may be of this very message.
    this.#shapes.set(fullName, shape);
    for (const field of described.list(inMessage.field)) fields.push(this.#field(field));
    for (const field of fields) byNumber.set(field.number, field);
    return shape;
  }

  #addMessage(scope: string, message: Described): void {
    const name = `${scope}.${message.text(inMessage.name)}`;
    this.#messages.set(name, message);
    for (const nested of message.list(inMessage.nested)) this.#addMessage(name, nested);
    for (const one of message.list(inMessage.enum)) this.#addEnum(name, one);
  }

  #addEnum(scope: string, described: Described): void {
    this.#enums.set(`${scope}.${described.text(inEnum.name)}`, described);
  }

  #field(described: Described): FieldShape {
    const type = this.#type(described);
    const isRepeated = described.number(inField.label) === repeatedLabel;
    const isPacked = isRepeated && type.kind !== 'message' && type.kind !== 'text';
    const name = described.text(inField.jsonName);
    if (isPacked) throw new Error(`lists of numbers, such as ${name}, are not known here`);
    return {
      ...{ number: described.number(inField.number) ?? 0, name, type, isRepeated },
      isMap: this.#isMapEntry(described.text(inField.typeName)),
      hasPresence: type.kind === 'message' || described.number(inField.oneof) !== undefined,
    };
  }

  #type(described: Described): FieldType {
    const [type, typeName] = [described.number(inField.type), described.text(inField.typeName)];
    if (type === messageType) return { kind: 'message', shape: this.shape(typeName) };
    if (type === enumType) return this.#enumType(typeName);
    const kind = scalarKinds.get(type as Parameters<typeof scalarKinds.get>[0]);
    if (!kind) throw new Error(`${described.text(inField.jsonName)} is of a type not known here`);
    return { kind };
  }

  #enumType(typeName: string): FieldType {
    const values = this.#enums.get(typeName)?.list(inEnum.value) ?? [];
    const pairs = values.map((value): [string, number] => [
      value.text(inEnumValue.name),
      value.number(inEnumValue.number) ?? 0,
    ]);
    const words = new Map(pairs.map(([word, number]) => [number, word]));
    return { kind: 'enum', numbers: new Map(pairs), words };
  }

  #isMapEntry(typeName: string): boolean {
    const options = this.#messages.get(typeName)?.list(inMessage.options)[0];
    return options?.number(inMessageOptions.isMapEntry) === 1;
  }
}

/** The shapes of these messages and of all inside them, by name, such as `Ack`. */
export function messageShapes<const Name extends string>(
  names: readonly Name[],
): Readonly<Record<Name, MessageShape>> {
  const contract = new Contract(Buffer.from(contractDescriptors, 'base64'));
  const shapes = names.map((name) => [name, contract.shape(`.muster.v1.${name}`)] as const);
  return Object.fromEntries(shapes) as Record<Name, MessageShape>;
}
