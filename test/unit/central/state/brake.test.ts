import { describe, expect, it } from 'vitest';

import {
  isMass,
  lengthen,
  permit,
  released,
  shift,
  stepBrake,
} from '../../../../central/state/brake.ts';
import type { Brake, BrakeInput } from '../../../../central/state/brake.ts';

const lookMs = 250;
const quiet: Omit<BrakeInput, 'nowMs'> = {
  ...{ holdMs: 30_000, owned: 2_000, windowMs: 0, missing: 0, returnedMs: -Infinity },
  census: { inContact: 2_000, lost: 0 },
};
const mass = { census: { inContact: 2_000, lost: 1_000 }, missing: 1_000 };
/** Silent for longer than the window: they fell silent before it began. */
const later = { census: { inContact: 1_000, lost: 0 }, missing: 1_000 };

/** A brake on a clock moved by hand, looked at as the loop does. */
class Driver {
  brake: Brake = released;
  nowMs = 0;
  readonly news: string[] = [];

  /** Looks until `untilMs`, that included. */
  until(untilMs: number, seen: Partial<BrakeInput>): this {
    for (; this.nowMs <= untilMs; this.nowMs += lookMs) this.look(seen);
    return this;
  }

  look(seen: Partial<BrakeInput>): void {
    const { brake, news } = stepBrake(this.brake, { ...quiet, nowMs: this.nowMs, ...seen });
    this.brake = brake;
    this.news.push(...news.map(({ kind }) => `${this.nowMs} ${kind}`));
  }

  /** How many of a thousand verdicts go out now. */
  permitted(isExempt = false): number {
    let count = 0;
    for (let i = 0; i < 1_000; i++) {
      const { isPermitted, brake } = permit(this.brake, { isExempt, nowMs: this.nowMs });
      this.brake = brake;
      if (isPermitted) count += 1;
    }
    return count;
  }

  /** The same at each look of a second. */
  permittedInASecond(seen: Partial<BrakeInput>, isExempt = false): number {
    let count = 0;
    for (const endMs = this.nowMs + 1_000; this.nowMs < endMs; this.nowMs += lookMs) {
      this.look(seen);
      count += this.permitted(isExempt);
    }
    return count;
  }
}

describe('a mass silence (DESIGN section 6)', () => {
  it.each([
    [2_000, 1_000, true],
    [2_000, 601, true],
    [2_000, 600, false],
    [30, 10, true],
    [30, 9, false],
    [33, 10, true],
    [34, 10, false],
    // All of at least three.
    [3, 3, true],
    [2, 2, false],
    [1, 1, false],
    // One may be left: the agent on the replica's own machine.
    [4, 3, true],
    [9, 8, true],
    [9, 7, false],
    [3, 2, false],
    [2, 1, false],
    [0, 0, false],
  ])('is, of %i hosts in contact, the loss of %i: %s', (inContact, lost, is) => {
    expect(isMass({ inContact, lost })).toBe(is);
  });
});

describe('the brake on verdicts (I7)', () => {
  it('lets every verdict through as long as no mass is silent', () => {
    const driver = new Driver().until(60_000, { census: { inContact: 2_000, lost: 600 } });
    expect(driver.permitted()).toBe(1_000);
    expect(driver.news).toEqual([]);
  });

  it('holds verdicts for the hold, says so once, asks the peers once near its end, then keeps the pace', () => {
    const driver = new Driver().until(6_000, mass).until(29_750, later);
    expect(driver.permitted()).toBe(0);
    driver.until(30_000, later);
    expect(driver.news).toEqual(['0 tripped', '28000 ask-peers', '30000 paced']);
    expect(driver.permittedInASecond(later)).toBe(20);
    expect(driver.permittedInASecond({ ...later, owned: 10_000 })).toBe(100);
  });

  it('does not save up what nobody needed', () => {
    const driver = new Driver().until(6_000, mass).until(60_000, later);
    expect(driver.permitted()).toBe(10);
  });

  it('is released when nobody is silent any more, at once', () => {
    const driver = new Driver().until(6_000, mass);
    driver.until(6_250, { returnedMs: 6_250 });
    expect(driver.news).toEqual(['0 tripped', '6250 released']);
    expect(driver.permitted()).toBe(1_000);
  });

  it('ends when contact returns, but not before those on their way had the time to come', () => {
    const few = { census: { inContact: 1_000, lost: 0 }, missing: 100 };
    const driver = new Driver().until(6_000, mass);
    for (let returnedMs = 6_250; returnedMs <= 9_000; returnedMs += lookMs)
      driver.until(returnedMs, { ...few, returnedMs });
    driver.until(20_000, { ...few, returnedMs: 9_000 });
    expect(driver.news).toEqual(['0 tripped', '14000 paced']);
  });

  it('gives nobody up while hosts come back at the end of the hold', () => {
    const driver = new Driver().until(6_000, mass).until(29_000, later);
    driver.until(33_750, { ...later, missing: 900, returnedMs: 28_900 });
    expect(driver.permitted()).toBe(0);
    driver.until(34_000, { ...later, missing: 900, returnedMs: 28_900 });
    expect(driver.news.at(-1)).toBe('34000 paced');
  });

  it('stops giving up hosts when others come back after the hold', () => {
    const driver = new Driver().until(6_000, mass).until(32_000, later);
    driver.until(32_250, { ...later, returnedMs: 32_200 });
    expect(driver.permitted()).toBe(0);
    driver.until(36_750, { ...later, returnedMs: 32_200 });
    expect(driver.permitted()).toBe(0);
    driver.until(37_250, { ...later, returnedMs: 32_200 });
    expect(driver.permitted()).toBeGreaterThan(0);
  });

  it('is lengthened once by a peer that hears its own hosts well', () => {
    const driver = new Driver().until(6_000, mass).until(28_000, later);
    driver.brake = lengthen(driver.brake, 30_000);
    driver.brake = lengthen(driver.brake, 30_000);
    driver.until(70_000, later);
    expect(driver.news).toEqual(['0 tripped', '28000 ask-peers', '60000 paced']);
    expect(lengthen(driver.brake, 30_000)).toBe(driver.brake);
    expect(lengthen(released, 30_000)).toBe(released);
  });

  it('lets those through that have waited for as long as one may, at the pace', () => {
    const driver = new Driver().until(6_000, mass);
    expect(driver.permittedInASecond(later, true)).toBeLessThanOrEqual(30);
    expect(driver.permittedInASecond(later, true)).toBe(20);
    expect(driver.permitted()).toBe(0);
  });

  it('holds for another mass that falls silent during the hold, and says it anew only after it', () => {
    const driver = new Driver().until(6_000, mass).until(20_000, later);
    const second = { census: { inContact: 1_000, lost: 500 }, missing: 1_500 };
    driver.until(26_000, second).until(50_000, { ...later, missing: 1_500 });
    expect(driver.news).toEqual(['0 tripped', '48250 ask-peers']);
    driver.until(60_000, { ...later, missing: 1_500 });
    driver.until(62_000, { census: { inContact: 500, lost: 400 }, missing: 1_900 });
    expect(driver.news.slice(2)).toEqual(['50250 paced', '60250 tripped']);
  });

  it('moves with a standstill of the process (I6)', () => {
    const driver = new Driver().until(6_000, mass);
    driver.brake = shift(driver.brake, 100_000);
    driver.nowMs += 100_000;
    driver.until(129_750, later);
    expect(driver.news).toEqual(['0 tripped', '128000 ask-peers']);
    driver.until(130_000, later);
    expect(driver.news.at(-1)).toBe('130000 paced');
    expect(shift(released, 1_000)).toBe(released);
    const { brake } = driver;
    if (brake.kind === 'released') throw new Error('it is engaged');
    const { windowMs, sinceMs, untilMs, returnedMs, lookedMs, ...rest } = {
      ...brake,
      returnedMs: 7,
    };
    expect(shift({ ...brake, returnedMs: 7 }, 50)).toEqual({
      ...rest,
      ...{ windowMs: windowMs + 50, sinceMs: sinceMs + 50, untilMs: untilMs + 50 },
      ...{ returnedMs: returnedMs + 50, lookedMs: lookedMs + 50 },
    });
  });

  it('returns from before it tripped have nothing to do with it', () => {
    // Some came back just before the mass fell silent: that does not keep the hold from its end.
    const driver = new Driver();
    driver.look({ ...mass, returnedMs: -100 });
    driver.until(30_000, { ...later, returnedMs: -100 });
    expect(driver.news.at(-1)).toBe('30000 paced');
    expect(driver.brake).toMatchObject({ returnedMs: -Infinity });
  });

  it('without a hold has the pace alone', () => {
    const driver = new Driver().until(500, { ...mass, holdMs: 0 });
    expect(driver.news).toEqual(['0 tripped', '250 paced']);
  });
});
