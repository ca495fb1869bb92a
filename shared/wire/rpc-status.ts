import protobuf from 'protobufjs';

/** One wrong field of a request. */
export interface FieldViolation {
  /** Path in the proto message, such as filter.label_selectors[0]. */
  readonly field: string;
  readonly description: string;
}

/** What a program can act on, beside the sentence for a person (google/rpc/error_details.proto). */
export type RpcDetail =
  | { readonly kind: 'bad-request'; readonly violations: readonly FieldViolation[] }
  | { readonly kind: 'resource'; readonly type: string; readonly name: string }
  /** `reason` is a stable word in capitals. */
  | { readonly kind: 'reason'; readonly reason: string };

export interface RpcStatus {
  /** gRPC status code. */
  readonly code: number;
  readonly message: string;
  readonly details: readonly RpcDetail[];
}

/** Metadata key under which gRPC carries a google.rpc.Status. */
export const statusDetailsKey = 'grpc-status-details-bin';

const errorDomain = 'muster.v1';
const typePrefix = 'type.googleapis.com/';

/** The parts of google.rpc that Muster uses; numbers as in googleapis. */
const root = protobuf.Root.fromJSON({
  nested: {
    google: {
      nested: {
        rpc: {
          nested: {
            Any: {
              fields: { typeUrl: { type: 'string', id: 1 }, value: { type: 'bytes', id: 2 } },
            },
            Status: {
              fields: {
                code: { type: 'int32', id: 1 },
                message: { type: 'string', id: 2 },
                details: { rule: 'repeated', type: 'Any', id: 3 },
              },
            },
            FieldViolation: {
              fields: { field: { type: 'string', id: 1 }, description: { type: 'string', id: 2 } },
            },
            BadRequest: {
              fields: { fieldViolations: { rule: 'repeated', type: 'FieldViolation', id: 1 } },
            },
            ResourceInfo: {
              fields: {
                resourceType: { type: 'string', id: 1 },
                resourceName: { type: 'string', id: 2 },
              },
            },
            ErrorInfo: {
              fields: { reason: { type: 'string', id: 1 }, domain: { type: 'string', id: 2 } },
            },
          },
        },
      },
    },
  },
});
const typeOf = (name: string): protobuf.Type => root.lookupType(`google.rpc.${name}`);
const statusType = typeOf('Status');

interface AnyMessage {
  readonly typeUrl: string;
  readonly value: Uint8Array;
}

function pack(name: string, fields: Readonly<Record<string, unknown>>): AnyMessage {
  return {
    typeUrl: `${typePrefix}google.rpc.${name}`,
    value: typeOf(name).encode(fields).finish(),
  };
}

function packDetail(detail: RpcDetail): AnyMessage {
  switch (detail.kind) {
    case 'bad-request':
      return pack('BadRequest', { fieldViolations: detail.violations });
    case 'resource':
      return pack('ResourceInfo', { resourceType: detail.type, resourceName: detail.name });
    case 'reason':
      return pack('ErrorInfo', { reason: detail.reason, domain: errorDomain });
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** Every field present, so that what protobufjs hands out can be read without doubt. */
function fieldsOf(type: protobuf.Type, bytes: Uint8Array): Fields {
  return type.toObject(type.decode(bytes), { defaults: true });
}

/** Details of kinds not listed above are left out. */
function unpackDetail({ typeUrl, value }: AnyMessage): RpcDetail[] {
  const name = typeUrl.replace(`${typePrefix}google.rpc.`, '');
  switch (name) {
    case 'BadRequest': {
      const { fieldViolations } = fieldsOf(typeOf(name), value);
      return [{ kind: 'bad-request', violations: fieldViolations as FieldViolation[] }];
    }
    case 'ResourceInfo': {
      const { resourceType, resourceName } = fieldsOf(typeOf(name), value);
      return [{ kind: 'resource', type: String(resourceType), name: String(resourceName) }];
    }
    case 'ErrorInfo': {
      const { reason } = fieldsOf(typeOf(name), value);
      return [{ kind: 'reason', reason: String(reason) }];
    }
    default:
      return [];
  }
}

/** google.rpc.Status, for the metadata of a failed call. */
export function encodeRpcStatus({ code, message, details }: RpcStatus): Buffer {
  const bytes = statusType.encode({ code, message, details: details.map(packDetail) }).finish();
  return Buffer.from(bytes);
}

/** Throws if the bytes are no google.rpc.Status. */
export function decodeRpcStatus(bytes: Uint8Array): RpcStatus {
  const { code, message, details } = fieldsOf(statusType, bytes);
  return {
    code: Number(code),
    message: String(message),
    details: (details as AnyMessage[]).flatMap(unpackDetail),
  };
}
