import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type {
  MemberKey,
  MemberTable,
  TableEffect,
} from '../../central/cluster/membership/entry.ts';
import { newTable, stepTable, type TableInput } from '../../central/cluster/membership/table.ts';
import { limits } from '../../shared/limits.ts';
import { anIdentity } from '../harness/member-stage.ts';

const lifetimeMs = limits.memberLifetimeMs;
const gapMs = limits.memberLookGapMsMax;
const ids = ['a', 'b', 'c', 'd', 'e'];

type Happening =
  | { readonly kind: 'hear' | 'leave'; readonly id: string; readonly waitMs: number }
  | { readonly kind: 'list'; readonly ids: readonly string[]; readonly waitMs: number }
  | { readonly kind: 'proof' | 'look'; readonly waitMs: number };

/** Less than what counts as a standstill. */
const waitMs = fc.integer({ min: 0, max: gapMs });
const id = fc.constantFrom(...ids);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('hear'), id, waitMs }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('proof'), waitMs }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('look'), waitMs }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave'), id, waitMs }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('list'), ids: fc.subarray(ids), waitMs }),
  },
);
const story = fc.array(happening, { maxLength: 80 });

/** A table with a clock, and what it did. */
class TableRun {
  table: MemberTable = newTable(0);
  nowMs = 0;
  #revision = 0;
  readonly effects: TableEffect[][] = [];

  happen(next: Happening): readonly TableEffect[] {
    this.nowMs += next.waitMs;
    return this.step(this.#inputOf(next));
  }

  step(input: TableInput): readonly TableEffect[] {
    const { table, effects } = stepTable(this.table, input, this.nowMs);
    this.table = table;
    this.effects.push([...effects]);
    return effects;
  }

  get aliveIds(): string[] {
    const entries = [...this.table.entries].filter(([, entry]) => entry.expiredAtMs === undefined);
    return entries.map(([memberId]) => memberId).sort();
  }

  /** A heartbeat of ours each second, and nothing else. */
  listen(ms: number): void {
    for (let passedMs = 0; passedMs < ms; passedMs += 1000)
      this.happen({ kind: 'proof', waitMs: 1000 });
  }

  #inputOf(next: Happening): TableInput {
    switch (next.kind) {
      case 'hear':
        return { kind: 'heard', key: this.#key(next.id) };
      case 'leave':
        return { kind: 'heard', key: { ...this.#key(next.id), value: undefined } };
      case 'list':
        return { kind: 'listed', keys: next.ids.map((memberId) => this.#key(memberId)) };
      case 'proof':
        return { kind: 'proven', sentAtMs: this.nowMs };
      case 'look':
        return { kind: 'look' };
    }
  }

  #key(memberId: string): MemberKey {
    this.#revision += 1;
    const beat = this.#revision;
    const value = { ...anIdentity(memberId), state: 'ACTIVE', groups: [], beat } as const;
    return { id: memberId, revision: this.#revision, value };
  }
}

const kinds = (effects: readonly (readonly TableEffect[])[]): string[] =>
  effects.flat().map(({ kind, id: memberId }) => `${kind} ${memberId}`);

describe('the table of members, whatever happens', () => {
  it('gives nobody up that was heard within a lifetime, and nobody without a heartbeat that proves it', () => {
    fc.assert(
      fc.property(story, (happenings) => {
        const run = new TableRun();
        const heardAtMs = new Map<string, number>();
        let provenAtMs = -Infinity;
        for (const next of happenings) {
          const effects = run.happen(next);
          if (next.kind === 'hear') heardAtMs.set(next.id, run.nowMs);
          if (next.kind === 'list') for (const name of next.ids) heardAtMs.set(name, run.nowMs);
          if (next.kind === 'proof') provenAtMs = run.nowMs;
          for (const { kind, id: name } of effects) {
            if (kind !== 'expired') continue;
            const deadlineMs = (heardAtMs.get(name) ?? NaN) + lifetimeMs;
            expect(provenAtMs).toBeGreaterThanOrEqual(deadlineMs);
          }
        }
      }),
    );
  });

  it('counts whom it hears as alive, and whom it hears leave as gone', () => {
    fc.assert(
      fc.property(story, (happenings) => {
        const run = new TableRun();
        for (const next of happenings) {
          run.happen(next);
          if (next.kind === 'hear') expect(run.aliveIds).toContain(next.id);
          if (next.kind === 'leave') expect(run.aliveIds).not.toContain(next.id);
          if (next.kind === 'list')
            expect(run.aliveIds).toEqual(expect.arrayContaining([...next.ids]));
        }
      }),
    );
  });

  it('does the same with a standstill in between, only later (I6)', () => {
    const standstill = fc.integer({ min: gapMs + 1, max: 3_600_000 });
    fc.assert(
      fc.property(story, story, standstill, (before, after, stoodMs) => {
        const [steady, standing] = [new TableRun(), new TableRun()];
        for (const next of before) [steady, standing].map((run) => run.happen(next));
        steady.step({ kind: 'look' });
        standing.nowMs += stoodMs;
        standing.step({ kind: 'look' });
        for (const next of after) [steady, standing].map((run) => run.happen(next));
        [steady, standing].map((run) => {
          run.listen(4 * lifetimeMs);
        });
        expect(kinds(standing.effects)).toEqual(kinds(steady.effects));
      }),
    );
  });

  it('loses nobody by listing the bucket again, be it empty (N10)', () => {
    fc.assert(
      fc.property(story, fc.subarray(ids), (happenings, found) => {
        const run = new TableRun();
        for (const next of happenings) run.happen(next);
        const before = run.aliveIds;
        run.happen({ kind: 'list', ids: found, waitMs: 0 });
        run.listen(2 * lifetimeMs - 1000);
        expect(run.aliveIds).toEqual(expect.arrayContaining(before));
      }),
    );
  });

  it('has no doubt without end: who stays silent is given up within three lifetimes (I7)', () => {
    fc.assert(
      fc.property(story, (happenings) => {
        const run = new TableRun();
        for (const next of happenings) run.happen(next);
        run.listen(3 * lifetimeMs + 1000);
        expect(run.aliveIds).toEqual([]);
      }),
    );
  });

  it('doubts one silence once, however others come and go', () => {
    const heardEachSecond = fc.array(fc.subarray(ids), { maxLength: 60 });
    fc.assert(
      fc.property(heardEachSecond, (seconds) => {
        const run = new TableRun();
        for (const heard of seconds) {
          for (const name of heard) run.happen({ kind: 'hear', id: name, waitMs: 0 });
          run.listen(1000);
          for (const { seenAtMs, expiredAtMs } of run.table.entries.values()) {
            if (expiredAtMs === undefined)
              expect(run.nowMs - seenAtMs).toBeLessThan(3 * lifetimeMs + 1000);
          }
        }
      }),
    );
  });

  it('gives up whom it doubted already, though others vanish meanwhile', () => {
    const run = new TableRun();
    for (const name of ['a', 'b', 'c']) run.happen({ kind: 'hear', id: name, waitMs: 0 });
    for (let second = 0; second < 9; second++) {
      run.happen({ kind: 'hear', id: 'd', waitMs: 0 });
      run.listen(1000);
    }
    run.listen(5000);
    expect(run.aliveIds).toEqual(['a', 'b', 'c']);
    run.listen(2000);
    expect(run.aliveIds).toEqual([]);
  });

  it('forgets the dead, so that nothing grows', () => {
    const run = new TableRun();
    for (const name of ids) run.happen({ kind: 'hear', id: name, waitMs: 10 });
    run.listen(limits.memberForgottenMs + 4 * lifetimeMs);
    expect(run.table.entries.size).toBe(0);
    expect(kinds(run.effects).filter((text) => text.startsWith('forgotten'))).toHaveLength(5);
  });

  it('refuses members beyond the limit (I8)', () => {
    const run = new TableRun();
    for (let number = 0; number < limits.membersMax; number++)
      run.happen({ kind: 'hear', id: `member-${number}`, waitMs: 0 });
    const effects = run.happen({ kind: 'hear', id: 'one-more', waitMs: 0 });
    expect(effects.map(({ kind }) => kind)).toEqual(['refused']);
    expect(run.table.entries.size).toBe(limits.membersMax);
    expect(run.happen({ kind: 'hear', id: 'member-0', waitMs: 0 })).toEqual([]);
  });
});
