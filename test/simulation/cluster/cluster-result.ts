import type { SimulationResult } from '../simulation.ts';

export interface ClusterResult extends Omit<SimulationResult, 'mode'> {
  /** Whether replicas only came and went as they were told. */
  readonly isPlanned: boolean;
  readonly replicaCount: number;
  /** Times a host got another owner. */
  readonly moveCount: number;
}

export interface ClusterOptions {
  readonly trace?: ((line: string) => void) | undefined;
  readonly faults?: ClusterFaults;
}

/** What must be asked for, since it is not survived yet in every case. */
export interface ClusterFaults {
  /** NATS may come back empty or with an old folder: then replicas tell what they know, which is not all. */
  readonly isForgetful?: boolean;
  readonly hasClockJumps?: boolean;
  readonly hasMigrations?: boolean;
}
