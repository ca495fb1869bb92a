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

/** A profile of the centrals of one stage, for whoever asked for it. */
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

  /** Tells all of them in one and keeps each; one that did not end in peace has none. */
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

/** Keeps the profiles found in `folder` as `file`; returns the functions that took most of the window themselves. */
function topFunctions(
  { folder, file }: { readonly folder: string; readonly file: string },
  window: { readonly fromMs: number; readonly toMs: number },
): string[] {
  const written = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'));
  if (written.length === 0) throw new Error(`no central left a profile in ${folder}`);
  const selfUs = new Map<string, number>();
  for (const [i, name] of written.entries()) {
    copyFileSync(path.join(folder, name), i === 0 ? file : `${file}.${i + 1}`);
    const profile = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as CpuProfile;
    addSelfTimes(selfUs, profile, window);
  }
  const totalUs = [...selfUs.values()].reduce((sum, us) => sum + us, 0);
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

function addSelfTimes(
  selfUs: Map<string, number>,
  profile: CpuProfile,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): void {
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  let atUs = profile.startTime;
  for (const [i, id] of profile.samples.entries()) {
    const deltaUs = profile.timeDeltas[i] ?? 0;
    atUs += deltaUs;
    const name = names.get(id) ?? '';
    if (atUs < fromMs * 1000 || atUs > toMs * 1000 || name === '(idle)') continue;
    selfUs.set(name, (selfUs.get(name) ?? 0) + deltaUs);
  }
}

function nameOf(frame: CpuProfile['nodes'][number]['callFrame']): string {
  const name = frame.functionName === '' ? '(anonymous)' : frame.functionName;
  if (frame.url === '') return name;
  const file = frame.url.split('/node_modules/').at(-1) ?? frame.url;
  const short = file.replace(/^file:\/\/.*?\/(agent|central|shared)\//, '$1/');
  return `${name}  ${short}:${frame.lineNumber + 1}`;
}
