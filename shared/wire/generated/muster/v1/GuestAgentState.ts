// Original file: proto/muster/v1/vm_details.proto

/**
 * What is known of the agent inside a guest.
 */
export const GuestAgentState = {
  /**
   * Not known.
   */
  GUEST_AGENT_STATE_UNSPECIFIED: 'GUEST_AGENT_STATE_UNSPECIFIED',
  /**
   * The VM has no channel for one.
   */
  GUEST_AGENT_STATE_NONE: 'GUEST_AGENT_STATE_NONE',
  /**
   * There is a channel, and nobody at its other end.
   */
  GUEST_AGENT_STATE_DISCONNECTED: 'GUEST_AGENT_STATE_DISCONNECTED',
  /**
   * It is connected, and answers where it is asked.
   */
  GUEST_AGENT_STATE_CONNECTED: 'GUEST_AGENT_STATE_CONNECTED',
  /**
   * It is connected and does not answer.
   */
  GUEST_AGENT_STATE_NOT_RESPONDING: 'GUEST_AGENT_STATE_NOT_RESPONDING',
} as const;

/**
 * What is known of the agent inside a guest.
 */
export type GuestAgentState =
  /**
   * Not known.
   */
  | 'GUEST_AGENT_STATE_UNSPECIFIED'
  | 0
  /**
   * The VM has no channel for one.
   */
  | 'GUEST_AGENT_STATE_NONE'
  | 1
  /**
   * There is a channel, and nobody at its other end.
   */
  | 'GUEST_AGENT_STATE_DISCONNECTED'
  | 2
  /**
   * It is connected, and answers where it is asked.
   */
  | 'GUEST_AGENT_STATE_CONNECTED'
  | 3
  /**
   * It is connected and does not answer.
   */
  | 'GUEST_AGENT_STATE_NOT_RESPONDING'
  | 4

/**
 * What is known of the agent inside a guest.
 */
export type GuestAgentState__Output = typeof GuestAgentState[keyof typeof GuestAgentState]
