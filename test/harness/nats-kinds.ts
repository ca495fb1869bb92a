import { NatsCluster } from './nats-cluster.ts';
import { natsPrograms, type NatsProgram } from './nats-programs.ts';
import { NatsServer } from './nats-server.ts';

/** One or several servers behind what `nats.servers` takes. */
export interface RunningNats {
  readonly address: string;
  stop(): Promise<void>;
}

/** A kind of NATS that Muster is to work with. */
export interface NatsKind {
  /** With the version, so that the output of the tests tells what they ran on. */
  readonly name: string;
  /** Copies of buckets and stream. */
  readonly replicas: number;
  readonly start: () => Promise<RunningNats>;
}

/**
 * The newest nats-server there is, or with NATS_KINDS=all in the environment, which takes minutes longer, each of
 * them: for what is tested on one version by default.
 */
export function natsVersions(): NatsProgram[] {
  const programs = natsPrograms();
  return process.env['NATS_KINDS'] === 'all' ? programs : programs.slice(-1);
}

/** What Muster is to work with, the system's server first: one server of each version, and three of `natsVersions`. */
export function natsKinds(): NatsKind[] {
  return [
    ...natsPrograms().map((program) => ({
      name: `nats ${program.version}`,
      replicas: 1,
      start: () => NatsServer.start({ program }),
    })),
    ...natsVersions().map((program) => ({
      name: `three nats ${program.version}`,
      replicas: 3,
      start: () => NatsCluster.start({ program }),
    })),
  ];
}
