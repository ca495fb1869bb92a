// Original file: proto/muster/v1/vm_details.proto


/**
 * An address inside a guest.
 */
export interface GuestAddress {
  /**
   * Interface as the guest names it.
   */
  'name'?: (string);
  /**
   * Hardware address of the interface, lower case. Empty: it has none.
   */
  'mac'?: (string);
  /**
   * IPv4 or IPv6 address, without a zone.
   */
  'address'?: (string);
  /**
   * Bits of its network part.
   */
  'prefix'?: (number);
  /**
   * True where the interface is a device of the VM; false where it was made inside the guest.
   */
  'ofDevice'?: (boolean);
}

/**
 * An address inside a guest.
 */
export interface GuestAddress__Output {
  /**
   * Interface as the guest names it.
   */
  'name'?: (string);
  /**
   * Hardware address of the interface, lower case. Empty: it has none.
   */
  'mac'?: (string);
  /**
   * IPv4 or IPv6 address, without a zone.
   */
  'address'?: (string);
  /**
   * Bits of its network part.
   */
  'prefix'?: (number);
  /**
   * True where the interface is a device of the VM; false where it was made inside the guest.
   */
  'ofDevice'?: (boolean);
}
