import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { round } from './process-figures.ts';
import type { Stage } from './stage.ts';

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
    };
  }[];
  /** Microseconds of the machine's clock, as `machineMs` counts. */
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** A profile of the central of one stage, for whoever asked for it. */
export class CentralProfile {
  readonly #file: string | undefined;
  readonly #folder: string;

  constructor(stage: Pick<Stage, 'folder'>, file: string | undefined) {
    this.#file = file;
    this.#folder = path.join(stage.folder, 'profiles');
  }

  /** For the settings of the central. */
  get settings(): { readonly nodeArgs?: readonly string[] } {
    return this.#file === undefined ? {} : { nodeArgs: profileArguments(this.#folder) };
  }

  /** Tells and keeps it; the central must have ended in peace. */
  tell(
    say: (text: string) => void,
    window: { readonly fromMs: number; readonly toMs: number },
  ): void {
    if (this.#file === undefined) return;
    const top = topFunctions({ folder: this.#folder, file: this.#file }, window);
    say([`functions of the central by their own time, in ${this.#file}:`, ...top].join('\n'));
  }
}

/** Arguments of Node that make it write a profile into `folder` when it ends. */
function profileArguments(folder: string): string[] {
  return ['--cpu-prof', '--cpu-prof-dir', folder, '--cpu-prof-interval', '500'];
}

/** Keeps the profile found in `folder` as `file`; returns the functions that took most of the window themselves. */
function topFunctions(
  { folder, file }: { readonly folder: string; readonly file: string },
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): string[] {
  const [written] = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'));
  if (written === undefined) throw new Error(`the central left no profile in ${folder}`);
  copyFileSync(path.join(folder, written), file);
  const profile = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const selfUs = new Map<string, number>();
  let atUs = profile.startTime;
  let totalUs = 0;
  for (const [i, id] of profile.samples.entries()) {
    const deltaUs = profile.timeDeltas[i] ?? 0;
    atUs += deltaUs;
    const name = names.get(id) ?? '';
    if (atUs < fromMs * 1000 || atUs > toMs * 1000 || name === '(idle)') continue;
    totalUs += deltaUs;
    selfUs.set(name, (selfUs.get(name) ?? 0) + deltaUs);
  }
  return [...selfUs]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 40)
    .map(
      ([name, us]) =>
        `${round((100 * us) / totalUs, 1)
          .toFixed(1)
          .padStart(5)} %  ${name}`,
    );
}

function nameOf(frame: CpuProfile['nodes'][number]['callFrame']): string {
  const name = frame.functionName === '' ? '(anonymous)' : frame.functionName;
  if (frame.url === '') return name;
  const file = frame.url.split('/node_modules/').at(-1) ?? frame.url;
  const short = file.replace(/^file:\/\/.*?\/(agent|central|shared)\//, '$1/');
  return `${name}  ${short}:${frame.lineNumber + 1}`;
}
