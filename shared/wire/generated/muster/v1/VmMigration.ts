// Original file: proto/muster/v1/vm.proto


/**
 * A migration that is going on.
 */
export interface VmMigration {
  /**
   * Host it leaves. Empty: not known.
   */
  'fromHostId'?: (string);
  /**
   * Host it goes to. Empty: not known. Set in a VM that is UNKNOWN because that host is silent.
   */
  'toHostId'?: (string);
  /**
   * Copy passes over the memory so far.
   */
  'iteration'?: (number);
}

/**
 * A migration that is going on.
 */
export interface VmMigration__Output {
  /**
   * Host it leaves. Empty: not known.
   */
  'fromHostId'?: (string);
  /**
   * Host it goes to. Empty: not known. Set in a VM that is UNKNOWN because that host is silent.
   */
  'toHostId'?: (string);
  /**
   * Copy passes over the memory so far.
   */
  'iteration'?: (number);
}
