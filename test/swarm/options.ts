import { Command, InvalidArgumentError } from 'commander';

export interface SwarmOptions {
  readonly agents: number;
  readonly vms: number;
  /** undefined: as the central says. */
  readonly interval: number | undefined;
  /** Scripted state changes a second, of all agents together; undefined: as the workload says. */
  readonly changeRate: number | undefined;
  /** Instead of a rate: each agent has this many changes under way that are not safe yet. */
  readonly inFlight: number;
  readonly central: string;
  /** undefined: until it is told to end. */
  readonly seconds: number | undefined;
  readonly processes: number;
  readonly clones: number;
  readonly skew: number;
  readonly ramp: number;
  readonly churn: number;
  readonly first: number;
  readonly hold: boolean;
  readonly json: boolean;
}

/** One process drives about as many agents at 1 Hz on half a core. */
const agentsPerProcess = 5_000;

function numberFrom(min: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value) || value < min) {
      throw new InvalidArgumentError(`must be a number of at least ${min}.`);
    }
    return value;
  };
}

interface RawOptions extends Omit<SwarmOptions, 'processes'> {
  readonly processes: number | undefined;
}

/** Ends the process, with what is wrong, if the arguments are. */
export function parseSwarmOptions(argv: readonly string[]): SwarmOptions {
  const command = new Command('swarm')
    .description('Simulated hosts that report to a real central, with scripted state changes.')
    .requiredOption('--central <host:port,...>', 'where agents connect: one replica, or several')
    .option('--agents <n>', 'simulated hosts', numberFrom(1), 100)
    .option('--vms <n>', 'VMs on each', numberFrom(1), 20)
    .option('--interval <ms>', 'report interval; unset: as the central says', numberFrom(1))
    .option(
      '--change-rate <n>',
      'state changes a second, all hosts together; unset: 0.2 % of reports',
      numberFrom(0),
    )
    .option('--in-flight <n>', 'changes each host keeps under way, instead', numberFrom(0), 0)
    .option('--seconds <s>', 'how long, from the first change on; unset: for ever', numberFrom(0.1))
    .option('--processes <n>', `processes; unset: one for ${agentsPerProcess} hosts`, numberFrom(1))
    .option('--clones <n>', 'hosts that a second machine claims to be', numberFrom(0), 0)
    .option('--skew <ms>', 'clocks of hosts are wrong by up to this', numberFrom(0), 0)
    .option('--ramp <n>', 'agents started a second', numberFrom(1), 500)
    .option('--churn <n>', 'agents restarted a second', numberFrom(0), 0)
    .option('--first <n>', 'number of the first host', numberFrom(0), 0)
    .option('--hold', 'changes begin at a line "go" on standard input', false)
    .option('--json', 'JSON lines', false)
    .parse([...argv], { from: 'user' });
  const raw = command.opts<RawOptions>();
  return { ...raw, processes: raw.processes ?? Math.ceil(raw.agents / agentsPerProcess) };
}

/** The shares of the processes of one swarm. */
export function sharesOf(options: SwarmOptions): SwarmOptions[] {
  const count = Math.min(options.processes, options.agents);
  return Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * options.agents) / count);
    const to = Math.floor(((i + 1) * options.agents) / count);
    const share = (to - from) / options.agents;
    return {
      ...options,
      processes: 1,
      agents: to - from,
      first: options.first + from,
      clones: i === 0 ? Math.min(options.clones, to - from) : 0,
      changeRate: options.changeRate === undefined ? undefined : options.changeRate * share,
      ramp: Math.max(1, options.ramp * share),
      churn: options.churn * share,
      hold: true,
      json: true,
    };
  });
}
