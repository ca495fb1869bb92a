import type { Freshness } from '../../shared/wire/generated/muster/v1/Freshness.ts';
import { timestampOf } from '../../shared/wire/time.ts';
import type { Membership } from '../membership-port.ts';
import type { OperatorAnswer } from '../operator-port.ts';
import type { PeerAnswers, Peers } from '../peer-port.ts';
import type { OperatorRequest } from '../state/host-state.ts';

/** How far this replica's picture of the fleet is of now. */
export interface PictureFreshness {
  /** Up to when it is known to be complete, unix ms. */
  readonly asOf: number;
  /** Why later changes may be missing; empty: nothing is. */
  readonly staleReason: string;
}

/** Why the owner of a host claimed it. */
export interface HostClaim {
  /** Unix ms by the owner's clock. */
  readonly at: number;
  /** Stable word. */
  readonly reason: string;
}

/** The replicas and this one's place among them, as the API needs it. */
export interface ClusterView {
  readonly membership: Pick<Membership, 'self' | 'members' | 'ring'>;
  readonly peers: Peers;
  readonly answers: PeerAnswers;
  /** Hands what an operator asks to whoever writes the host's record. Never rejects. */
  readonly operate: (hostId: string, request: OperatorRequest) => Promise<OperatorAnswer>;
  freshness(): PictureFreshness;
  /** undefined: not known. */
  claimOf(hostId: string): HostClaim | undefined;
}

export function freshnessAnswer(
  { asOf, staleReason }: PictureFreshness,
  silentReplicas: readonly string[] = [],
): Freshness {
  return {
    asOf: timestampOf(asOf),
    stale: staleReason !== '',
    reason: staleReason,
    silentReplicas: [...silentReplicas],
  };
}
