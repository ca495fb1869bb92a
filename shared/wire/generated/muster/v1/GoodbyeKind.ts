// Original file: proto/muster/v1/agent.proto

/**
 * Why a stream ends on purpose.
 */
export const GoodbyeKind = {
  /**
   * Never sent; of a newer agent: read as RESTART.
   */
  GOODBYE_KIND_UNSPECIFIED: 'GOODBYE_KIND_UNSPECIFIED',
  /**
   * The system shuts down.
   */
  GOODBYE_KIND_SHUTDOWN: 'GOODBYE_KIND_SHUTDOWN',
  /**
   * The system reboots.
   */
  GOODBYE_KIND_REBOOT: 'GOODBYE_KIND_REBOOT',
  /**
   * The agent is stopped or restarted; the system goes on.
   */
  GOODBYE_KIND_RESTART: 'GOODBYE_KIND_RESTART',
  /**
   * The agent is being replaced by another version.
   */
  GOODBYE_KIND_UPGRADE: 'GOODBYE_KIND_UPGRADE',
} as const;

/**
 * Why a stream ends on purpose.
 */
export type GoodbyeKind =
  /**
   * Never sent; of a newer agent: read as RESTART.
   */
  | 'GOODBYE_KIND_UNSPECIFIED'
  | 0
  /**
   * The system shuts down.
   */
  | 'GOODBYE_KIND_SHUTDOWN'
  | 1
  /**
   * The system reboots.
   */
  | 'GOODBYE_KIND_REBOOT'
  | 2
  /**
   * The agent is stopped or restarted; the system goes on.
   */
  | 'GOODBYE_KIND_RESTART'
  | 3
  /**
   * The agent is being replaced by another version.
   */
  | 'GOODBYE_KIND_UPGRADE'
  | 4

/**
 * Why a stream ends on purpose.
 */
export type GoodbyeKind__Output = typeof GoodbyeKind[keyof typeof GoodbyeKind]
