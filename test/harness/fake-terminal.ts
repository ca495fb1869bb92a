import { run } from '../../central/cli/program.ts';
import type { Terminal } from '../../central/cli/terminal.ts';
import { systemClock } from '../../shared/clock.ts';
import { seededRandom } from '../../shared/random.ts';
import type { CliResult } from './muster-cli.ts';

/** Runs the command within this process: for everything that neither signals nor the process itself touch. */
export async function runHere(
  words: readonly string[],
  settings: Partial<Terminal> = {},
): Promise<CliResult> {
  let stdout = '';
  let stderr = '';
  const code = await run(words, {
    env: {},
    homeFolder: '/nonexistent',
    width: undefined,
    hasColor: false,
    clock: systemClock,
    random: seededRandom(1),
    interrupted: new AbortController().signal,
    out: (text) => {
      stdout += text;
      return Promise.resolve();
    },
    err: (text) => {
      stderr += text;
    },
    ...settings,
  });
  return { code, stdout, stderr };
}
