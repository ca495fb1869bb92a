import fc from 'fast-check';
import { expect, it } from 'vitest';

import { isMass, lengthen, permit, released, stepBrake } from '../../central/state/brake.ts';
import type { Brake } from '../../central/state/brake.ts';
import { verdictLimits } from '../../shared/verdict-limits.ts';

const holdMs = 30_000;
const owned = 3_000;

const anyLook = fc.record({
  afterMs: fc.constantFrom(250, 250, 250, 250, 1_000, 6_000),
  inContact: fc.nat(40),
  lostPart: fc.constantFrom(0, 0, 0, 0.2, 0.5, 1),
  missing: fc.nat(40),
  isReturn: fc.constantFrom(false, false, false, true),
  isLengthened: fc.constantFrom(false, false, false, true),
  wanted: fc.nat(80),
  exempt: fc.nat(80),
});

interface Life {
  brake: Brake;
  nowMs: number;
  returnedMs: number;
}

/** One look and what is asked after it: how many verdicts went out, and what the brake said. */
function play(
  life: Life,
  look: typeof anyLook extends fc.Arbitrary<infer Look> ? Look : never,
): { readonly said: readonly string[]; readonly plain: number; readonly exempt: number } {
  const { inContact, lostPart, missing, isReturn, isLengthened, wanted, exempt } = look;
  life.nowMs += look.afterMs;
  if (isReturn) life.returnedMs = life.nowMs;
  const { nowMs, returnedMs } = life;
  const census = { inContact, lost: Math.floor(inContact * lostPart) };
  const input = { nowMs, holdMs, owned, windowMs: nowMs - 6_000, census, missing, returnedMs };
  const { brake, news } = stepBrake(life.brake, input);
  life.brake = isLengthened ? lengthen(brake, holdMs) : brake;
  const ask = (count: number, isExempt: boolean): number => {
    let given = 0;
    for (let i = 0; i < count; i++) {
      const answer = permit(life.brake, { isExempt, nowMs });
      life.brake = answer.brake;
      if (answer.isPermitted) given += 1;
    }
    return given;
  };
  return {
    said: news.map(({ kind }) => kind),
    exempt: ask(exempt, true),
    plain: ask(wanted, false),
  };
}

function kindOf({ brake }: Life): Brake['kind'] {
  return brake.kind;
}

it('an engaged brake lets no more through than its pace, and while it holds only what waited for too long', () => {
  fc.assert(
    fc.property(fc.array(anyLook, { maxLength: 300 }), (looks) => {
      const life: Life = { brake: released, nowMs: 0, returnedMs: -Infinity };
      const perS = Math.max(verdictLimits.paceMin, verdictLimits.pacePart * owned);
      let [engagedMs, given] = [0, 0];
      for (const look of looks) {
        const wasReleased = life.brake.kind === 'released';
        const { plain, exempt } = play(life, look);
        if (life.brake.kind === 'released') {
          expect([plain, exempt]).toEqual([look.wanted, look.exempt]);
          continue;
        }
        if (life.brake.kind === 'held') expect(plain).toBe(0);
        const isReturning = life.nowMs - life.returnedMs < verdictLimits.returnMs;
        if (isReturning && life.returnedMs >= life.brake.sinceMs) expect(plain).toBe(0);
        if (wasReleased) [engagedMs, given] = [life.nowMs, 0];
        given += plain + exempt;
        expect(given).toBeLessThanOrEqual((perS * (life.nowMs - engagedMs)) / 1_000);
      }
    }),
    { numRuns: 300 },
  );
});

it('a brake says that it trips when it engages or another mass follows it, and no doubt is without an end', () => {
  fc.assert(
    fc.property(fc.array(anyLook, { maxLength: 200 }), (looks) => {
      const life: Life = { brake: released, nowMs: 0, returnedMs: -Infinity };
      for (const look of looks) {
        const before = life.brake.kind;
        const { said } = play(life, look);
        const { inContact, lostPart } = look;
        const isTripped = said.includes('tripped');
        if (isTripped) expect(isMass({ inContact, lost: inContact * lostPart })).toBe(true);
        if (before === 'held') expect(isTripped).toBe(false);
        if (before === 'released') expect(kindOf(life) === 'held').toBe(isTripped);
      }
      // Nobody comes back and nobody else falls silent.
      const quiet = { inContact: 0, missing: 40, wanted: 0, exempt: 0 };
      for (let ms = 0; ms <= 2 * holdMs + verdictLimits.returnMs; ms += 250)
        play(life, { ...quiet, afterMs: 250, lostPart: 0, isReturn: false, isLengthened: false });
      expect(life.brake.kind).not.toBe('held');
    }),
    { numRuns: 300 },
  );
});
