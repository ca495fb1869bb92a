// Original file: proto/muster/v1/stats.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Fill of one mounted file system.
 */
export interface FilesystemStats {
  /**
   * Index within the session, given at first mention.
   */
  'index'?: (number);
  /**
   * Mount point; sent at the first mention in a session.
   */
  'mount'?: (string);
  /**
   * Size, in KiB.
   */
  'totalKib'?: (number | string | Long);
  /**
   * In use, in KiB.
   */
  'usedKib'?: (number | string | Long);
  '_totalKib'?: "totalKib";
  '_usedKib'?: "usedKib";
}

/**
 * Fill of one mounted file system.
 */
export interface FilesystemStats__Output {
  /**
   * Index within the session, given at first mention.
   */
  'index'?: (number);
  /**
   * Mount point; sent at the first mention in a session.
   */
  'mount'?: (string);
  /**
   * Size, in KiB.
   */
  'totalKib'?: (number);
  /**
   * In use, in KiB.
   */
  'usedKib'?: (number);
  '_totalKib'?: "totalKib";
  '_usedKib'?: "usedKib";
}
