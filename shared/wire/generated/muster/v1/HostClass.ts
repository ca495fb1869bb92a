// Original file: proto/muster/v1/host.proto

/**
 * Whether a host that went away is missed.
 */
export const HostClass = {
  /**
   * Read as PERMANENT.
   */
  HOST_CLASS_UNSPECIFIED: 'HOST_CLASS_UNSPECIFIED',
  /**
   * Stays known until an operator retires it.
   */
  HOST_CLASS_PERMANENT: 'HOST_CLASS_PERMANENT',
  /**
   * Forgotten a while after it went away.
   */
  HOST_CLASS_EPHEMERAL: 'HOST_CLASS_EPHEMERAL',
} as const;

/**
 * Whether a host that went away is missed.
 */
export type HostClass =
  /**
   * Read as PERMANENT.
   */
  | 'HOST_CLASS_UNSPECIFIED'
  | 0
  /**
   * Stays known until an operator retires it.
   */
  | 'HOST_CLASS_PERMANENT'
  | 1
  /**
   * Forgotten a while after it went away.
   */
  | 'HOST_CLASS_EPHEMERAL'
  | 2

/**
 * Whether a host that went away is missed.
 */
export type HostClass__Output = typeof HostClass[keyof typeof HostClass]
