import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { sumOf } from './figures.ts';
import type { SwarmFigures } from './figures.ts';
import type { SwarmRun } from './main.ts';
import { sharesOf } from './options.ts';
import type { SwarmOptions } from './options.ts';

const none: SwarmFigures = {
  ...{ agents: 0, connected: 0, safe: 0, reports: 0, acks: 0, dials: 0, ends: 0, changes: 0 },
  ...{ unsafe: 0, lateMs: 0, endReasons: {}, isOver: false },
};

/** One process with a share of the hosts. */
class Child {
  readonly #process: ChildProcess;
  latest: SwarmFigures = none;

  constructor(options: SwarmOptions) {
    const script = path.join(import.meta.dirname, `main${path.extname(import.meta.filename)}`);
    // The same loader, if there is one, as this process has.
    const args = [...process.execArgv, script, ...argumentsOf(options)];
    this.#process = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#process.stdin?.on('error', () => undefined);
    if (this.#process.stdout) {
      createInterface(this.#process.stdout).on('line', (line) => {
        this.latest = JSON.parse(line) as SwarmFigures;
      });
    }
  }

  say(word: 'go' | 'quiet' | 'end'): void {
    this.#process.stdin?.write(`${word}\n`);
  }

  async end(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    // Not `exit`: its last figures may still be on their way.
    const gone = once(this.#process, 'close');
    this.say('end');
    await gone;
  }
}

function argumentsOf(options: SwarmOptions): string[] {
  const { central, hold, json, interval, changeRate, seconds, ...numbers } = options;
  const named = { interval, 'change-rate': changeRate, seconds };
  const { inFlight, ...others } = numbers;
  return [
    ...['--central', central],
    ...['--in-flight', String(inFlight)],
    ...Object.entries(others).flatMap(([name, value]) => [`--${name}`, String(value)]),
    ...Object.entries(named).flatMap(([name, value]) =>
      value === undefined ? [] : [`--${name}`, String(value)],
    ),
    ...(hold ? ['--hold'] : []),
    ...(json ? ['--json'] : []),
  ];
}

/** A swarm in several processes, as one. Figures are up to a second old. */
export function startChildren(options: SwarmOptions): SwarmRun {
  let children: Child[] = [];
  const say = (word: 'go' | 'quiet'): void => {
    for (const child of children) child.say(word);
  };
  return {
    start: () => {
      children = sharesOf({ ...options, seconds: undefined }).map((share) => new Child(share));
    },
    go: () => {
      say('go');
    },
    quiet: () => {
      say('quiet');
    },
    figures: (isOver) => ({ ...sumOf(children.map(({ latest }) => latest)), isOver }),
    get isSettled() {
      const { agents, connected, safe } = sumOf(children.map(({ latest }) => latest));
      return agents === options.agents && connected === agents && safe === agents;
    },
    stop: async () => {
      await Promise.all(children.map((child) => child.end()));
      return sumOf(children.map(({ latest }) => latest));
    },
  };
}
