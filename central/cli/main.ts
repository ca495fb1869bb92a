#!/usr/bin/env node
import { homedir } from 'node:os';

import { systemClock } from '../../shared/clock.ts';
import { systemRandom } from '../../shared/random.ts';
import { exitCodes } from './exit.ts';
import { run } from './program.ts';
import { terminalStyle, type Terminal } from './terminal.ts';

const { env, stdout, stderr } = process;

const interrupt = new AbortController();
process.once('SIGINT', () => {
  interrupt.abort();
  // A second one does not wait for anything.
  process.once('SIGINT', () => process.exit(exitCodes.interrupted));
});

// `muster vms | head`: the reader has all it wanted.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.failed);
});

const terminal: Terminal = {
  env,
  homeFolder: homedir(),
  ...terminalStyle(stdout, env),
  clock: systemClock,
  random: systemRandom,
  interrupted: interrupt.signal,
  out: (text) =>
    new Promise((resolve) => {
      if (stdout.write(text)) resolve();
      else stdout.once('drain', resolve);
    }),
  err: (text) => {
    stderr.write(text);
  },
};

process.exitCode = await run(process.argv.slice(2), terminal);
