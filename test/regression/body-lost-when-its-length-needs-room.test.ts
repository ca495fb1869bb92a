import { describe, expect, it } from 'vitest';

import { messageShapes } from '../../agent/push/message-shape.ts';
import { MessageWriter } from '../../agent/push/message-writer.ts';
import { services } from '../../shared/wire/schema.ts';

const { AgentMessage } = messageShapes(['AgentMessage']);
const connect = services.muster.v1.AgentService.service.Connect;

/**
 * The length of a message is written before it, once it is known, and one of 128 bytes or more moves to make room. Where
 * it ended exactly with the buffer, the buffer that grew for that room was copied without it: what went to the
 * central was whatever the memory held before.
 */
describe('a message that ends where its buffer ends', () => {
  it.each([
    { frame: 1, fromChange: 1 },
    { frame: 1, fromChange: 0 },
    { frame: 200, fromChange: 0 },
    { frame: 200, fromChange: 200 },
  ])('goes out whole, behind frame $frame and change $fromChange', ({ frame, fromChange }) => {
    // Three bytes each, for which exactly three are kept.
    for (let length = 1340; length <= 1370; length++) {
      const reason = '語'.repeat(length);
      const message = { report: { frame, snapshot: { gap: { fromChange, reason } } } };
      const { report } = connect.requestDeserialize(
        new MessageWriter().write(AgentMessage, message),
      );
      expect(report?.snapshot?.gap?.reason).toBe(reason);
    }
  });
});
