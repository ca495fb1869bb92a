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
  /** Milliseconds for which a replica remembers what it heard of an agent that is not in session; longer than silence lasts until its verdict. */
  signOfLifeMs: 15_000,
  /** Hosts of such agents remembered; beyond it the oldest are forgotten, which can cost a last look its answer. 10 MB. */
  signsOfLifeMax: 100_000,
  /** Milliseconds a verdict waits at most for living peers that do not say what they heard; two lifetimes, in which they are given up or claim the host. */
  lastLookMsMax: 10_000,
  /** Hosts looked at in one turn while it is counted who owns them; a few milliseconds of the event loop. */
  ownershipPageHosts: 500,

  // Hosts between replicas

  /** Milliseconds for which a host that came from another replica stays, if that is up to us (DESIGN section 7). */
  moveRestMs: 60_000,
  /** Milliseconds for which a host is not sent to a replica its agent could not reach, the first time; as long as hosts rest after a move. */
  avoidMsMin: 60_000,
  /** Milliseconds of the same when it was in vain again and again: it is without a replica each time. */
  avoidMsMax: 600_000,
  /** Sessions told of other replicas at one look, four a second; 60 us each. */
  orderTellingMax: 250,
  /** Milliseconds until an agent that was asked to move and did not is asked again; as long as a move may take. */
  moveAgainMs: 30_000,
  /** Milliseconds over which an agent spreads its move; the pace itself is set by how many are asked. */
  moveWithinMs: 250,
  /** Milliseconds between two looks at which hosts belong elsewhere; 1 us each. */
  moveLookMs: 1_000,
  /** Milliseconds a session has to answer that another run would replace, while a peer waits; below a peer's patience. */
  peerRivalAnswerMs: 350,
  /** Milliseconds in which a host is taken at most once from an owner that does not answer (DESIGN section 7); else two who cannot reach each other pull at it. */
  stealPauseMs: 60_000,
  /** Milliseconds after which an agent tries again that was refused such a taking; it may find another way meanwhile. */
  stealRetryMs: 5_000,
  /** Milliseconds between two questions of a replica without NATS to its peers; its agents wait meanwhile, and lose nothing. */
  refugeLookMs: 2_000,
  /** Milliseconds between two looks at how we stand with NATS; what is told of it is exact to this. */
  clusterLookMs: 250,
  /** Milliseconds an ordered leave may take, however many hosts there are to hand over at the pace. */
  drainMsMax: 600_000,
  /** Milliseconds between two looks at what is left to hand over; a stop waits for it. */
  handOverLookMs: 100,
  /** Milliseconds after which an agent tries again, here or elsewhere, whose host this replica cannot claim just now. */
  strangerRetryMs: 500,
} as const;
