import { describe, expect, it } from 'vitest';

import { Outbox } from '../../../../agent/report/outbox.ts';
import type { ChangeBody } from '../../../../shared/model/protocol.ts';
import { vmStateOf } from '../../../harness/model-objects.ts';

const small = {
  ...{ journalEntriesMax: 4, changesPerReportMax: 2, vmsPerReportMax: 4, snapshotChunkVms: 1 },
};

const change = (id: string): ChangeBody => ({ kind: 'vm', vm: vmStateOf(id) });

/** An outbox whose first picture is safe. */
function synced(): Outbox {
  const outbox = new Outbox(small);
  outbox.observeInventory([], 1);
  outbox.startSession({ appliedChange: 0, wantSnapshot: true });
  outbox.next(2, false);
  outbox.acknowledge(1);
  return outbox;
}

describe('the outbox', () => {
  it('says nothing without a session, whatever happens', () => {
    const outbox = new Outbox(small);
    outbox.observeInventory([vmStateOf('v1')], 1);
    expect(outbox.isUrgent).toBe(false);
    expect(outbox.next(2, true)).toBeUndefined();
  });

  it('beats before the hypervisor has said a word, and draws no picture yet (OV-30)', () => {
    const outbox = new Outbox(small);
    outbox.startSession({ appliedChange: 0, wantSnapshot: true });
    expect(outbox.isUrgent).toBe(false);
    expect(outbox.next(2, true)).toEqual({ changes: [], vms: [], sentAt: 2 });
  });

  it('draws a picture without VMs when there is no hypervisor, and says so', () => {
    const outbox = new Outbox(small);
    outbox.observeNoInventory();
    outbox.startSession({ appliedChange: 0, wantSnapshot: true });
    expect(outbox.next(2, false)?.snapshot).toMatchObject({ areVmsKnown: false, vms: [] });
  });

  it('is urgent at a change, whatever the interval, and calm when it is told (OV-1)', () => {
    const outbox = synced();
    expect(outbox.isUrgent).toBe(false);
    outbox.observe(change('v1'), 3);
    expect(outbox.isUrgent).toBe(true);
    expect(outbox.next(4, false)?.changes).toMatchObject([{ change: 2 }]);
    expect(outbox.isUrgent).toBe(false);
    expect(outbox.next(5, false)).toBeUndefined();
  });

  it('puts at most its limit of changes into a report (I8)', () => {
    const outbox = synced();
    for (const id of ['v1', 'v2', 'v3']) outbox.observe(change(id), 3);
    expect(outbox.next(4, false)?.changes).toHaveLength(2);
    expect(outbox.next(4, false)?.changes).toHaveLength(1);
  });

  it('tells what was seen before a picture first, and what is seen during it after it', () => {
    const outbox = synced();
    outbox.observe(change('v1'), 3);
    outbox.observe(change('v2'), 3);
    outbox.requestSnapshot();
    const first = outbox.next(4, false);
    expect(first?.changes.map(({ change: n }) => n)).toEqual([2, 3]);
    expect(first?.snapshot).toMatchObject({ change: 4, chunk: 0, isLast: false });
    outbox.observe(change('v3'), 5);
    expect(outbox.next(6, false)).toMatchObject({
      changes: [],
      snapshot: { change: 4, isLast: true },
    });
    expect(outbox.next(7, false)?.changes).toMatchObject([{ change: 5 }]);
  });

  it('draws a picture anew in the next session if it is not safe', () => {
    const outbox = synced();
    outbox.requestSnapshot();
    expect(outbox.next(4, false)?.snapshot?.change).toBe(2);
    outbox.endSession();
    outbox.startSession({ appliedChange: 1, wantSnapshot: false });
    expect(outbox.next(5, false)).toMatchObject({
      changes: [{ change: 2, body: { kind: 'unknown' } }],
      snapshot: { change: 3 },
    });
  });

  it('keeps the beginning of a loss until it was told (I3)', () => {
    const outbox = synced();
    outbox.endSession();
    for (let i = 0; i < 12; i++) outbox.observe(change(`v${i}`), i);
    outbox.startSession({ appliedChange: 1, wantSnapshot: false });
    expect(outbox.next(20, false)).toMatchObject({
      changes: [],
      snapshot: { gap: { fromChange: 1, reason: 'JOURNAL_OVERFLOW' } },
    });
  });

  it('says every fifth beat what it believes, but never ahead of what it has not told', () => {
    const outbox = synced();
    const digests = Array.from({ length: 10 }, (_, i) => outbox.next(10 + i, true)?.digest);
    expect(digests.map((digest) => digest !== undefined)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((beat) => beat % 5 === 0),
    );
  });
});
