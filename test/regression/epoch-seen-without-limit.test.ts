import { expect, it } from 'vitest';

import { limits } from '../../shared/limits.ts';
import { agentMessageFromWire } from '../../shared/wire/agent-message.ts';

it('an agent cannot use up the claim epochs by saying it has seen a huge one', () => {
  const hello = { hostId: 'a', run: 'r', protocolVersion: 1 };
  const read = (epochSeen: number): unknown =>
    agentMessageFromWire({ hello: { ...hello, epochSeen } });
  expect(read(limits.epochSeenMax)).toMatchObject({ kind: 'hello' });
  expect(() => read(Number.MAX_SAFE_INTEGER)).toThrow(/^hello\.epoch_seen: must be at most/);
});
