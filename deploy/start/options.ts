import { parseArgs } from 'node:util';

export interface StartOptions {
  readonly isNats: boolean;
  /** 1 or more. */
  readonly replicaCount: number;
  /** Simulated hosts; 0: none. */
  readonly swarmCount: number;
}

/** One central of the trial. */
export interface TrialReplica {
  readonly id: string;
  readonly folderName: string;
  readonly addresses: { readonly agents: string; readonly api: string; readonly http: string };
}

export const startUsage = `usage: npm start [-- [--nats [--replicas <1 to 9>]] [--swarm <hosts>]]`;

/** More would only show that two cores are few. */
const replicasMax = 9;
const swarmMax = 10_000;

export type ParsedStart =
  | { readonly kind: 'options'; readonly options: StartOptions }
  | { readonly kind: 'wrong'; readonly message: string };

export function parseStartOptions(argv: readonly string[]): ParsedStart {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        nats: { type: 'boolean', default: false },
        replicas: { type: 'string', default: '1' },
        swarm: { type: 'string', default: '0' },
      },
    });
    return checked({
      isNats: values.nats,
      replicaCount: Number(values.replicas),
      swarmCount: Number(values.swarm),
    });
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

function checked(options: StartOptions): ParsedStart {
  const { isNats, replicaCount, swarmCount } = options;
  if (!isWhole(replicaCount, 1, replicasMax)) {
    return wrong(`--replicas must be a number from 1 to ${replicasMax}`);
  }
  if (!isWhole(swarmCount, 0, swarmMax)) {
    return wrong(`--swarm must be a number from 0 to ${swarmMax}`);
  }
  if (replicaCount > 1 && !isNats) return wrong('--replicas needs --nats: replicas meet in NATS');
  return { kind: 'options', options };
}

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

function wrong(message: string): ParsedStart {
  return { kind: 'wrong', message };
}

/** One alone has the ports everybody expects; each of several is ten above the one before. */
export function replicasOf(count: number, isNats: boolean): TrialReplica[] {
  const mode = isNats ? 'nats' : 'local';
  return Array.from({ length: count }, (_, index) => {
    const port = 7420 + 10 * index;
    const number = String(index + 1);
    return {
      id: count === 1 ? 'trial' : `trial-${number}`,
      folderName: count === 1 ? `central-${mode}` : `central-${mode}-${number}`,
      addresses: {
        agents: `127.0.0.1:${port}`,
        api: `127.0.0.1:${port + 1}`,
        http: `127.0.0.1:${port + 2}`,
      },
    };
  });
}
