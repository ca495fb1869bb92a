import { expect, it } from 'vitest';

import { Draft } from '../../central/state/draft.ts';
import { nothingKnown } from '../../central/state/host-state.ts';
import { unfoldSnapshot } from '../../central/state/snapshot.ts';
import type { Condition, Host } from '../../shared/model/host.ts';
import { stepContextOf } from '../harness/model-objects.ts';

const context = stepContextOf();

function active(type: Condition['type']): Condition {
  return { type, isActive: true, reason: 'R', message: 'm', sinceAt: 1_000 };
}

function draftOf(conditions: readonly Condition[]): Draft {
  const host: Host = {
    ...{ id: 'a', name: 'a', site: '', labels: {}, class: 'PERMANENT', agentVersion: '1' },
    ...{ capabilities: [], run: 'r2', bootId: 'b', status: 'INITIALIZING', reason: '' },
    ...{ sinceAt: 0, conditions, owner: 'replica-1', epoch: 1, n: 1, vmCount: 0 },
  };
  const state = {
    ...{ record: undefined, vms: new Map(), ...nothingKnown, areStraysKnown: true },
  };
  return new Draft(state, host, { context, claim: undefined });
}

const picture = { change: 1, observedAt: 4_000, areVmsKnown: true, vms: [] };

it('a condition that the picture of a new run does not name has ended: nobody else would ever say so', () => {
  const draft = draftOf([active('HYPERVISOR_UNAVAILABLE'), active('MEMORY_PRESSURE')]);
  unfoldSnapshot(draft, { ...picture, conditions: [active('MEMORY_PRESSURE')] }, 'r2');
  expect(draft.host.conditions).toMatchObject([
    { type: 'MEMORY_PRESSURE', isActive: true, sinceAt: 1_000 },
    { type: 'HYPERVISOR_UNAVAILABLE', isActive: false, sinceAt: 4_000 },
  ]);
});

it('what the central found out itself is not ended by a picture', () => {
  const draft = draftOf([active('IDENTITY_CONFLICT')]);
  unfoldSnapshot(draft, { ...picture, conditions: [] }, 'r2');
  expect(draft.host.conditions).toEqual([active('IDENTITY_CONFLICT')]);
});
