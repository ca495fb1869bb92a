// Original file: proto/muster/v1/host.proto

import type { NetworkInterface as _muster_v1_NetworkInterface, NetworkInterface__Output as _muster_v1_NetworkInterface__Output } from '../../muster/v1/NetworkInterface.ts';
import type { Disk as _muster_v1_Disk, Disk__Output as _muster_v1_Disk__Output } from '../../muster/v1/Disk.ts';
import type { Hypervisor as _muster_v1_Hypervisor, Hypervisor__Output as _muster_v1_Hypervisor__Output } from '../../muster/v1/Hypervisor.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * What a machine is made of. Sent in Hello and whenever it changes.
 */
export interface Hardware {
  /**
   * CPU model as the kernel prints it.
   */
  'cpuModel'?: (string);
  /**
   * Logical processors.
   */
  'cpuCount'?: (number);
  /**
   * CPU sockets. 0: unknown.
   */
  'socketCount'?: (number);
  /**
   * CPU architecture, such as x86_64.
   */
  'architecture'?: (string);
  /**
   * Physical memory, in KiB.
   */
  'memoryKib'?: (number | string | Long);
  /**
   * Operating system, such as "Debian GNU/Linux 12 (bookworm)".
   */
  'operatingSystem'?: (string);
  /**
   * Kernel release.
   */
  'kernel'?: (string);
  /**
   * CPU features that matter to virtualization, such as vmx, svm, kvm.
   */
  'virtualization'?: (string)[];
  /**
   * Network interfaces, without the ones made for single VMs.
   */
  'networkInterfaces'?: (_muster_v1_NetworkInterface)[];
  /**
   * Block devices.
   */
  'disks'?: (_muster_v1_Disk)[];
  /**
   * The hypervisor. Unset: none was found.
   */
  'hypervisor'?: (_muster_v1_Hypervisor | null);
  /**
   * Where the probes read from: "proc" on Linux, "os" for the reduced set elsewhere.
   */
  'probeSource'?: (string);
}

/**
 * What a machine is made of. Sent in Hello and whenever it changes.
 */
export interface Hardware__Output {
  /**
   * CPU model as the kernel prints it.
   */
  'cpuModel'?: (string);
  /**
   * Logical processors.
   */
  'cpuCount'?: (number);
  /**
   * CPU sockets. 0: unknown.
   */
  'socketCount'?: (number);
  /**
   * CPU architecture, such as x86_64.
   */
  'architecture'?: (string);
  /**
   * Physical memory, in KiB.
   */
  'memoryKib'?: (number);
  /**
   * Operating system, such as "Debian GNU/Linux 12 (bookworm)".
   */
  'operatingSystem'?: (string);
  /**
   * Kernel release.
   */
  'kernel'?: (string);
  /**
   * CPU features that matter to virtualization, such as vmx, svm, kvm.
   */
  'virtualization'?: (string)[];
  /**
   * Network interfaces, without the ones made for single VMs.
   */
  'networkInterfaces'?: (_muster_v1_NetworkInterface__Output)[];
  /**
   * Block devices.
   */
  'disks'?: (_muster_v1_Disk__Output)[];
  /**
   * The hypervisor. Unset: none was found.
   */
  'hypervisor'?: (_muster_v1_Hypervisor__Output);
  /**
   * Where the probes read from: "proc" on Linux, "os" for the reduced set elsewhere.
   */
  'probeSource'?: (string);
}
