// Original file: proto/muster/v1/host.proto

/**
 * Kind of a condition of a host.
 */
export const ConditionType = {
  /**
   * Never sent; a kind of a newer version reads as this.
   */
  CONDITION_TYPE_UNSPECIFIED: 'CONDITION_TYPE_UNSPECIFIED',
  /**
   * Nearly all memory is in use.
   */
  CONDITION_TYPE_MEMORY_PRESSURE: 'CONDITION_TYPE_MEMORY_PRESSURE',
  /**
   * Nearly all of the CPU's time is in use.
   */
  CONDITION_TYPE_CPU_PRESSURE: 'CONDITION_TYPE_CPU_PRESSURE',
  /**
   * A file system is nearly full.
   */
  CONDITION_TYPE_DISK_PRESSURE: 'CONDITION_TYPE_DISK_PRESSURE',
  /**
   * Swap is nearly full.
   */
  CONDITION_TYPE_SWAP_PRESSURE: 'CONDITION_TYPE_SWAP_PRESSURE',
  /**
   * A watched network interface is down.
   */
  CONDITION_TYPE_NETWORK_DOWN: 'CONDITION_TYPE_NETWORK_DOWN',
  /**
   * The hypervisor daemon of the host does not answer; VM states are the last known ones.
   */
  CONDITION_TYPE_HYPERVISOR_UNAVAILABLE: 'CONDITION_TYPE_HYPERVISOR_UNAVAILABLE',
  /**
   * The host's wall clock differs from the replica's.
   */
  CONDITION_TYPE_CLOCK_SKEWED: 'CONDITION_TYPE_CLOCK_SKEWED',
  /**
   * The agent is older than the central supports fully.
   */
  CONDITION_TYPE_AGENT_OUTDATED: 'CONDITION_TYPE_AGENT_OUTDATED',
  /**
   * The agent's certificate ends soon.
   */
  CONDITION_TYPE_CERTIFICATE_EXPIRING: 'CONDITION_TYPE_CERTIFICATE_EXPIRING',
  /**
   * Which machine the host is cannot be relied on. Reason TWO_AGENTS: two live agents use its id. SAME_MACHINE: another host that is
   * there reports the same machine id, as clones do. RETURNED_AS: it is away, and its machine reports as another host.
   */
  CONDITION_TYPE_IDENTITY_CONFLICT: 'CONDITION_TYPE_IDENTITY_CONFLICT',
  /**
   * The host changed status too often in a short time.
   */
  CONDITION_TYPE_FLAPPING: 'CONDITION_TYPE_FLAPPING',
  /**
   * The host runs VMs that other hosts run as well, and hold; `duplicates` names them.
   */
  CONDITION_TYPE_VM_DUPLICATED: 'CONDITION_TYPE_VM_DUPLICATED',
} as const;

/**
 * Kind of a condition of a host.
 */
export type ConditionType =
  /**
   * Never sent; a kind of a newer version reads as this.
   */
  | 'CONDITION_TYPE_UNSPECIFIED'
  | 0
  /**
   * Nearly all memory is in use.
   */
  | 'CONDITION_TYPE_MEMORY_PRESSURE'
  | 1
  /**
   * Nearly all of the CPU's time is in use.
   */
  | 'CONDITION_TYPE_CPU_PRESSURE'
  | 2
  /**
   * A file system is nearly full.
   */
  | 'CONDITION_TYPE_DISK_PRESSURE'
  | 3
  /**
   * Swap is nearly full.
   */
  | 'CONDITION_TYPE_SWAP_PRESSURE'
  | 4
  /**
   * A watched network interface is down.
   */
  | 'CONDITION_TYPE_NETWORK_DOWN'
  | 5
  /**
   * The hypervisor daemon of the host does not answer; VM states are the last known ones.
   */
  | 'CONDITION_TYPE_HYPERVISOR_UNAVAILABLE'
  | 6
  /**
   * The host's wall clock differs from the replica's.
   */
  | 'CONDITION_TYPE_CLOCK_SKEWED'
  | 7
  /**
   * The agent is older than the central supports fully.
   */
  | 'CONDITION_TYPE_AGENT_OUTDATED'
  | 8
  /**
   * The agent's certificate ends soon.
   */
  | 'CONDITION_TYPE_CERTIFICATE_EXPIRING'
  | 9
  /**
   * Which machine the host is cannot be relied on. Reason TWO_AGENTS: two live agents use its id. SAME_MACHINE: another host that is
   * there reports the same machine id, as clones do. RETURNED_AS: it is away, and its machine reports as another host.
   */
  | 'CONDITION_TYPE_IDENTITY_CONFLICT'
  | 10
  /**
   * The host changed status too often in a short time.
   */
  | 'CONDITION_TYPE_FLAPPING'
  | 11
  /**
   * The host runs VMs that other hosts run as well, and hold; `duplicates` names them.
   */
  | 'CONDITION_TYPE_VM_DUPLICATED'
  | 12

/**
 * Kind of a condition of a host.
 */
export type ConditionType__Output = typeof ConditionType[keyof typeof ConditionType]
