import { describe, expect, it } from 'vitest';

import { nothingKnown } from '../../../../central/state/host-state.ts';
import type { Op } from '../../../../central/state/host-state.ts';
import { stepHost } from '../../../../central/state/step.ts';
import type { HostRecord } from '../../../../shared/model/record.ts';
import { hostOf, recordOf, stepContextOf, vmOf } from '../../../harness/model-objects.ts';

const context = stepContextOf({});
const { replicaId: owner, instance, incarnation } = context;
const host = hostOf('a', { owner, epoch: 3, n: 5, vmCount: 1 });
const record = recordOf('a', { host, owner, instance, incarnation, epoch: 3, n: 5 });
const vm = vmOf('v', 'a');

function committed(before: HostRecord, op: Op): HostRecord | undefined {
  const state = { ...nothingKnown, record: before, vms: new Map([[vm.id, vm]]) };
  return stepHost(state, [op], context).step?.record;
}

describe('the place of the last event, for those who follow events', () => {
  it('stays where it was under a commit that tells nothing', () => {
    const once = committed(record, { kind: 'tidy' });
    expect(once).toMatchObject({ n: 6, told: { epoch: 3, n: 5 } });
    const twice = once && committed(once, { kind: 'tidy' });
    expect(twice).toMatchObject({ n: 7, told: { epoch: 3, n: 5 } });
  });

  it('is that of the record under a commit with an event', () => {
    const told = { epoch: 3, n: 4 };
    const op = { kind: 'verdict', verdict: { status: 'SUSPECT', reason: 'SILENT' } } as const;
    const next = committed({ ...record, told }, op);
    expect(next).toMatchObject({ n: 6, pending: [{ n: 6 }] });
    expect(next).not.toHaveProperty('told');
  });

  it('is not to be reached by them where a VM left without an event of this host', () => {
    const left = committed(record, { kind: 'vm-taken', vmId: 'v' });
    expect(left).toMatchObject({ n: 6 });
    expect(left).not.toHaveProperty('told');
    const tidied = left && committed(left, { kind: 'tidy' });
    expect(tidied).toMatchObject({ n: 7, told: { epoch: 3, n: 6 } });
  });
});
