import { readFileSync } from 'node:fs';

import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';

/** A file, with a way back from a value to the line it stands on. */
export interface ConfigFile {
  readonly name: string;
  /** Null in the file means "not set" and is undefined here. */
  readonly value: unknown;
  /** Line, from 1, of a key, or of the nearest thing around it that the file does contain. */
  lineOf(path: readonly PropertyKey[]): number | undefined;
}

export interface FileProblem {
  readonly line?: number;
  readonly message: string;
}

export type FileOutcome =
  | { readonly kind: 'read'; readonly file: ConfigFile }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly problems: readonly FileProblem[] };

export function readConfigFile(name: string): FileOutcome {
  let text: string;
  try {
    text = readFileSync(name, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
      return { kind: 'missing' };
    return { kind: 'unreadable', problems: [{ message: `cannot be read: ${String(cause)}` }] };
  }
  return parseConfigText(name, text);
}

function parseConfigText(name: string, text: string): FileOutcome {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      line: lines.linePos(error.pos[0]).line,
      message: `is not valid YAML: ${error.message}`,
    }));
    return { kind: 'unreadable', problems };
  }
  const lineOf = (path: readonly PropertyKey[]): number | undefined => {
    const offset = offsetOf(document, path);
    return offset === undefined ? undefined : lines.linePos(offset).line;
  };
  const value = withoutNulls(document.toJS()) ?? {};
  return { kind: 'read', file: { name, value, lineOf } };
}

function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number | undefined {
  let node: unknown = document.contents;
  let offset: number | undefined;
  for (const key of path) {
    const [keyNode, valueNode] = childOf(node, key);
    const found = startOf(keyNode) ?? startOf(valueNode);
    if (found === undefined) break;
    offset = found;
    node = valueNode;
  }
  return offset;
}

function childOf(node: unknown, key: PropertyKey): readonly [key: unknown, value: unknown] {
  if (isSeq(node) && typeof key === 'number') return [undefined, node.items[key]];
  if (!isMap(node)) return [undefined, undefined];
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
  return [pair?.key, pair?.value];
}

function startOf(node: unknown): number | undefined {
  return (node as Partial<Node> | null | undefined)?.range?.[0];
}

function withoutNulls(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutNulls(inner)]),
  );
}
