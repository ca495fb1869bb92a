// Original file: proto/muster/v1/event.proto

import type { Long } from '@grpc/proto-loader';

/**
 * So many hosts of a replica fell silent at once that it suspects itself before it blames them, and gives none up for now.
 */
export interface SelfSuspicion {
  /**
   * Hosts that were in contact when the window began in which they fell silent.
   */
  'hostsInContact'?: (number);
  /**
   * Those of them that are silent.
   */
  'silentHosts'?: (number);
  /**
   * For how long no host is given up unless contact returns, in ms.
   */
  'holdMs'?: (number | string | Long);
}

/**
 * So many hosts of a replica fell silent at once that it suspects itself before it blames them, and gives none up for now.
 */
export interface SelfSuspicion__Output {
  /**
   * Hosts that were in contact when the window began in which they fell silent.
   */
  'hostsInContact'?: (number);
  /**
   * Those of them that are silent.
   */
  'silentHosts'?: (number);
  /**
   * For how long no host is given up unless contact returns, in ms.
   */
  'holdMs'?: (number);
}
