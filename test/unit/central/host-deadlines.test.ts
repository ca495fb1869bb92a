import { describe, expect, it } from 'vitest';

import { HostDeadlines } from '../../../central/host-deadlines.ts';
import type { Host } from '../../../shared/model/host.ts';
import { operatorLimits } from '../../../shared/operator-limits.ts';
import { hostOf, recordOf } from '../../harness/model-objects.ts';

const ttlMs = 3_600_000;
const lost: Partial<Host> = { class: 'EPHEMERAL', status: 'NON_RESPONSIVE', sinceAt: 5 };
const retired: Partial<Host> = { status: 'RETIRED', sinceAt: 5 };

class Counted {
  readonly said: string[] = [];
  isInDoubt = false;
  readonly deadlines = new HostDeadlines({
    ephemeralTtlMs: ttlMs,
    rebootMs: ttlMs,
    doubtsItself: () => this.isInDoubt,
    push: (hostId, op) => {
      const detail = op.kind === 'note-deadline' ? ` ${String(op.countedMs)}` : '';
      this.said.push(`${hostId} ${op.kind}${detail}`);
    },
  });

  note(host: Partial<Host>, nowMs: number, countedMs?: number): void {
    const record = recordOf('h', { host: hostOf('h', host), ...(countedMs && { countedMs }) });
    this.deadlines.noted(record, nowMs);
  }

  /** A look each second up to then. */
  pass(fromMs: number, toMs: number): string[] {
    const before = this.said.length;
    for (let nowMs = fromMs; nowMs <= toMs; nowMs += 1_000) this.deadlines.look(nowMs, 0);
    return this.said.slice(before);
  }
}

describe('how long a host is kept that is gone', () => {
  it.each([
    ['an ephemeral one that is not heard', lost, ttlMs],
    ['an ephemeral one that shut down', { ...lost, status: 'DOWN' as const }, ttlMs],
    ['a tombstone', retired, operatorLimits.tombstoneMs],
  ])('%s: its time, with a note each eighth of it', (_, host, limitMs) => {
    const counted = new Counted();
    counted.note(host, 0);
    const notes = [1, 2, 3, 4, 5, 6, 7].map((i) => `h note-deadline ${String((limitMs / 8) * i)}`);
    expect(counted.pass(0, limitMs - 1_000)).toEqual(notes);
    expect(counted.pass(limitMs, limitMs + 5_000)).toEqual(['h expired']);
  });

  it.each<readonly [string, Partial<Host>]>([
    ['a permanent one', { ...lost, class: 'PERMANENT' }],
    ['one that is only suspected', { ...lost, status: 'SUSPECT' }],
    ['one that is up', { ...lost, status: 'UP' }],
    ['one somebody works on', { ...lost, maintenance: { sinceAt: 1, by: '', reason: '' } }],
    ['one whose removal is under way', { ...retired, reason: 'REMOVED' }],
  ])('%s: as long as it likes', (_, host) => {
    const counted = new Counted();
    counted.note(host, 0);
    expect(counted.pass(0, 3 * operatorLimits.tombstoneMs)).toEqual([]);
  });

  it('an heir goes on from what was noted, and is never early', () => {
    const counted = new Counted();
    counted.note(lost, 10_000_000, ttlMs / 2);
    expect(counted.pass(10_000_000, 10_000_000 + ttlMs / 2 - 1_000)).not.toContain('h expired');
    expect(counted.pass(10_000_000 + ttlMs / 2, 10_000_000 + ttlMs / 2)).toEqual(['h expired']);
  });

  it('begins anew when it was heard in between', () => {
    const counted = new Counted();
    counted.note(lost, 0);
    counted.pass(0, ttlMs - 1_000);
    counted.note({ ...lost, status: 'UP', sinceAt: 6 }, ttlMs - 1_000);
    counted.note({ ...lost, sinceAt: 7 }, ttlMs);
    expect(counted.pass(ttlMs, 2 * ttlMs - 1_000)).not.toContain('h expired');
  });

  it('a tombstone stays as long as its agent knocks', () => {
    const counted = new Counted();
    counted.note(retired, 0);
    const limitMs = operatorLimits.tombstoneMs;
    counted.pass(0, limitMs - 1_000);
    counted.deadlines.knocked('h', limitMs - 1_000);
    expect(counted.pass(limitMs, 2 * limitMs - 2_000)).not.toContain('h expired');
    expect(counted.pass(2 * limitMs - 1_000, 2 * limitMs)).toContain('h expired');
  });

  it('nothing ends while the replica doubts itself, or for a standstill of its own (I6, I7)', () => {
    const counted = new Counted();
    counted.note(lost, 0);
    counted.isInDoubt = true;
    expect(counted.pass(0, 2 * ttlMs)).toEqual([]);
    counted.isInDoubt = false;
    expect(counted.pass(2 * ttlMs + 1_000, 2 * ttlMs + 1_000)).toEqual(['h expired']);
    const standing = new Counted();
    standing.note(lost, 0);
    standing.deadlines.look(ttlMs, ttlMs);
    expect(standing.pass(ttlMs, 2 * ttlMs - 1_000)).not.toContain('h expired');
  });

  it('is the business of whoever has the host', () => {
    const counted = new Counted();
    counted.note(lost, 0);
    counted.deadlines.released('h');
    expect(counted.pass(0, 2 * ttlMs)).toEqual([]);
  });

  it('of a reboot is only counted: what follows from it is a verdict', () => {
    const counted = new Counted();
    counted.note({ status: 'REBOOTING', sinceAt: 5 }, 0);
    const said = counted.pass(0, 3 * ttlMs);
    expect(said.length).toBeGreaterThan(2);
    expect(said.every((one) => one.startsWith('h note-deadline'))).toBe(true);
  });
});
