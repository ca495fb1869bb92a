// Original file: proto/muster/v1/stats.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Load of one VM over the last interval; presence as in HostStats.
 */
export interface VmStats {
  /**
   * Index within the session, given at first mention; later mentions carry the index alone.
   */
  'index'?: (number);
  /**
   * VM id; sent at the first mention in a session, always set in API answers.
   */
  'vmId'?: (string);
  /**
   * CPU time used, in thousandths of one processor (2000 = two processors busy).
   */
  'cpuPermille'?: (number);
  /**
   * Memory the guest has been given (balloon), in KiB.
   */
  'memoryKib'?: (number | string | Long);
  /**
   * Memory of the VM's process that is resident on the host, in KiB.
   */
  'memoryRssKib'?: (number | string | Long);
  /**
   * Bytes read by the VM's disks a second.
   */
  'diskReadBps'?: (number | string | Long);
  /**
   * Bytes written by the VM's disks a second.
   */
  'diskWriteBps'?: (number | string | Long);
  /**
   * Disk requests a second.
   */
  'diskOps'?: (number);
  /**
   * Bytes received by the VM's interfaces a second.
   */
  'netRxBps'?: (number | string | Long);
  /**
   * Bytes sent by the VM's interfaces a second.
   */
  'netTxBps'?: (number | string | Long);
  '_cpuPermille'?: "cpuPermille";
  '_memoryKib'?: "memoryKib";
  '_memoryRssKib'?: "memoryRssKib";
  '_diskReadBps'?: "diskReadBps";
  '_diskWriteBps'?: "diskWriteBps";
  '_diskOps'?: "diskOps";
  '_netRxBps'?: "netRxBps";
  '_netTxBps'?: "netTxBps";
}

/**
 * Load of one VM over the last interval; presence as in HostStats.
 */
export interface VmStats__Output {
  /**
   * Index within the session, given at first mention; later mentions carry the index alone.
   */
  'index'?: (number);
  /**
   * VM id; sent at the first mention in a session, always set in API answers.
   */
  'vmId'?: (string);
  /**
   * CPU time used, in thousandths of one processor (2000 = two processors busy).
   */
  'cpuPermille'?: (number);
  /**
   * Memory the guest has been given (balloon), in KiB.
   */
  'memoryKib'?: (number);
  /**
   * Memory of the VM's process that is resident on the host, in KiB.
   */
  'memoryRssKib'?: (number);
  /**
   * Bytes read by the VM's disks a second.
   */
  'diskReadBps'?: (number);
  /**
   * Bytes written by the VM's disks a second.
   */
  'diskWriteBps'?: (number);
  /**
   * Disk requests a second.
   */
  'diskOps'?: (number);
  /**
   * Bytes received by the VM's interfaces a second.
   */
  'netRxBps'?: (number);
  /**
   * Bytes sent by the VM's interfaces a second.
   */
  'netTxBps'?: (number);
  '_cpuPermille'?: "cpuPermille";
  '_memoryKib'?: "memoryKib";
  '_memoryRssKib'?: "memoryRssKib";
  '_diskReadBps'?: "diskReadBps";
  '_diskWriteBps'?: "diskWriteBps";
  '_diskOps'?: "diskOps";
  '_netRxBps'?: "netRxBps";
  '_netTxBps'?: "netTxBps";
}
