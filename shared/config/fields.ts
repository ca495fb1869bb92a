import { z } from 'zod';

/** How one value is written in an environment variable or a flag, where everything is text. */
export type FieldForm = 'text' | 'number' | 'boolean' | 'list' | 'map';

/** One value of a configuration. */
export interface ConfigField {
  readonly path: readonly string[];
  /** The environment variable that overrides it. */
  readonly variable: string;
  readonly form: FieldForm;
  readonly description: string;
  /** What it is when nobody sets it; undefined when it is required or simply absent. */
  readonly defaultValue: unknown;
  /** Never shown: not in `printConfig`, not in a problem. Marked by `.meta({ secret: true })`. */
  readonly isSecret: boolean;
}

export const environmentPrefix = 'MUSTER_';

/**
 * Every value of a schema, in its order.
 *
 * @throws when an object of the schema accepts unknown keys, or two values share a variable: faults of the schema.
 */
export function configFields(schema: z.ZodObject): ConfigField[] {
  const fields = objectFields(schema, []);
  const variables = new Set(fields.map(({ variable }) => variable));
  if (variables.size < fields.length) throw new Error('two configuration fields share a variable');
  return fields;
}

function objectFields(schema: z.ZodObject, path: readonly string[]): ConfigField[] {
  if (!(schema.def.catchall instanceof z.ZodNever)) {
    throw new Error(`configuration object "${path.join('.')}" must be a z.strictObject`);
  }
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
  return Object.entries(shape).flatMap(([key, member]) => {
    const memberPath = [...path, key];
    const layers = unwrap(member);
    const core = layers.at(-1);
    if (core instanceof z.ZodObject) return objectFields(core, memberPath);
    return [
      {
        path: memberPath,
        variable: environmentPrefix + memberPath.map(upperSnake).join('_'),
        form: formOf(core),
        description: firstOf(layers, (layer) => metaOf(layer).description) ?? '',
        defaultValue: firstOf(layers, defaultOf),
        isSecret: layers.some((layer) => metaOf(layer)['secret'] === true),
      },
    ];
  });
}

/** The schema and those inside it that say the same value is optional, has a default or is converted. */
function unwrap(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly
  ) {
    return [schema, ...unwrap(schema.unwrap())];
  }
  if (schema instanceof z.ZodPipe) return [schema, ...unwrap(schema.in)];
  return [schema];
}

function formOf(schema: z.core.$ZodType | undefined): FieldForm {
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  if (schema instanceof z.ZodArray) return 'list';
  if (schema instanceof z.ZodRecord) return 'map';
  return 'text';
}

function metaOf(schema: z.core.$ZodType): z.core.GlobalMeta {
  return z.globalRegistry.get(schema) ?? {};
}

function defaultOf(schema: z.core.$ZodType): unknown {
  const hasDefault = schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return hasDefault ? schema.def.defaultValue : undefined;
}

function firstOf<T>(
  layers: readonly z.core.$ZodType[],
  read: (layer: z.core.$ZodType) => T | undefined,
): T | undefined {
  return layers.map(read).find((value) => value !== undefined);
}

function upperSnake(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toUpperCase();
}
