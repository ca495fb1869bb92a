// Original file: proto/muster/v1/vm_details.proto

import type { GuestAddress as _muster_v1_GuestAddress, GuestAddress__Output as _muster_v1_GuestAddress__Output } from '../../muster/v1/GuestAddress.ts';

/**
 * Addresses inside a guest.
 */
export interface GuestAddresses {
  /**
   * The first of them, at most 32: those of devices, then by interface. Neither loopback nor link-local ones are among them.
   */
  'addresses'?: (_muster_v1_GuestAddress)[];
  /**
   * How many were left out.
   */
  'omitted'?: (number);
}

/**
 * Addresses inside a guest.
 */
export interface GuestAddresses__Output {
  /**
   * The first of them, at most 32: those of devices, then by interface. Neither loopback nor link-local ones are among them.
   */
  'addresses'?: (_muster_v1_GuestAddress__Output)[];
  /**
   * How many were left out.
   */
  'omitted'?: (number);
}
