import { XMLParser } from 'fast-xml-parser';

import { malformed } from './failure.ts';

const guestAgentChannel = 'org.qemu.guest_agent.0';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: (name) => name === 'channel',
});

/** Whether a domain's live XML says that its guest agent is there; the only thing that no cheaper call tells. */
export function isGuestAgentConnected(xml: string): boolean {
  const channels = at(at(at(parse(xml), 'domain'), 'devices'), 'channel');
  if (!Array.isArray(channels)) return false;
  return channels.some((channel) => {
    const target = at(channel, 'target');
    return at(target, 'name') === guestAgentChannel && at(target, 'state') === 'connected';
  });
}

function parse(xml: string): unknown {
  try {
    return parser.parse(xml);
  } catch (error) {
    throw malformed(`domain XML: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function at(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  const entry: unknown = Reflect.get(value, key);
  return entry;
}
