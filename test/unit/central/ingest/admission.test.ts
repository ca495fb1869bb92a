import { describe, expect, it } from 'vitest';

import { Admission } from '../../../../central/ingest/admission.ts';

const settings = { hellosPerS: 10, burst: 2, syncsMax: 100 };

describe('how many agents may come in', () => {
  it('is a burst, and then a rate over time', () => {
    const admission = new Admission(settings);
    const kinds = [0, 0, 0, 99, 100, 150, 200].map((nowMs, i) => admission.admit(i, nowMs).kind);
    expect(kinds).toEqual([
      ...['admitted', 'admitted', 'later', 'later', 'admitted', 'later', 'admitted'],
    ]);
  });

  it('says how long until there is room', () => {
    const admission = new Admission(settings);
    admission.admit(1, 0);
    admission.admit(2, 0);
    expect(admission.admit(3, 0)).toMatchObject({ kind: 'later', retryAfterMs: 100 });
    expect(admission.admit(3, 40)).toMatchObject({ kind: 'later', retryAfterMs: 60 });
  });

  it('saves up no more than a burst', () => {
    const admission = new Admission(settings);
    const late = [1, 2, 3].map((id) => admission.admit(id, 1e9).kind);
    expect(late).toEqual(['admitted', 'admitted', 'later']);
  });

  it('is bounded by first syncs that go on, which cost no token', () => {
    const admission = new Admission({ ...settings, syncsMax: 1 });
    admission.admit(1, 0);
    expect(admission.admit(2, 0)).toMatchObject({ kind: 'full', retryAfterMs: 1_000 });
    expect(admission.syncCount).toBe(1);
    admission.settled(1);
    expect(admission.admit(2, 0).kind).toBe('admitted');
  });

  it('calls the next one that waits when a sync ends, and nobody for one that was none', () => {
    const admission = new Admission({ ...settings, syncsMax: 1 });
    const told: string[] = [];
    admission.admit(1, 0);
    const waiting = {
      proceed: () => void told.push('in'),
      stay: () => undefined,
      refuse: () => void told.push('away'),
    };
    expect(admission.wait({ sessionId: 2, ...waiting }, 0)).toBe(true);
    admission.settled(99);
    expect(told).toEqual([]);
    admission.settled(1);
    expect(told).toEqual(['in']);
  });

  it('tells who waits to stay before its agent gives up, and sends it away after a minute', () => {
    const admission = new Admission({ ...settings, syncsMax: 1 });
    const told: string[] = [];
    const waiting = {
      proceed: () => void told.push('in'),
      stay: () => void told.push('stays'),
      refuse: () => void told.push('away'),
    };
    admission.wait({ sessionId: 2, ...waiting }, 0);
    admission.look(1_999);
    expect(told).toEqual([]);
    admission.look(2_000);
    admission.look(59_999);
    expect(told).toEqual(['stays', 'stays']);
    admission.look(60_000);
    expect(told).toEqual(['stays', 'stays', 'away']);
  });
});
