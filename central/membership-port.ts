import type { Member, MemberState } from './cluster/membership/member.ts';
import type { Ring } from './cluster/ring.ts';

export type { Member, MemberState };

/**
 * The replicas as this one sees them, the same in modes `nats` and `local`. What it says decides who should own
 * something and whom to ask; who does own a host, only the claim decides (I5).
 */
export interface Membership {
  /** Oneself. Always alive; whether the others see it so, `isHeartbeatAccepted` tells. */
  readonly self: Member;
  /** By id, oneself among them, and the dead for as long as they are remembered. */
  members(): readonly Member[];
  /** Over the living ACTIVE members with weight above 0. The same object until a share changes. */
  ring(): Ring;
  /** Resolves when this replica is a member; rejects with REPLICA_ID_TAKEN if another process is it. */
  joined(): Promise<void>;
  /**
   * Counts here at once, and is told to the others at once. Resolves when they can see it, which with NATS away may take
   * long, or when this replica stops.
   */
  setState(state: MemberState): Promise<void>;
  /** As `setState`. Throws MusterError INTERNAL on what is no id, or on too many. */
  setGroups(groups: readonly string[]): Promise<void>;
  /** Sends a heartbeat out of turn; true if it was accepted. Without it they are sent all the same. */
  beat(): Promise<boolean>;
  /** True: the others count this replica in, since one of its heartbeats sent within the last lifetime was accepted. */
  isHeartbeatAccepted(): boolean;
  /** Called after a change of anything above but ages. Returns how to stop it. */
  onChange(listener: () => void): () => void;
}
