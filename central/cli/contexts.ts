import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { stringify } from 'yaml';
import { z } from 'zod';

import { readConfigFile, type ConfigFile } from '../../shared/config/file.ts';
import { isId } from '../../shared/model/id.ts';
import { CliError } from './exit.ts';
import type { Terminal } from './terminal.ts';

const entrySchema = z.strictObject({
  address: z.string('must be HOST:PORT'),
  tls: z.boolean().optional(),
  tlsCa: z.string().optional(),
  tlsCert: z.string().optional(),
  tlsKey: z.string().optional(),
  tlsServerName: z.string().optional(),
});

const fileSchema = z.strictObject({
  current: z.string().optional(),
  contexts: z.record(z.string().refine(isId), entrySchema).default({}),
});

type Entry = z.infer<typeof entrySchema>;

/** Named addresses of centrals. */
export type Contexts = z.infer<typeof fileSchema>;

export type ContextEntry = Entry & { readonly name: string };

/** `$XDG_CONFIG_HOME/muster/contexts.yaml`, by default below `~/.config`. */
export function contextsFile({ env, homeFolder }: Pick<Terminal, 'env' | 'homeFolder'>): string {
  const folder = env['XDG_CONFIG_HOME'] ?? '';
  // The XDG rules: a relative path is to be ignored.
  const base = folder.startsWith('/') ? folder : join(homeFolder, '.config');
  return join(base, 'muster', 'contexts.yaml');
}

/** A missing file has no contexts. Throws CliError `usage` that names each wrong field with its line. */
export function readContexts(name: string): Contexts {
  const outcome = readConfigFile(name);
  switch (outcome.kind) {
    case 'missing':
      return { contexts: {} };
    case 'unreadable':
      throw brokenFile(
        name,
        outcome.problems.map(({ line, message }) => `${line ? `line ${line} ` : ''}${message}`),
      );
    case 'read':
      return parseContexts(outcome.file);
  }
}

function parseContexts(file: ConfigFile): Contexts {
  const parsed = fileSchema.safeParse(file.value);
  if (parsed.success) return parsed.data;
  throw brokenFile(
    file.name,
    parsed.error.issues.map(({ path, code, message: said }) => {
      const line = file.lineOf(path);
      const message = code === 'invalid_key' ? 'is no context name (A-Z a-z 0-9 _ -)' : said;
      return `${line ? `line ${line}: ` : ''}${path.join('.') || 'the file'}: ${message}`;
    }),
  );
}

function brokenFile(name: string, problems: readonly string[]): CliError {
  return new CliError(
    'usage',
    `the contexts file ${name} is broken; correct or remove it:\n${problems.map((text) => `  ${text}`).join('\n')}`,
  );
}

/** The named context, else the current one. Throws CliError `notFound` for a name the file does not have. */
export function findContext(file: string, name: string | undefined): ContextEntry | undefined {
  const { current, contexts } = readContexts(file);
  const wanted = name ?? current;
  if (wanted === undefined) return undefined;
  const entry = Object.hasOwn(contexts, wanted) ? contexts[wanted] : undefined;
  if (entry === undefined) throw unknownContext(wanted, { file, contexts });
  return { ...entry, name: wanted };
}

export function unknownContext(
  name: string,
  { file, contexts }: { readonly file: string; readonly contexts: Contexts['contexts'] },
): CliError {
  const names = Object.keys(contexts);
  const known = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
  return new CliError(
    'notFound',
    `there is no context "${name}" in ${file}; ${known}. Add one with: muster context set ${name} --address HOST:PORT`,
  );
}

/** Replaces the file in one step, so that nobody ever reads half of it. Throws CliError `failed`. */
export function writeContexts(name: string, contexts: Contexts): void {
  try {
    mkdirSync(dirname(name), { recursive: true, mode: 0o700 });
    const fresh = `${name}.new`;
    writeFileSync(fresh, stringify(contexts), { mode: 0o600 });
    renameSync(fresh, name);
  } catch (cause) {
    throw new CliError('failed', `the contexts file ${name} cannot be written: ${String(cause)}`, {
      cause,
    });
  }
}
