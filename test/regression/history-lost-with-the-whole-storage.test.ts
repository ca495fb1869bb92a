import { expect, it } from 'vitest';

import { helloOf } from '../property/arbitrary.ts';
import { SteppedHost } from '../harness/stepped-host.ts';

it('a host nobody knows that was told before that much is safe comes with a gap', () => {
  const host = new SteppedHost();
  host.apply({ kind: 'hello', hello: helloOf({ safeChange: 9, epochSeen: 4 }), sessionId: 1 });
  const gap = host.events.find(({ type }) => type === 'HistoryGap');
  expect(gap?.historyGap).toMatchObject({ fromChange: 0, toChange: 9, reason: 'STATE_LOST' });
  expect(gap?.epoch).toBe(5);
});
