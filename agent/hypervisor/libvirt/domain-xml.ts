import { XMLParser } from 'fast-xml-parser';

import { malformed } from './failure.ts';

/** An element as parsed: attributes and children under their names. */
export type Element = Readonly<Record<string, unknown>>;

const listed = new Set(['disk', 'interface', 'channel', 'hostdev']);

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  // Texts beside attributes.
  textNodeName: '#text',
  parseTagValue: false,
  removeNSPrefix: true,
  isArray: (name) => listed.has(name),
});

/** The `domain` of a domain's XML; nothing where it is none. Throws LibvirtFailure `malformed`. */
export function parseDomain(xml: string): Element {
  return elementOf(parse(xml), 'domain');
}

/** The child of that name; nothing where there is none, or only text. */
export function elementOf(value: unknown, name: string): Element {
  const child = childOf(value, name);
  return typeof child === 'object' && child !== null ? (child as Element) : {};
}

export function elementsOf(value: unknown, name: string): readonly Element[] {
  const children = childOf(value, name);
  if (!Array.isArray(children)) return [];
  return children.filter((child): child is Element => typeof child === 'object' && child !== null);
}

/** An attribute, or the text of a child; empty where there is none. */
export function textOf(value: unknown, name: string): string {
  const child = childOf(value, name);
  const text = typeof child === 'object' ? childOf(child, '#text') : child;
  return typeof text === 'string' ? text : '';
}

function parse(xml: string): unknown {
  try {
    return parser.parse(xml);
  } catch (error) {
    throw malformed(`domain XML: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function childOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  const child: unknown = Reflect.get(value, name);
  return child;
}
