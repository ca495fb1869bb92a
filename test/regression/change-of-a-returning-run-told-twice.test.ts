import { expect, it } from 'vitest';

import { helloOf } from '../property/arbitrary.ts';
import { aHostWith, changeOf, vmStateOf } from '../harness/stepped-host.ts';

it('what was applied of a run stays applied when the run comes back after another', () => {
  const host = aHostWith([vmStateOf('vm-1', 'UP')]);
  host.apply(changeOf(2, vmStateOf('vm-1', 'PAUSED')));
  host.apply({ kind: 'hello', hello: helloOf({ run: 'run-2' }), sessionId: 2 });
  host.apply({ kind: 'hello', hello: helloOf({ run: 'run-1', safeChange: 1 }), sessionId: 3 });
  host.apply(changeOf(2, vmStateOf('vm-1', 'PAUSED')), changeOf(3, vmStateOf('vm-1', 'UP')));
  const ids = host.events.map(({ id }) => id);
  expect(ids.filter((id) => id === 'host-1/run-1/2')).toHaveLength(1);
  expect(ids).toContain('host-1/run-1/3');
});
