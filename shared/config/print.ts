import { stringify } from 'yaml';
import { z } from 'zod';

import { configFields } from './fields.ts';
import { applyOverrides } from './override.ts';

const hidden = '<hidden>';

/** The configuration in force as YAML that could be loaded again, apart from its secrets, which are hidden. */
export function printConfig<Schema extends z.ZodObject>(
  schema: Schema,
  config: z.output<Schema>,
): string {
  const written: unknown = z.encode(schema, config);
  const secrets = configFields(schema)
    .filter(({ isSecret, path }) => isSecret && valueAt(written, path) !== undefined)
    .map(({ path }) => ({ where: '', path, value: hidden }));
  return stringify(applyOverrides(written, secrets));
}

function valueAt(tree: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (node, key) => (node as Readonly<Record<string, unknown>> | undefined)?.[key],
    tree,
  );
}
