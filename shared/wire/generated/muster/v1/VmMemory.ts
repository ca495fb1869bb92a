// Original file: proto/muster/v1/vm_details.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What a VM is to have of memory.
 */
export interface VmMemory {
  /**
   * What it must not fall below, in KiB. 0: nothing is guaranteed.
   */
  'guaranteedKib'?: (number | string | Long);
  /**
   * What it is to have by its definition, in KiB, where that is less than its maximum. 0: all, or not known.
   */
  'wantedKib'?: (number | string | Long);
}

/**
 * What a VM is to have of memory.
 */
export interface VmMemory__Output {
  /**
   * What it must not fall below, in KiB. 0: nothing is guaranteed.
   */
  'guaranteedKib'?: (number);
  /**
   * What it is to have by its definition, in KiB, where that is less than its maximum. 0: all, or not known.
   */
  'wantedKib'?: (number);
}
