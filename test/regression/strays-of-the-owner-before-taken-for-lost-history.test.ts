import { expect, it } from 'vitest';

import { digestOf } from '../../shared/model/digest.ts';
import { aHostWith, vmStateOf } from '../harness/stepped-host.ts';

it('a new owner that does not know the strays asks for a picture, and no history was lost', () => {
  const host = aHostWith([vmStateOf('vm-1', 'UP')]);
  host.state = { ...host.state, strays: new Map(), areStraysKnown: false };
  const said = digestOf([vmStateOf('vm-1', 'UP'), vmStateOf('vm-2', 'MIGRATING_TO')]);
  host.apply({ kind: 'digest', run: 'run-1', digest: { change: 1, ...said } });
  expect(host.effects.at(-1)).toEqual({ kind: 'request-snapshot', reason: 'OWNER_CHANGED' });
  expect(host.events.map(({ type }) => type)).not.toContain('HistoryGap');
});
