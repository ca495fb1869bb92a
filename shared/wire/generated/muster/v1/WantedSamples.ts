// Original file: proto/muster/v1/peer.proto


/**
 * Which samples of a host are wanted.
 */
export interface WantedSamples {
  /**
   * Id of the host.
   */
  'hostId'?: (string);
  /**
   * Whether those of the host itself are.
   */
  'host'?: (boolean);
  /**
   * Ids of its VMs whose samples are. Empty: none.
   */
  'vmIds'?: (string)[];
}

/**
 * Which samples of a host are wanted.
 */
export interface WantedSamples__Output {
  /**
   * Id of the host.
   */
  'hostId'?: (string);
  /**
   * Whether those of the host itself are.
   */
  'host'?: (boolean);
  /**
   * Ids of its VMs whose samples are. Empty: none.
   */
  'vmIds'?: (string)[];
}
