import { describe, expect, it } from 'vitest';

import { Outbox } from '../../../../agent/report/outbox.ts';
import type { VmDevice } from '../../../../shared/model/vm-details.ts';
import type { VmState } from '../../../../shared/model/vm.ts';
import { vmStateOf } from '../../../harness/model-objects.ts';

const device: VmDevice = {
  ...{ kind: 'NIC', alias: 'net0', type: 'user', target: '', source: '', address: '', mac: '' },
};

function heavy(id: string, deviceCount: number): VmState {
  const list = Array.from({ length: deviceCount }, () => device);
  return vmStateOf(id, { details: { devices: { list, omitted: 0 } } });
}

const outboxLimits = {
  ...{ journalEntriesMax: 100, changesPerReportMax: 10, vmsPerReportMax: 10, snapshotChunkVms: 10 },
};

describe('a message with long lists has fewer VMs, so that none is larger than a central takes (I8)', () => {
  const vms = [...[3, 3, 3, 40, 0, 0].entries()].map(([i, count]) => heavy(`v${i}`, count));
  const ids = (some: readonly VmState[]): string => some.map(({ id }) => id).join(' ');
  const expected = ['v0 v1', 'v2', 'v3', 'v4 v5'];

  it('in a picture', () => {
    const outbox = new Outbox(outboxLimits);
    outbox.observeInventory(vms, 0);
    outbox.startSession({ appliedChange: 0, wantSnapshot: true });
    const parts: string[] = [];
    for (let said = outbox.next(0, false); said; said = outbox.next(0, false)) {
      parts.push(ids(said.snapshot?.vms ?? []));
    }
    expect(parts).toEqual(expected);
  });

  it('in changes', () => {
    const outbox = new Outbox(outboxLimits);
    outbox.observeInventory([], 0);
    outbox.startSession({ appliedChange: 0, wantSnapshot: true });
    outbox.next(0, false);
    for (const vm of vms) outbox.observe({ kind: 'vm', vm }, 0);
    const parts: string[] = [];
    for (let said = outbox.next(0, false); said; said = outbox.next(0, false)) {
      parts.push(ids(said.changes.flatMap(({ body }) => (body.kind === 'vm' ? body.vm : []))));
    }
    expect(parts).toEqual(expected);
  });
});
