/** The limits (I8) of how long and how fast hosts are given up; as in `limits.ts`, which has no room for more. */
export const verdictLimits = {
  /** Part of the hosts in contact that must fall silent within a window to count as a mass; more than racks that fail. */
  massPart: 0.3,
  /** Hosts that must, in a fleet of any size; fewer are believed at once. */
  massHostsMin: 10,
  /** Hosts that must, where nobody is left; a pair of hosts that fail together is no reason to doubt oneself. */
  massAllMin: 3,
  /** Silence limits in a window: hosts cut off at once fall silent within one, by when they had last reported. */
  massWindowLimits: 2,
  /** Verdicts a second after a mass silence, at least; a small fleet is through in seconds. */
  paceMin: 20,
  /** Part of the hosts owned that may be given up each second; the largest fleet is through in 100 s. */
  pacePart: 0.01,
  /** Milliseconds without another return after which those still silent are not on their way; the widest window and a dial. */
  returnMs: 5_000,
  /** Milliseconds before a hold ends in which peers are asked and half-open streams are tried once more. */
  lastDoubtMs: 2_000,
  /** Milliseconds of all graces for one silence together (DESIGN section 6). */
  gracesMsMax: 60_000,
} as const;
