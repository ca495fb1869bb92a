import { expect, it } from 'vitest';

import { Outbox } from '../../agent/report/outbox.ts';
import type { Draft } from '../../agent/report/outbox.ts';
import { vmStateOf } from '../harness/stepped-host.ts';

const limits = {
  journalEntriesMax: 100,
  changesPerReportMax: 100,
  vmsPerReportMax: 10,
  snapshotChunkVms: 1,
};

function everythingSaid(outbox: Outbox): Draft[] {
  const said: Draft[] = [];
  for (let draft = outbox.next(0, false); draft; draft = outbox.next(0, false)) said.push(draft);
  return said;
}

it('a picture that was cut off leaves no number out when its stream is replaced', () => {
  const outbox = new Outbox(limits);
  outbox.observeInventory([vmStateOf('vm-1', 'UP'), vmStateOf('vm-2', 'UP')], 0);
  outbox.startSession({ appliedChange: 0, wantSnapshot: true });
  outbox.next(0, false);
  outbox.observe({ kind: 'vm', vm: vmStateOf('vm-1', 'PAUSED') }, 0);

  outbox.endSession();
  outbox.startSession({ appliedChange: 0, wantSnapshot: false });
  const changes = everythingSaid(outbox).flatMap((draft) => draft.changes);
  expect(changes.map(({ change, body }) => [change, body.kind])).toEqual([
    [1, 'unknown'],
    [2, 'vm'],
  ]);
});
