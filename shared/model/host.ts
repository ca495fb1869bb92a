import type { ConditionType, HostClass, HostStatus } from './status.ts';

export interface NetworkInterface {
  readonly name: string;
  /** Empty where there is none. */
  readonly mac: string;
  /** Mbit/s; 0: not known. */
  readonly speedMbps: number;
}

export interface Disk {
  readonly name: string;
  readonly sizeBytes: number;
  readonly isRotational: boolean;
}

export interface HypervisorInfo {
  /** Driver, such as QEMU or TEST. */
  readonly type: string;
  readonly version: string;
  readonly libraryVersion: string;
}

/** What a machine is made of. */
export interface Hardware {
  readonly cpuModel: string;
  readonly cpuCount: number;
  /** 0: not known. */
  readonly socketCount: number;
  readonly architecture: string;
  readonly memoryKib: number;
  readonly operatingSystem: string;
  readonly kernel: string;
  /** Features that matter to virtualization, such as vmx, svm, kvm. */
  readonly virtualization: readonly string[];
  readonly networkInterfaces: readonly NetworkInterface[];
  readonly disks: readonly Disk[];
  readonly hypervisor?: HypervisorInfo;
  /** Where the probes read from: `proc` on Linux, `os` for the reduced set elsewhere. */
  readonly probeSource: 'proc' | 'os';
}

/** A condition as an agent reports it. */
export interface ConditionReport {
  readonly type: ConditionType;
  readonly isActive: boolean;
  /** Stable word for the cause. */
  readonly reason: string;
  /** One sentence for a person. */
  readonly message: string;
}

export interface Condition extends ConditionReport {
  /** Unix ms when `isActive` last changed, by the observer's clock. */
  readonly sinceAt: number;
  /** Set while the host is NON_OPERATIONAL for it, which may outlast it for a while. */
  readonly isDisqualifying?: true;
}

/** A VM that the host runs while another one has its key, runs it as well and does not let it go. */
export interface DuplicateVm {
  readonly vmId: string;
  readonly holderHostId: string;
  /** Unix ms by the owner's wall clock: when it was told. */
  readonly sinceAt: number;
}

/** What an operator asked for. */
export interface OperatorWord {
  /** Unix ms by the owner's wall clock. */
  readonly sinceAt: number;
  /** The name in a certificate, or an address. */
  readonly by: string;
  /** In the operator's words; empty: nothing was said. */
  readonly reason: string;
}

/** A host as the central knows it, without samples. */
export interface Host {
  readonly id: string;
  readonly name: string;
  /** Empty: none. */
  readonly site: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly class: HostClass;
  readonly agentVersion: string;
  readonly capabilities: readonly string[];
  readonly hardware?: Hardware;
  /** Run of the agent; empty: never connected. */
  readonly run: string;
  readonly bootId: string;
  /** Of the installation, 64 hex digits; undefined: not known. */
  readonly machineIdHash?: string;
  readonly status: HostStatus;
  /** Stable word for why. */
  readonly reason: string;
  /** Unix ms by the owner's wall clock. */
  readonly sinceAt: number;
  readonly conditions: readonly Condition[];
  /** Never empty. */
  readonly duplicates?: readonly DuplicateVm[];
  readonly owner: string;
  readonly epoch: number;
  readonly n: number;
  readonly vmCount: number;
  /** Until it is taken back, whatever the status is meanwhile. */
  readonly maintenance?: OperatorWord;
  /** While the host is RETIRED. */
  readonly retirement?: OperatorWord;
}
