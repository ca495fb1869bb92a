// Original file: proto/muster/v1/peer.proto

/**
 * What became of what an operator asked for.
 */
export const OperationOutcome = {
  /**
   * Not said, or of a newer version.
   */
  OPERATION_OUTCOME_UNSPECIFIED: 'OPERATION_OUTCOME_UNSPECIFIED',
  /**
   * Done, now or under the same request before.
   */
  OPERATION_OUTCOME_DONE: 'OPERATION_OUTCOME_DONE',
  /**
   * The host is not as it would have to be.
   */
  OPERATION_OUTCOME_REFUSED: 'OPERATION_OUTCOME_REFUSED',
  /**
   * The id of the request was given to another one.
   */
  OPERATION_OUTCOME_REUSED: 'OPERATION_OUTCOME_REUSED',
  /**
   * Nobody knows the host.
   */
  OPERATION_OUTCOME_UNKNOWN: 'OPERATION_OUTCOME_UNKNOWN',
  /**
   * Another replica has the host.
   */
  OPERATION_OUTCOME_MOVED: 'OPERATION_OUTCOME_MOVED',
  /**
   * Not known yet: commits do not go through, or not in time.
   */
  OPERATION_OUTCOME_LATE: 'OPERATION_OUTCOME_LATE',
} as const;

/**
 * What became of what an operator asked for.
 */
export type OperationOutcome =
  /**
   * Not said, or of a newer version.
   */
  | 'OPERATION_OUTCOME_UNSPECIFIED'
  | 0
  /**
   * Done, now or under the same request before.
   */
  | 'OPERATION_OUTCOME_DONE'
  | 1
  /**
   * The host is not as it would have to be.
   */
  | 'OPERATION_OUTCOME_REFUSED'
  | 2
  /**
   * The id of the request was given to another one.
   */
  | 'OPERATION_OUTCOME_REUSED'
  | 3
  /**
   * Nobody knows the host.
   */
  | 'OPERATION_OUTCOME_UNKNOWN'
  | 4
  /**
   * Another replica has the host.
   */
  | 'OPERATION_OUTCOME_MOVED'
  | 5
  /**
   * Not known yet: commits do not go through, or not in time.
   */
  | 'OPERATION_OUTCOME_LATE'
  | 6

/**
 * What became of what an operator asked for.
 */
export type OperationOutcome__Output = typeof OperationOutcome[keyof typeof OperationOutcome]
