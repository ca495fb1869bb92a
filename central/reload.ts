import { z } from 'zod';

import { configFields } from '../shared/config/fields.ts';
import type { DaemonStart } from '../shared/daemon.ts';
import type { Logger } from '../shared/log.ts';
import { isSame } from '../shared/model/same.ts';
import { centralConfigSchema } from './config.ts';
import type { CentralConfig } from './config.ts';

export interface ReloadOptions {
  readonly log: Logger;
  /** Reads and checks the whole configuration again, as at the start. */
  readonly begin: () => DaemonStart<CentralConfig>;
  /** Takes over what may change while the program runs. */
  readonly revise: (config: LivingConfig) => void;
}

/** The sections that take effect while the program runs; all others do at its next start. */
const livingSections = ['conditions', 'vm_health'] as const;

export type LivingConfig = Pick<CentralConfig, (typeof livingSections)[number]>;

/** The configuration read again: all of it is checked first, and of a wrong one nothing is taken. */
export class Reload {
  #config: CentralConfig;
  readonly #options: ReloadOptions;

  constructor(config: CentralConfig, options: ReloadOptions) {
    this.#config = config;
    this.#options = options;
  }

  run(): void {
    const { log, begin, revise } = this.#options;
    const read = begin();
    if (read.kind === 'exit') {
      const problems = read.errors.trimEnd().split('\n');
      log.error({ problems }, 'the configuration is wrong; what was in force stays so');
      return;
    }
    const changes = changesBetween(this.#config, read.config);
    const isLiving = ({ field }: Change): boolean =>
      livingSections.some((section) => field.startsWith(`${section}.`));
    const later = changes.filter((change) => !isLiving(change)).map(({ field }) => field);
    if (later.length > 0) log.warn({ fields: later }, 'these take effect at the next start only');
    const now = changes.filter(isLiving);
    const text = now.length > 0 ? 'other settings hold from now on' : 'no setting was changed';
    log.info({ changes: now }, text);
    if (now.length === 0) return;
    // What waits for the next start is told again with each reload until then.
    const { conditions, vm_health } = read.config;
    this.#config = { ...this.#config, conditions, vm_health };
    revise(this.#config);
  }
}

interface Change {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** As they are written in the file; secrets are not shown. */
function changesBetween(one: CentralConfig, other: CentralConfig): Change[] {
  const written = [one, other].map((config): unknown => z.encode(centralConfigSchema, config));
  return configFields(centralConfigSchema).flatMap(({ path, isSecret }) => {
    const [before, after] = written.map((tree) => valueAt(tree, path));
    if (isSame(before, after)) return [];
    const hidden = isSecret ? '<hidden>' : undefined;
    return { field: path.join('.'), before: hidden ?? before, after: hidden ?? after };
  });
}

function valueAt(tree: unknown, path: readonly string[]): unknown {
  let node = tree;
  for (const key of path) {
    if (typeof node !== 'object' || node === null) return undefined;
    node = Object.entries(node).find(([name]) => name === key)?.[1];
  }
  return node;
}
