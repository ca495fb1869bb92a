// Original file: proto/muster/v1/host.proto


/**
 * A network interface of a host.
 */
export interface NetworkInterface {
  /**
   * Name, such as eth0.
   */
  'name'?: (string);
  /**
   * Hardware address; empty where there is none.
   */
  'mac'?: (string);
  /**
   * Speed in Mbit/s. 0: unknown.
   */
  'speedMbps'?: (number);
}

/**
 * A network interface of a host.
 */
export interface NetworkInterface__Output {
  /**
   * Name, such as eth0.
   */
  'name'?: (string);
  /**
   * Hardware address; empty where there is none.
   */
  'mac'?: (string);
  /**
   * Speed in Mbit/s. 0: unknown.
   */
  'speedMbps'?: (number);
}
