import { malformed } from './failure.ts';
import { typedParamTypes } from './protocol.ts';
import type { XdrReader, XdrWriter } from './xdr.ts';

/** How libvirt names a domain on the wire. The daemon looks it up by `uuid`; the rest is for us. */
export interface DomainRef {
  readonly name: string;
  /** Lower case, with dashes. */
  readonly uuid: string;
  /** Differs from one run to the next; -1: not running. */
  readonly id: number;
}

export function readDomain(reader: XdrReader): DomainRef {
  const name = reader.string();
  const uuid = reader.uuid();
  return { name, uuid, id: reader.int() };
}

export function writeDomain(writer: XdrWriter, domain: DomainRef): void {
  writer.string(domain.name).uuid(domain.uuid).int(domain.id);
}

export type TypedParam = number | bigint | boolean | string;

/** One parameter after the other, to avoid a map of dozens of entries per domain of which few are wanted. */
export function readTypedParams(
  reader: XdrReader,
  countMax: number,
  onParam: (name: string, value: TypedParam) => void,
): void {
  reader.array(countMax, () => {
    const name = reader.string();
    onParam(name, readTypedValue(reader));
  });
}

/** A value of an unknown type has no known length, so nothing after it could be read. */
function readTypedValue(reader: XdrReader): TypedParam {
  const type = reader.int();
  switch (type) {
    case typedParamTypes.int:
      return reader.int();
    case typedParamTypes.uint:
      return reader.uint();
    case typedParamTypes.long:
      return reader.hyper();
    case typedParamTypes.ulong:
      return reader.unsignedHyper();
    case typedParamTypes.double:
      return reader.double();
    case typedParamTypes.boolean:
      return reader.int() !== 0;
    case typedParamTypes.string:
      return reader.string();
    default:
      throw malformed(`typed parameter of unknown type ${type}`);
  }
}
