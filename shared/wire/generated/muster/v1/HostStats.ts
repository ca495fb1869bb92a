// Original file: proto/muster/v1/stats.proto

import type { DiskStats as _muster_v1_DiskStats, DiskStats__Output as _muster_v1_DiskStats__Output } from '../../muster/v1/DiskStats.ts';
import type { FilesystemStats as _muster_v1_FilesystemStats, FilesystemStats__Output as _muster_v1_FilesystemStats__Output } from '../../muster/v1/FilesystemStats.ts';
import type { NetworkInterfaceStats as _muster_v1_NetworkInterfaceStats, NetworkInterfaceStats__Output as _muster_v1_NetworkInterfaceStats__Output } from '../../muster/v1/NetworkInterfaceStats.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Load of a host over the last interval. On the agent's stream every field is left out while its quantized
 * value is unchanged since it was last sent in the same session; in API answers every known field is set.
 */
export interface HostStats {
  /**
   * CPU time used by anything, in thousandths of all processors.
   */
  'cpuPermille'?: (number);
  /**
   * CPU time in user mode, in thousandths of all processors.
   */
  'cpuUserPermille'?: (number);
  /**
   * CPU time in the kernel, in thousandths of all processors.
   */
  'cpuSystemPermille'?: (number);
  /**
   * CPU time waiting for I/O, in thousandths of all processors.
   */
  'cpuIowaitPermille'?: (number);
  /**
   * CPU time stolen by an outer hypervisor, in thousandths of all processors.
   */
  'cpuStealPermille'?: (number);
  /**
   * Load average over one minute.
   */
  'load1'?: (number | string);
  /**
   * Load average over five minutes.
   */
  'load5'?: (number | string);
  /**
   * Load average over fifteen minutes.
   */
  'load15'?: (number | string);
  /**
   * Share of time in which some task waited for CPU (PSI, 10 s average), in thousandths.
   */
  'cpuPressurePermille'?: (number);
  /**
   * The same for memory.
   */
  'memoryPressurePermille'?: (number);
  /**
   * The same for I/O.
   */
  'ioPressurePermille'?: (number);
  /**
   * Physical memory, in KiB.
   */
  'memoryTotalKib'?: (number | string | Long);
  /**
   * Memory that can be had without swapping, in KiB.
   */
  'memoryAvailableKib'?: (number | string | Long);
  /**
   * Page cache and buffers, in KiB.
   */
  'memoryCachedKib'?: (number | string | Long);
  /**
   * Swap, in KiB.
   */
  'swapTotalKib'?: (number | string | Long);
  /**
   * Swap in use, in KiB.
   */
  'swapUsedKib'?: (number | string | Long);
  /**
   * Bytes read from all disks a second.
   */
  'diskReadBps'?: (number | string | Long);
  /**
   * Bytes written to all disks a second.
   */
  'diskWriteBps'?: (number | string | Long);
  /**
   * Bytes received by all watched interfaces a second.
   */
  'netRxBps'?: (number | string | Long);
  /**
   * Bytes sent by all watched interfaces a second.
   */
  'netTxBps'?: (number | string | Long);
  /**
   * Seconds since boot, rounded down to whole minutes on the agent's stream.
   */
  'uptimeS'?: (number | string | Long);
  /**
   * Disks. On the stream: only the ones with a changed field.
   */
  'disks'?: (_muster_v1_DiskStats)[];
  /**
   * File systems. On the stream: only the ones with a changed field.
   */
  'filesystems'?: (_muster_v1_FilesystemStats)[];
  /**
   * Network interfaces. On the stream: only the ones with a changed field.
   */
  'networkInterfaces'?: (_muster_v1_NetworkInterfaceStats)[];
  '_cpuPermille'?: "cpuPermille";
  '_cpuUserPermille'?: "cpuUserPermille";
  '_cpuSystemPermille'?: "cpuSystemPermille";
  '_cpuIowaitPermille'?: "cpuIowaitPermille";
  '_cpuStealPermille'?: "cpuStealPermille";
  '_load1'?: "load1";
  '_load5'?: "load5";
  '_load15'?: "load15";
  '_cpuPressurePermille'?: "cpuPressurePermille";
  '_memoryPressurePermille'?: "memoryPressurePermille";
  '_ioPressurePermille'?: "ioPressurePermille";
  '_memoryTotalKib'?: "memoryTotalKib";
  '_memoryAvailableKib'?: "memoryAvailableKib";
  '_memoryCachedKib'?: "memoryCachedKib";
  '_swapTotalKib'?: "swapTotalKib";
  '_swapUsedKib'?: "swapUsedKib";
  '_diskReadBps'?: "diskReadBps";
  '_diskWriteBps'?: "diskWriteBps";
  '_netRxBps'?: "netRxBps";
  '_netTxBps'?: "netTxBps";
  '_uptimeS'?: "uptimeS";
}

/**
 * Load of a host over the last interval. On the agent's stream every field is left out while its quantized
 * value is unchanged since it was last sent in the same session; in API answers every known field is set.
 */
export interface HostStats__Output {
  /**
   * CPU time used by anything, in thousandths of all processors.
   */
  'cpuPermille'?: (number);
  /**
   * CPU time in user mode, in thousandths of all processors.
   */
  'cpuUserPermille'?: (number);
  /**
   * CPU time in the kernel, in thousandths of all processors.
   */
  'cpuSystemPermille'?: (number);
  /**
   * CPU time waiting for I/O, in thousandths of all processors.
   */
  'cpuIowaitPermille'?: (number);
  /**
   * CPU time stolen by an outer hypervisor, in thousandths of all processors.
   */
  'cpuStealPermille'?: (number);
  /**
   * Load average over one minute.
   */
  'load1'?: (number);
  /**
   * Load average over five minutes.
   */
  'load5'?: (number);
  /**
   * Load average over fifteen minutes.
   */
  'load15'?: (number);
  /**
   * Share of time in which some task waited for CPU (PSI, 10 s average), in thousandths.
   */
  'cpuPressurePermille'?: (number);
  /**
   * The same for memory.
   */
  'memoryPressurePermille'?: (number);
  /**
   * The same for I/O.
   */
  'ioPressurePermille'?: (number);
  /**
   * Physical memory, in KiB.
   */
  'memoryTotalKib'?: (number);
  /**
   * Memory that can be had without swapping, in KiB.
   */
  'memoryAvailableKib'?: (number);
  /**
   * Page cache and buffers, in KiB.
   */
  'memoryCachedKib'?: (number);
  /**
   * Swap, in KiB.
   */
  'swapTotalKib'?: (number);
  /**
   * Swap in use, in KiB.
   */
  'swapUsedKib'?: (number);
  /**
   * Bytes read from all disks a second.
   */
  'diskReadBps'?: (number);
  /**
   * Bytes written to all disks a second.
   */
  'diskWriteBps'?: (number);
  /**
   * Bytes received by all watched interfaces a second.
   */
  'netRxBps'?: (number);
  /**
   * Bytes sent by all watched interfaces a second.
   */
  'netTxBps'?: (number);
  /**
   * Seconds since boot, rounded down to whole minutes on the agent's stream.
   */
  'uptimeS'?: (number);
  /**
   * Disks. On the stream: only the ones with a changed field.
   */
  'disks'?: (_muster_v1_DiskStats__Output)[];
  /**
   * File systems. On the stream: only the ones with a changed field.
   */
  'filesystems'?: (_muster_v1_FilesystemStats__Output)[];
  /**
   * Network interfaces. On the stream: only the ones with a changed field.
   */
  'networkInterfaces'?: (_muster_v1_NetworkInterfaceStats__Output)[];
  '_cpuPermille'?: "cpuPermille";
  '_cpuUserPermille'?: "cpuUserPermille";
  '_cpuSystemPermille'?: "cpuSystemPermille";
  '_cpuIowaitPermille'?: "cpuIowaitPermille";
  '_cpuStealPermille'?: "cpuStealPermille";
  '_load1'?: "load1";
  '_load5'?: "load5";
  '_load15'?: "load15";
  '_cpuPressurePermille'?: "cpuPressurePermille";
  '_memoryPressurePermille'?: "memoryPressurePermille";
  '_ioPressurePermille'?: "ioPressurePermille";
  '_memoryTotalKib'?: "memoryTotalKib";
  '_memoryAvailableKib'?: "memoryAvailableKib";
  '_memoryCachedKib'?: "memoryCachedKib";
  '_swapTotalKib'?: "swapTotalKib";
  '_swapUsedKib'?: "swapUsedKib";
  '_diskReadBps'?: "diskReadBps";
  '_diskWriteBps'?: "diskWriteBps";
  '_netRxBps'?: "netRxBps";
  '_netTxBps'?: "netTxBps";
  '_uptimeS'?: "uptimeS";
}
