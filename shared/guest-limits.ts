/** The limits (I8) of what is told of a VM's inside and make; as in `limits.ts`, which has no room for more. */
export const guestLimits = {
  /** Devices of one VM that are told, the first by their ids, the others counted; an event holds two such lists in 64 KiB. */
  devicesMax: 64,
  /** Addresses of one guest that are told, those of its devices first, the others counted; containers make hundreds. */
  addressesMax: 32,
  /** Characters of one text of either; the path of a volume in oVirt's block storage has 150. Longer ones are cut. */
  textLengthMax: 200,
  /** Issues with the memory of one VM; there are three kinds. */
  memoryIssuesMax: 8,
  /** Samples in a row that must agree before memory is an issue: more than three (OV-20); one fewer is chance. */
  memorySamples: 4,
  /** Connections to the console of one VM that are known; more are not told. A viewer opens six at most. */
  consolesMax: 64,
  /** Guests asked at a time, on a connection of their own; two that hang hold up the others for `guestAnswerMsMax`. */
  guestAsksMax: 2,
  /** Milliseconds between two guests whose turn it is, at least; hundreds take longer for a round than it should. */
  guestTurnMsMin: 50,
  /** Milliseconds for an answer; libvirt itself gives up an agent that is not there after 5 s. */
  guestAnswerMsMax: 10_000,
  /** Times in a row without an answer after which a guest agent is NOT_RESPONDING; one may be a guest that is busy. */
  guestSilencesMax: 2,
  /** Milliseconds until a guest that did not answer is asked again, before that is told. */
  guestRetryMs: 5_000,
  /** Rounds in which a guest that is NOT_RESPONDING is left alone, so that many of them leave room for the others. */
  guestDeafRounds: 4,
  /** Milliseconds after which a guest agent that has come is asked again: by then its network is up. */
  guestSettleMs: 10_000,
  /** Milliseconds until guests are asked again where libvirt does not let us; an operator changes that, and seldom. */
  guestRefusedMs: 600_000,
  /** KiB by which a balloon may miss its mark; guests give whole pages, and samples are rounded to this. */
  balloonToleranceKib: 1024,
  /** Milliseconds in which each VM that runs is read once again: no event tells that its definition was given less memory. */
  definitionLookMs: 60_000,
  /** Milliseconds between two such readings at least, each some 2 ms of ours; a host of hundreds takes longer for all. */
  definitionLookMsMin: 500,
} as const;
