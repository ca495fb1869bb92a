import { describe, expect, it } from 'vitest';

import { SessionProtocol } from '../../../../central/ingest/protocol.ts';
import { limits } from '../../../../shared/limits.ts';
import type { AgentMessage, SnapshotChunk } from '../../../../shared/model/protocol.ts';
import { helloOf, vmStateOf } from '../../../harness/model-objects.ts';

const hello: AgentMessage = { kind: 'hello', hello: helloOf('a') };

function report(frame: number, snapshot?: SnapshotChunk): AgentMessage {
  const rest = { vms: [], changes: [], sentAt: 0 };
  return { kind: 'report', report: { frame, ...rest, ...(snapshot && { snapshot }) } };
}

function chunk(over: Partial<SnapshotChunk>, ...vmIds: string[]): SnapshotChunk {
  const vms = vmIds.map((id) => vmStateOf(id));
  const rest = { change: 1, chunk: 0, isLast: false, areVmsKnown: true, observedAt: 0 };
  return { ...rest, conditions: [], ...over, vms };
}

/** What the last of the messages led to. */
function lastOf(...messages: AgentMessage[]): ReturnType<SessionProtocol['receive']> {
  const protocol = new SessionProtocol();
  const received = messages.map((message) => protocol.receive(message));
  return received.at(-1) ?? expect.fail('no message');
}

function pictures(...chunks: SnapshotChunk[]): ReturnType<SessionProtocol['receive']> {
  return lastOf(hello, ...chunks.map((part, i) => report(i + 1, part)));
}

describe('what may follow what on a stream', () => {
  const goodbye: AgentMessage = { kind: 'goodbye', goodbye: 'RESTART' };

  it.each<[string, AgentMessage[], string]>([
    ['a report before hello', [report(1)], 'hello_missing'],
    ['a goodbye before hello', [goodbye], 'hello_missing'],
    ['a second hello', [hello, hello], 'second_hello'],
    ['a first frame that is not 1', [hello, report(2)], 'frame_gap'],
    ['a frame left out', [hello, report(1), report(3)], 'frame_gap'],
    ['a frame repeated', [hello, report(1), report(1)], 'frame_gap'],
  ])('not %s (I4)', (_, messages, reason) => {
    expect(lastOf(...messages)).toMatchObject({
      kind: 'refused',
      end: { kind: 'out-of-order', reason },
    });
  });

  it.each([
    ['hello first', [hello], 'hello'],
    ['frames one after the other', [hello, report(1), report(2)], 'report'],
    ['goodbye at any time', [hello, goodbye], 'goodbye'],
  ])('%s', (_, messages, kind) => {
    expect(lastOf(...messages).kind).toBe(kind);
  });
});

describe('a picture in chunks', () => {
  it('is whole with its last chunk, and not before', () => {
    const first = chunk({}, 'v1');
    expect(pictures(first)).toMatchObject({ snapshot: undefined });
    const whole = pictures(first, chunk({ chunk: 1, isLast: true }, 'v2'));
    expect(whole).toMatchObject({ snapshot: { change: 1, vms: [{ id: 'v1' }, { id: 'v2' }] } });
  });

  it('may begin anew in the middle of another', () => {
    const again = chunk({ change: 2, isLast: true }, 'v2');
    expect(pictures(chunk({}, 'v1'), again)).toMatchObject({
      snapshot: { change: 2, vms: [{ id: 'v2' }] },
    });
  });

  const outOfOrder = { field: 'report.snapshot.chunk', reason: 'out_of_order' };
  it.each([
    ['begins in the middle', [chunk({ chunk: 1, isLast: true }, 'v1')], outOfOrder],
    ['leaves one out', [chunk({}), chunk({ chunk: 2 })], outOfOrder],
    ['changes its number', [chunk({}), chunk({ chunk: 1, change: 2 })], outOfOrder],
    ['goes on after its end', [chunk({ isLast: true }), chunk({ chunk: 1 })], outOfOrder],
    [
      'lists a VM twice',
      [chunk({}, 'v1'), chunk({ chunk: 1, isLast: true }, 'v1')],
      { field: 'report.snapshot.vms', reason: 'duplicate' },
    ],
    [
      'has more VMs than a host may have (I8)',
      [chunk({}, ...Array.from({ length: limits.vmsPerHostMax + 1 }, (_, i) => `v${i}`))],
      { field: 'report.snapshot.vms', reason: 'too_many' },
    ],
  ])('that %s is refused by name', (_, chunks, error) => {
    expect(() => pictures(...chunks)).toThrow(expect.objectContaining(error));
  });
});
