import { describe, expect, it } from 'vitest';

import { helloOf, recordOf } from '../harness/model-objects.ts';
import { SteppedHost } from '../harness/stepped-host.ts';
import { aVm } from '../harness/store-rows.ts';

/** Of b, which did not live to write the host in the life that the storage lives now. */
function takenFrom(incarnation: string, lossReason = 'STORAGE_LOST'): SteppedHost {
  const host = new SteppedHost({ incarnation: 'life-2', lossReason });
  const record = recordOf('host-1', { owner: 'b', epoch: 4, incarnation });
  const vms = new Map([['vm-1', aVm('vm-1', 'host-1')]]);
  host.state = { ...host.state, record, vms };
  return host;
}

const hello = { kind: 'hello', hello: helloOf('host-1'), sessionId: 1 } as const;
const hisGap = { fromChange: 0, toChange: 1, reason: 'STORAGE_LOST', fromRun: 'r1' };

describe('a host claimed over a record of the life before', () => {
  it('has a gap in its history, and the keys of its VMs are written again', () => {
    const host = takenFrom('life-1');
    host.apply(hello);
    expect(host.events.map(({ type }) => type)).toEqual(['HostOwnerChanged', 'HistoryGap']);
    expect(host.events[1]?.historyGap).toEqual(hisGap);
    expect(host.steps[0]?.vms.map(({ id }) => id)).toEqual(['vm-1']);
  });

  it('is told to be what the others say it is', () => {
    const host = takenFrom('life-1', 'STORAGE_ROLLED_BACK');
    host.apply(hello);
    expect(host.events[1]?.reason).toBe('STORAGE_ROLLED_BACK');
  });

  it('has one gap only if the change of the storage is told in the same step', () => {
    const host = takenFrom('life-1');
    host.apply({ kind: 'storage-changed', reason: 'STORAGE_LOST' }, hello);
    expect(host.events.filter(({ type }) => type === 'HistoryGap')).toHaveLength(1);
  });

  it('has none if its owner wrote it in this life', () => {
    const host = takenFrom('life-2');
    host.apply(hello);
    expect(host.events.map(({ type }) => type)).toEqual(['HostOwnerChanged']);
    expect(host.steps[0]?.vms).toEqual([]);
  });
});
