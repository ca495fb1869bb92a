// Original file: proto/muster/v1/agent.proto


/**
 * Move to another replica at leisure.
 */
export interface Drain {
  /**
   * Address to move to, host:port. Empty: any other.
   */
  'address'?: (string);
  /**
   * Within this time, in ms.
   */
  'withinMs'?: (number);
}

/**
 * Move to another replica at leisure.
 */
export interface Drain__Output {
  /**
   * Address to move to, host:port. Empty: any other.
   */
  'address'?: (string);
  /**
   * Within this time, in ms.
   */
  'withinMs'?: (number);
}
