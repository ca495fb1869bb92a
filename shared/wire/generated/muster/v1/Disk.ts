// Original file: proto/muster/v1/host.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A block device of a host.
 */
export interface Disk {
  /**
   * Name, such as sda.
   */
  'name'?: (string);
  /**
   * Size in bytes.
   */
  'sizeBytes'?: (number | string | Long);
  /**
   * True for spinning disks.
   */
  'rotational'?: (boolean);
}

/**
 * A block device of a host.
 */
export interface Disk__Output {
  /**
   * Name, such as sda.
   */
  'name'?: (string);
  /**
   * Size in bytes.
   */
  'sizeBytes'?: (number);
  /**
   * True for spinning disks.
   */
  'rotational'?: (boolean);
}
