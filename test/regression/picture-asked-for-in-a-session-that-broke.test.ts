import { expect, it } from 'vitest';

import { helloOf } from '../property/arbitrary.ts';
import { aHostWith, changeOf, vmStateOf } from '../harness/stepped-host.ts';

it('a picture that was asked for in a session that broke is asked for again in the next', () => {
  const host = aHostWith([vmStateOf('vm-1', 'UP')]);
  host.apply(changeOf(5, vmStateOf('vm-1', 'PAUSED')));
  expect(host.events.map(({ type }) => type)).toContain('HistoryGap');

  host.apply({ kind: 'hello', hello: helloOf({ safeChange: 5 }), sessionId: 2 });
  expect(host.effects.at(-1)).toMatchObject({ kind: 'welcome', snapshotReason: 'CHANGE_GAP' });
});
