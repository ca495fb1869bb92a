/** The limits (I8) of what replicas ask each other and count of each other; as in `limits.ts`, which has no room for more. */
export const peerLimits = {
  /** Milliseconds a peer has to answer: an agent waits for it; 50 times what a busy one takes. */
  peerAnswerMs: 500,
  /** Milliseconds a silent peer is not asked again: a thousand Hellos must not each wait for the same silence. */
  peerRestMs: 1000,
  /** Milliseconds between pings to a peer, so that a dead connection is replaced before it is needed (G3). */
  peerKeepaliveMs: 5000,
  /** Milliseconds a peer has to answer a ping; then its connection ends and the next call dials anew (G3). */
  peerKeepaliveTimeoutMs: 3000,
  /** Hosts looked at in one turn while it is counted who owns them; a few milliseconds of the event loop. */
  ownershipPageHosts: 500,
} as const;
