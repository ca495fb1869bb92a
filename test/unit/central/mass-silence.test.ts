import { describe, expect, it } from 'vitest';

import { ContactTable } from '../../../central/contact-table.ts';
import type { HostContact } from '../../../central/host-contact.ts';
import { defaultLiveness } from '../../../central/state/liveness.ts';

const lookMs = 250;

/** A replica's hosts on a clock moved by hand; those it hears report once a second. */
class Fleet {
  readonly table = new ContactTable(defaultLiveness);
  readonly contacts = new Map<string, HostContact>();
  readonly said: string[] = [];
  nowMs = 0;

  /** All of them have been in contact for ten seconds. */
  static of(count: number): Fleet {
    const fleet = new Fleet();
    for (let i = 1; i <= count; i++) fleet.open(`h${i}`);
    return fleet.until(10_000);
  }

  open(hostId: string): void {
    const times = { nowMs: this.nowMs, intervalMs: 1_000 };
    this.contacts.set(hostId, this.table.streamOpened(hostId, times));
    this.table.setStatus(hostId, 'UP');
  }

  /** They are not heard any more. */
  cut(...hostIds: string[]): this {
    for (const hostId of hostIds) this.contacts.delete(hostId);
    return this;
  }

  until(endMs: number): this {
    while (this.nowMs < endMs) {
      this.nowMs += lookMs;
      if (this.nowMs % 1_000 === 0)
        for (const contact of this.contacts.values()) this.table.heard(contact, this.nowMs);
      this.#look();
    }
    return this;
  }

  #look(): void {
    for (const { hostId, answer } of this.table.look(this.nowMs, 0)) {
      if (answer.kind === 'look') continue;
      const word = answer.kind === 'verdict' ? answer.verdict.status : answer.kind;
      this.said.push(`${this.nowMs} ${hostId} ${word}`);
      if (answer.kind === 'verdict') this.table.setStatus(hostId, answer.verdict.status);
    }
    for (const { kind } of this.table.takeNews()) this.said.push(`${this.nowMs} ${kind}`);
  }

  /** What was said of verdicts and doubt, but for suspicions. */
  get verdicts(): string[] {
    return this.said.filter((word) => !word.includes('SUSPECT') && !word.includes('note'));
  }
}

describe('hosts that fall silent together', () => {
  it('three of four: they are suspected at once, noted while they wait, and given up after the hold', () => {
    const fleet = Fleet.of(4).cut('h1', 'h2', 'h3').until(60_000);
    expect(fleet.said).toEqual([
      ...['13000 h1 SUSPECT', '13000 h2 SUSPECT', '13000 h3 SUSPECT', '13000 tripped'],
      ...['21000 h1 note', '21000 h2 note', '21000 h3 note', '41000 ask-peers', '43000 paced'],
      ...['43250 h1 NON_RESPONSIVE', '43250 h2 NON_RESPONSIVE', '43250 h3 NON_RESPONSIVE'],
      '43500 released',
    ]);
  });

  it('one of two is given up in its time', () => {
    const fleet = Fleet.of(2).cut('h1').until(60_000);
    expect(fleet.said).toEqual(['13000 h1 SUSPECT', '21000 h1 NON_RESPONSIVE']);
  });

  it('that come back before the hold is over are not given up', () => {
    const fleet = Fleet.of(40);
    const lost = [...fleet.contacts.keys()].slice(0, 20);
    fleet.cut(...lost).until(41_000);
    for (const hostId of lost) fleet.open(hostId);
    expect(fleet.until(120_000).verdicts).toEqual([
      '13000 tripped',
      '41000 ask-peers',
      '41250 released',
    ]);
  });

  it('are counted over a window of two silence limits, also when they fall silent one after the other', () => {
    const fleet = Fleet.of(3);
    fleet.cut('h1').until(12_000).cut('h2').until(14_000).cut('h3').until(20_000);
    expect(fleet.verdicts).toEqual(['17000 tripped']);
    const slow = Fleet.of(3);
    slow.cut('h1').until(14_000).cut('h2').until(20_000).cut('h3').until(40_000);
    expect(slow.verdicts).toEqual([
      ...['21000 h1 NON_RESPONSIVE', '25000 h2 NON_RESPONSIVE', '31000 h3 NON_RESPONSIVE'],
    ]);
  });

  it('in the grace after a start are a mass all the same: nobody is given up right behind it', () => {
    const fleet = new Fleet();
    fleet.table.start(0, 15_000);
    for (const hostId of ['h1', 'h2', 'h3']) fleet.open(hostId);
    fleet.until(5_000).cut('h1', 'h2', 'h3').until(60_000);
    expect(fleet.verdicts.slice(0, 2)).toEqual(['8000 tripped', '36000 ask-peers']);
    expect(fleet.verdicts.find((word) => word.endsWith('NON_RESPONSIVE'))).toMatch(/^382/);
  });

  it('are not a mass if they announced it', () => {
    const fleet = Fleet.of(4);
    for (const hostId of ['h1', 'h2', 'h3']) fleet.table.moving(hostId, 40_000);
    fleet.cut('h1', 'h2', 'h3').until(60_000);
    expect(fleet.verdicts.some((word) => word.endsWith('tripped'))).toBe(false);
  });

  it('hold the verdict on another that was suspected before', () => {
    const fleet = Fleet.of(5).cut('h5').until(13_000).cut('h1', 'h2', 'h3', 'h4').until(40_000);
    expect(fleet.verdicts).toEqual(['16000 tripped']);
  });

  it('void a verdict that waits its turn, and it is asked for again', () => {
    const fleet = Fleet.of(4).cut('h1').until(21_000);
    expect(fleet.verdicts).toEqual(['21000 h1 NON_RESPONSIVE']);
    const waiting = Fleet.of(4).cut('h1').until(17_000).cut('h2', 'h3', 'h4').until(20_750);
    expect(waiting.table.isDue('h1', 'NON_RESPONSIVE', 21_000)).toBe(false);
  });

  it('are told of: the brake, and when it lets go', () => {
    const { table } = Fleet.of(4).cut('h1', 'h2', 'h3').until(23_000);
    const standing = table.standingOf('h1', 23_000);
    expect(standing).toMatchObject({ mass: 'held', silentMs: 13_000, isGrace: false });
    expect(standing?.next).toEqual({ status: 'NON_RESPONSIVE', inMs: 20_000 });
    expect(table.suspectsItself).toBe(true);
    expect(table.hearsWell(23_000)).toBe(false);
  });
});

describe('a replica that is asked whether it hears its hosts well', () => {
  it.each([
    [0, 0, false],
    [10, 0, true],
    [10, 3, true],
    [10, 4, false],
    [2, 2, false],
  ])('of %i hosts, %i silent: %s', (count, silent, does) => {
    const fleet = Fleet.of(count);
    fleet.cut(...[...fleet.contacts.keys()].slice(0, silent)).until(14_000);
    expect(fleet.table.hearsWell(14_000)).toBe(does);
  });
});

describe('all graces for one silence together (DESIGN section 6)', () => {
  const times = { nowMs: 0, intervalMs: 1_000 };

  function heir(silence: { silentMs: number; spentMs: number }, graceMs = 15_000): Fleet {
    const fleet = new Fleet();
    fleet.table.start(-60_000, graceMs);
    fleet.table.know('h1', 'SUSPECT', times);
    fleet.table.spare('h1', 0);
    fleet.table.resume('h1', silence, 0);
    return fleet;
  }

  it.each([
    // The grace of the take-over.
    [{ silentMs: 3_000, spentMs: 3_000 }, 15_000],
    // A hold of 30 s was granted by the owner before; 30 s are left.
    [{ silentMs: 11_000, spentMs: 41_000 }, 15_000],
    [{ silentMs: 11_000, spentMs: 61_000 }, 10_000],
    [{ silentMs: 20_000, spentMs: 71_000 }, 250],
    [{ silentMs: 90_000, spentMs: 105_000 }, 250],
  ])('end after 60 s, also for an heir of %o: verdict after %i ms', (silence, verdictMs) => {
    const { said } = heir(silence).until(30_000);
    expect(said).toEqual([`${verdictMs} h1 NON_RESPONSIVE`]);
  });

  it('end so after a start, too', () => {
    const fleet = new Fleet();
    fleet.table.start(0, 15_000);
    for (const hostId of ['h1', 'h2']) fleet.table.know(hostId, 'SUSPECT', times);
    fleet.table.resume('h1', { silentMs: 20_000, spentMs: 66_000 }, 0);
    expect(fleet.until(30_000).said).toEqual(['5000 h1 NON_RESPONSIVE', '15000 h2 NON_RESPONSIVE']);
  });

  it('are noted before they are lived through', () => {
    const { table } = heir({ silentMs: 3_000, spentMs: 3_000 });
    expect(table.silenceOf('h1', 1_000)).toEqual({ silentMs: 4_000, spentMs: 18_000 });
    const last = heir({ silentMs: 11_000, spentMs: 61_000 });
    expect(last.table.silenceOf('h1', 0)).toEqual({ silentMs: 11_000, spentMs: 71_000 });
    expect(table.silenceOf('unknown', 0)).toBeUndefined();
  });

  it('are as long as ever for the next silence', () => {
    const fleet = heir({ silentMs: 20_000, spentMs: 70_000 });
    fleet.open('h1');
    expect(fleet.table.silenceOf('h1', 0)).toEqual({ silentMs: 0, spentMs: 0 });
    expect(fleet.table.resume('h1', { silentMs: 20_000, spentMs: 70_000 }, 0)).toBe(false);
  });

  it('hold a mass for no longer, at the pace, however often it is lengthened', () => {
    const fleet = Fleet.of(40);
    const lost = [...fleet.contacts.keys()].slice(0, 30);
    fleet.cut(...lost).until(42_000);
    fleet.table.lengthenHold();
    fleet.until(72_000);
    // Somebody comes and goes all the time, so that the others may be on their way.
    for (let ms = 72_000; ms <= 90_000; ms += 4_000) {
      fleet.open('h30');
      fleet.cut('h30').until(ms);
    }
    const given = fleet.said.filter((word) => word.endsWith('NON_RESPONSIVE'));
    expect(given[0]?.split(' ')[0]).toBe('81000');
    expect(given).toHaveLength(29);
    expect(Number(given.at(-1)?.split(' ')[0])).toBeLessThanOrEqual(82_250);
  });
});
