// Original file: proto/muster/v1/agent.proto


/**
 * Go to another replica.
 */
export interface Redirect {
  /**
   * Address of the owner, host:port.
   */
  'address'?: (string);
  /**
   * Wait this long first, in ms.
   */
  'afterMs'?: (number);
  /**
   * Why.
   */
  'reason'?: (string);
}

/**
 * Go to another replica.
 */
export interface Redirect__Output {
  /**
   * Address of the owner, host:port.
   */
  'address'?: (string);
  /**
   * Wait this long first, in ms.
   */
  'afterMs'?: (number);
  /**
   * Why.
   */
  'reason'?: (string);
}
