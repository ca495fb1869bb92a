/** The limits (I8) of what is told of a VM's inside and make; as in `limits.ts`, which has no room for more. */
export const guestLimits = {
  /** Devices of one VM that are told, the first by their ids, the others counted; an event holds two such lists in 64 KiB. */
  devicesMax: 64,
  /** Addresses of one guest that are told, the first as it lists them, the others counted; containers make hundreds. */
  addressesMax: 32,
  /** Characters of one text of either; the path of a volume in oVirt's block storage has 150. Longer ones are cut. */
  textLengthMax: 200,
  /** Issues with the memory of one VM; there are three kinds. */
  memoryIssuesMax: 8,
  /** Samples in a row that must agree before memory is an issue: more than three (OV-20); one fewer is chance. */
  memorySamples: 4,
  /** Connections to the console of one VM that are known; more are not told. A viewer opens six at most. */
  consolesMax: 64,
  /** KiB by which a balloon may miss its mark; guests give whole pages, and samples are rounded to this. */
  balloonToleranceKib: 1024,
  /** Milliseconds in which each VM that runs is read once again: no event tells that its definition was given less memory. */
  definitionLookMs: 60_000,
  /** Milliseconds between two such readings at least, each some 2 ms of ours; a host of hundreds takes longer for all. */
  definitionLookMsMin: 500,
} as const;
