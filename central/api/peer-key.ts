import { createHash, timingSafeEqual } from 'node:crypto';

import { status } from '@grpc/grpc-js';
import type { handleUnaryCall, Metadata } from '@grpc/grpc-js';

import { peerKeyName } from '../peer-port.ts';
import { ApiError } from './api-error.ts';

const message =
  'PeerService is for the other replicas, which show the key that this one has in the bucket of members; tools use FleetService ' +
  'and ClusterService';

/** Lets only those through who show the key. */
export function keyed<Request, Response>(
  key: string,
  handler: handleUnaryCall<Request, Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    if (shows(call.metadata, key)) handler(call, callback);
    else callback(new ApiError(status.UNAUTHENTICATED, message));
  };
}

function shows(metadata: Metadata, key: string): boolean {
  const [shown = ''] = metadata.get(peerKeyName);
  // How long it takes tells nothing of how much of it was right.
  return key !== '' && timingSafeEqual(digestOf(shown), digestOf(key));
}

function digestOf(text: string | Buffer): Buffer {
  return createHash('sha256').update(text).digest();
}
