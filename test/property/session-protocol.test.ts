import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SessionProtocol } from '../../central/ingest/protocol.ts';
import type { AgentMessage, SnapshotChunk } from '../../shared/model/protocol.ts';
import { FieldError } from '../../shared/wire/fields.ts';
import { helloOf } from './arbitrary.ts';

/** What a stream may carry, sound or not. */
const chunk: fc.Arbitrary<SnapshotChunk> = fc
  .record({ change: fc.integer({ min: 1, max: 2 }), chunk: fc.nat(2), isLast: fc.boolean() })
  .map((place) => ({
    ...place,
    areVmsKnown: true,
    conditions: [],
    observedAt: 0,
    vms: [anyVm(`vm-${String(place.change)}-${String(place.chunk)}`)],
  }));

const message: fc.Arbitrary<AgentMessage> = fc.oneof(
  fc.constant<AgentMessage>({ kind: 'hello', hello: helloOf({}) }),
  fc.constant<AgentMessage>({ kind: 'goodbye', goodbye: 'RESTART' }),
  {
    weight: 8,
    arbitrary: fc
      .record({ frame: fc.nat(4), snapshot: fc.option(chunk, { nil: undefined }) })
      .map(({ frame, snapshot }): AgentMessage => {
        const report = { frame, vms: [], changes: [], sentAt: 0, ...(snapshot && { snapshot }) };
        return { kind: 'report', report };
      }),
  },
);

/** Mostly what must come next, so that streams live long enough to go wrong late. */
const stream = fc.array(fc.tuple(fc.boolean(), fc.boolean(), message), {
  maxLength: 30,
  size: 'max',
});

function anyVm(id: string): SnapshotChunk['vms'][number] {
  return {
    ...{ id, name: id, status: 'UP', reason: 'UNSPECIFIED', sinceAt: 0, isPersistent: true },
    ...{ vcpuCount: 1, memoryMaxKib: 1, isGuestAgentConnected: false },
  };
}

/** Plays messages up to the first that is refused, numbering frames rightly where `isNext` says so. */
function play(messages: readonly (readonly [boolean, boolean, AgentMessage])[]): {
  readonly frames: number[];
  readonly pictures: (readonly string[])[];
  readonly parts: SnapshotChunk[];
} {
  const protocol = new SessionProtocol();
  const heard = {
    frames: [] as number[],
    pictures: [] as (readonly string[])[],
    parts: [] as SnapshotChunk[],
  };
  protocol.receive({ kind: 'hello', hello: helloOf({}) });
  for (const [isNext, isAgain, said] of messages) {
    const sound = isNext || isAgain;
    if (said.kind !== 'report') continue;
    const report = sound ? { ...said.report, frame: protocol.frame + 1 } : said.report;
    try {
      const received = protocol.receive({ kind: 'report', report });
      if (received.kind !== 'report') break;
      heard.frames.push(received.report.frame);
      if (report.snapshot) heard.parts.push(report.snapshot);
      if (received.snapshot) heard.pictures.push(received.snapshot.vms.map(({ id }) => id));
    } catch (error) {
      expect(error).toBeInstanceOf(FieldError);
      break;
    }
  }
  return heard;
}

/** The plain twin: pictures are the runs of parts 0, 1, 2 ... of one change that end with a last one. */
function picturesIn(parts: readonly SnapshotChunk[]): (readonly string[])[] {
  return parts.flatMap((last, end) => {
    if (!last.isLast) return [];
    const start = end - last.chunk;
    const own = parts.slice(start, end + 1);
    const isWhole = own.every((part, i) => part.chunk === i && part.change === last.change);
    return isWhole ? [own.flatMap(({ vms }) => vms.map(({ id }) => id))] : [];
  });
}

describe('messages of a stream in any order', () => {
  it('count as frames only without a gap, from 1 (I4)', () => {
    fc.assert(
      fc.property(stream, (messages) => {
        const { frames } = play(messages);
        expect(frames).toEqual(frames.map((_, i) => i + 1));
      }),
      { numRuns: 500 },
    );
  });

  it('make a picture exactly when all its parts came one after the other', () => {
    fc.assert(
      fc.property(stream, (messages) => {
        const { pictures, parts } = play(messages);
        expect(pictures).toEqual(picturesIn(parts));
      }),
      { numRuns: 500 },
    );
  });

  it('need one hello, and it must be the first', () => {
    fc.assert(
      fc.property(message, (first) => {
        const protocol = new SessionProtocol();
        const received = protocol.receive(first);
        expect(received.kind).toBe(first.kind === 'hello' ? 'hello' : 'refused');
        const again = protocol.receive({ kind: 'hello', hello: helloOf({}) });
        expect(again.kind).toBe(first.kind === 'hello' ? 'refused' : 'hello');
      }),
    );
  });
});
