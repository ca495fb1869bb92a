/**
 * - `malformed`: bytes that are not the protocol; the connection is of no more use.
 * - `refused`: libvirt answered a call with an error; `replyCode` is its number.
 * - `timeout`: no answer to a call in time; the connection may still be good.
 * - `silent`: the daemon does not even answer a ping.
 * - `overrun`: VMs change faster than they can be listed.
 * - `lost`: the connection ended.
 * - `closed`: we ended it ourselves.
 */
export type LibvirtFailureKind =
  'malformed' | 'refused' | 'timeout' | 'silent' | 'overrun' | 'lost' | 'closed';

/** Anything that can go wrong between us and libvirtd after the socket is connected. */
export class LibvirtFailure extends Error {
  override readonly name = 'LibvirtFailure';
  readonly kind: LibvirtFailureKind;
  /** libvirt's error number; 0 unless `kind` is `refused`. */
  readonly replyCode: number;

  constructor(kind: LibvirtFailureKind, message: string, replyCode = 0) {
    super(message);
    this.kind = kind;
    this.replyCode = replyCode;
  }
}

export function malformed(message: string): LibvirtFailure {
  return new LibvirtFailure('malformed', message);
}
