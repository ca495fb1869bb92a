// Original file: proto/muster/v1/peer.proto

/**
 * What became of an agent's session.
 */
export const SessionOutcome = {
  /**
   * Not said, or of a newer version.
   */
  SESSION_OUTCOME_UNSPECIFIED: 'SESSION_OUTCOME_UNSPECIFIED',
  /**
   * No agent of the host is in session.
   */
  SESSION_OUTCOME_NONE: 'SESSION_OUTCOME_NONE',
  /**
   * That run was in session; its session is over, and nothing more is taken from it.
   */
  SESSION_OUTCOME_RELEASED: 'SESSION_OUTCOME_RELEASED',
  /**
   * Another run is in session, and answers: two agents use one host id.
   */
  SESSION_OUTCOME_CONFLICT: 'SESSION_OUTCOME_CONFLICT',
} as const;

/**
 * What became of an agent's session.
 */
export type SessionOutcome =
  /**
   * Not said, or of a newer version.
   */
  | 'SESSION_OUTCOME_UNSPECIFIED'
  | 0
  /**
   * No agent of the host is in session.
   */
  | 'SESSION_OUTCOME_NONE'
  | 1
  /**
   * That run was in session; its session is over, and nothing more is taken from it.
   */
  | 'SESSION_OUTCOME_RELEASED'
  | 2
  /**
   * Another run is in session, and answers: two agents use one host id.
   */
  | 'SESSION_OUTCOME_CONFLICT'
  | 3

/**
 * What became of an agent's session.
 */
export type SessionOutcome__Output = typeof SessionOutcome[keyof typeof SessionOutcome]
