// Original file: proto/muster/v1/stats.proto

import type { Long } from '@grpc/proto-loader';

/**
 * I/O of one block device.
 */
export interface DiskStats {
  /**
   * Index within the session, given at first mention; later mentions carry the index alone.
   */
  'index'?: (number);
  /**
   * Device name; sent at the first mention in a session, always set in API answers.
   */
  'name'?: (string);
  /**
   * Bytes read a second.
   */
  'readBps'?: (number | string | Long);
  /**
   * Bytes written a second.
   */
  'writeBps'?: (number | string | Long);
  /**
   * Reads a second.
   */
  'readOps'?: (number);
  /**
   * Writes a second.
   */
  'writeOps'?: (number);
  /**
   * Share of time with I/O in flight, in thousandths.
   */
  'busyPermille'?: (number);
  '_readBps'?: "readBps";
  '_writeBps'?: "writeBps";
  '_readOps'?: "readOps";
  '_writeOps'?: "writeOps";
  '_busyPermille'?: "busyPermille";
}

/**
 * I/O of one block device.
 */
export interface DiskStats__Output {
  /**
   * Index within the session, given at first mention; later mentions carry the index alone.
   */
  'index'?: (number);
  /**
   * Device name; sent at the first mention in a session, always set in API answers.
   */
  'name'?: (string);
  /**
   * Bytes read a second.
   */
  'readBps'?: (number);
  /**
   * Bytes written a second.
   */
  'writeBps'?: (number);
  /**
   * Reads a second.
   */
  'readOps'?: (number);
  /**
   * Writes a second.
   */
  'writeOps'?: (number);
  /**
   * Share of time with I/O in flight, in thousandths.
   */
  'busyPermille'?: (number);
  '_readBps'?: "readBps";
  '_writeBps'?: "writeBps";
  '_readOps'?: "readOps";
  '_writeOps'?: "writeOps";
  '_busyPermille'?: "busyPermille";
}
