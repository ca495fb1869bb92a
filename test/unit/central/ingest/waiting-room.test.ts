import { describe, expect, it } from 'vitest';

import { WaitingRoom } from '../../../../central/ingest/waiting-room.ts';

function stage(): {
  room: WaitingRoom;
  told: string[];
  come: (id: number, nowMs: number) => boolean;
} {
  const room = new WaitingRoom({ waitMs: 1_000, remindMs: 400, entriesMax: 3 });
  const told: string[] = [];
  const come = (sessionId: number, nowMs: number): boolean =>
    room.enter(
      {
        sessionId,
        proceed: () => told.push(`${String(sessionId)} in`),
        stay: () => told.push(`${String(sessionId)} stays`),
        refuse: () => told.push(`${String(sessionId)} away`),
      },
      nowMs,
    );
  return { room, told, come };
}

describe('the waiting room', () => {
  it('calls in the order of arrival', () => {
    const { room, told, come } = stage();
    come(7, 0);
    come(3, 0);
    room.callNext();
    room.callNext();
    room.callNext();
    expect(told).toEqual(['7 in', '3 in']);
  });

  it('forgets who left, and has no more seats than it has', () => {
    const { room, told, come } = stage();
    expect([1, 2, 3, 4].map((id) => come(id, 0))).toEqual([true, true, true, false]);
    room.leave(1);
    expect(come(4, 0)).toBe(true);
    room.callNext();
    expect(told).toEqual(['2 in']);
  });

  it('sends away who waited too long, and nobody else', () => {
    const { room, told, come } = stage();
    come(1, 0);
    come(2, 700);
    room.look(399);
    expect(told).toEqual([]);
    room.look(1_000);
    expect(told).toEqual(['1 away']);
    room.callNext();
    expect(told).toEqual(['1 away', '2 in']);
  });

  it('tells who waits to stay, not oftener than needed', () => {
    const { room, told, come } = stage();
    come(1, 0);
    come(2, 300);
    for (const nowMs of [399, 400, 600, 799]) room.look(nowMs);
    expect(told).toEqual(['1 stays', '2 stays']);
    room.look(800);
    expect(told).toEqual(['1 stays', '2 stays', '1 stays']);
  });
});
