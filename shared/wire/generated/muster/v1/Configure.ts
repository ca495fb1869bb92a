// Original file: proto/muster/v1/agent.proto


/**
 * Settings of a session. Unset fields stay as they are.
 */
export interface Configure {
  /**
   * Interval of statistics, in ms, 1000 at least.
   */
  'intervalMs'?: (number);
  /**
   * Window over which a reconnect is spread at random, in ms.
   */
  'reconnectWindowMs'?: (number);
  /**
   * Time within which each report must be acknowledged as received, in ms.
   */
  'ackDeadlineMs'?: (number);
  /**
   * Addresses of replicas: first the one that speaks, then those to own this host after it, in order. Empty: as before.
   */
  'replicas'?: (string)[];
  '_intervalMs'?: "intervalMs";
  '_reconnectWindowMs'?: "reconnectWindowMs";
  '_ackDeadlineMs'?: "ackDeadlineMs";
}

/**
 * Settings of a session. Unset fields stay as they are.
 */
export interface Configure__Output {
  /**
   * Interval of statistics, in ms, 1000 at least.
   */
  'intervalMs'?: (number);
  /**
   * Window over which a reconnect is spread at random, in ms.
   */
  'reconnectWindowMs'?: (number);
  /**
   * Time within which each report must be acknowledged as received, in ms.
   */
  'ackDeadlineMs'?: (number);
  /**
   * Addresses of replicas: first the one that speaks, then those to own this host after it, in order. Empty: as before.
   */
  'replicas'?: (string)[];
  '_intervalMs'?: "intervalMs";
  '_reconnectWindowMs'?: "reconnectWindowMs";
  '_ackDeadlineMs'?: "ackDeadlineMs";
}
