import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';

import { decodeRpcStatus, encodeRpcStatus } from '../../../../shared/wire/rpc-status.ts';
import type { RpcStatus } from '../../../../shared/wire/rpc-status.ts';

describe('google.rpc.Status', () => {
  const status: RpcStatus = {
    code: 3,
    message: 'two things are wrong',
    details: [
      {
        kind: 'bad-request',
        violations: [
          { field: 'page_size', description: 'must not be negative' },
          { field: 'filter.sites[0]', description: 'is too long' },
        ],
      },
      { kind: 'resource', type: 'muster.v1.Host', name: 'a' },
      { kind: 'reason', reason: 'WATCHER_TOO_SLOW' },
    ],
  };

  it('reads back what was written', () => {
    expect(decodeRpcStatus(encodeRpcStatus(status))).toEqual(status);
    const empty = { code: 0, message: '', details: [] };
    expect(decodeRpcStatus(encodeRpcStatus(empty))).toEqual(empty);
  });

  it('has the numbers and type names of googleapis', () => {
    // By hand: Status{code=1, message=2, details=3: Any{type_url=1, value=2: BadRequest{field_violations=1: {field=1, description=2}}}}.
    const text = (writer: protobuf.Writer, tag: number, value: string): protobuf.Writer =>
      writer.uint32((tag << 3) | 2).string(value);
    const violation = text(text(protobuf.Writer.create(), 1, 'f'), 2, 'd').finish();
    const badRequest = protobuf.Writer.create().uint32(10).bytes(violation).finish();
    const any = text(protobuf.Writer.create(), 1, 'type.googleapis.com/google.rpc.BadRequest')
      .uint32(18)
      .bytes(badRequest)
      .finish();
    const expected = text(protobuf.Writer.create().uint32(8).int32(3), 2, 'm')
      .uint32(26)
      .bytes(any)
      .finish();
    const violations = [{ field: 'f', description: 'd' }];
    const details = [{ kind: 'bad-request' as const, violations }];
    expect(encodeRpcStatus({ code: 3, message: 'm', details })).toEqual(Buffer.from(expected));
  });

  it('leaves out details of kinds it does not know', () => {
    const any = protobuf.Writer.create()
      .uint32(10)
      .string('type.googleapis.com/google.rpc.DebugInfo')
      .finish();
    const bytes = protobuf.Writer.create().uint32(8).int32(5).uint32(26).bytes(any).finish();
    expect(decodeRpcStatus(bytes)).toEqual({ code: 5, message: '', details: [] });
  });
});
