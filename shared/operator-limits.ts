/** The limits (I8) of what operators ask for; as in `limits.ts`, which has no room for more. */
export const operatorLimits = {
  /** Requests of operators a record remembers, so that a repeated one does nothing more; a caller repeats its last one. */
  requestsKept: 8,
  /** Characters of an operator's reason; a sentence or two, and it stands in every event of the host. */
  reasonLengthMax: 512,
  /** Characters of who asked, as the API knows it; the common name of a certificate has 64 at most, an address fewer. */
  callerLengthMax: 128,
  /** Requests that wait for their commit; beyond it the storage is away, and nobody would read the answers. */
  openRequestsMax: 1_000,
  /** Milliseconds a request waits for its commit; a hundred times what one takes, and below what a tool waits for an answer. */
  commitMsMax: 4_000,
  /** Milliseconds until the replica that was asked must have answered: it waits for its commit itself. */
  peerAnswerMs: 5_000,
  /** Times that the owner of a host is looked up and asked; a take-over is known everywhere within the pauses between. */
  attempts: 4,
  /** Milliseconds between two of them. */
  attemptPauseMs: 300,
  /** Milliseconds after which the agent of a retired host tries again; an operator may have changed his mind. */
  retiredRetryMs: 60_000,
  /** Milliseconds a tombstone stays after its agent was heard last, counted by owners (seed-systems 6.2); late frames come within minutes. */
  tombstoneMs: 7_200_000,
  /** Milliseconds between two looks at tombstones and lost ephemeral hosts; their deadlines are hours. */
  deadlineLookMs: 1_000,
  /** Milliseconds until a removal is asked for again that was not carried out; commits may have stalled. */
  deadlineAgainMs: 60_000,
  /** Commits that note how much of a deadline was counted; an heir counts one part of it again at most. */
  deadlineNotes: 8,
  /** Milliseconds after which the agent of a host comes again whose removal is under way. */
  removedRetryMs: 500,
} as const;
