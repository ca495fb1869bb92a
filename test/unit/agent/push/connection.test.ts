import { describe, expect, it } from 'vitest';

import { ConnectionBench as Bench } from '../../../harness/connection-bench.ts';

const dialing = (): Bench => new Bench().give({ kind: 'start' });
const open = (): Bench => dialing().welcome();
const waiting = (): Bench => dialing().closed();
const stopped = (): Bench => dialing().give({ kind: 'stop' });

function dialOf(address: string, over: object = {}): object {
  return { kind: 'dial', address, redirects: 0, unreachableOwner: '', ...over };
}

describe('every input in every phase', () => {
  const phases = { idle: () => new Bench(), waiting, dialing, open, stopped };
  const inputs: Record<string, (bench: Bench) => Bench> = {
    start: (bench) => bench.give({ kind: 'start' }),
    'a deadline too early': (bench) => bench.deadline(1),
    'a frame sent': (bench) => bench.sent(1, 1),
    welcome: (bench) => bench.welcome(),
    'an ack': (bench) => bench.ack(1),
    'a ping': (bench) => bench.hear({ kind: 'ping', nonce: 1 }),
    'something unknown': (bench) => bench.hear({ kind: 'unknown' }),
    'a closed stream': (bench) => bench.closed(),
    stop: (bench) => bench.give({ kind: 'stop' }),
  };
  const moves: Record<string, Partial<Record<keyof typeof phases, string>>> = {
    start: { idle: 'dialing' },
    welcome: { dialing: 'open' },
    'a closed stream': { dialing: 'waiting', open: 'waiting' },
    stop: { idle: 'stopped', waiting: 'stopped', dialing: 'stopped', open: 'stopped' },
  };
  const cases = Object.keys(inputs).flatMap((input) =>
    (Object.keys(phases) as (keyof typeof phases)[]).map((from) => {
      return { input, from, to: moves[input]?.[from] ?? from };
    }),
  );

  it.each(cases)('$input leads from $from to $to', ({ input, from, to }) => {
    expect(inputs[input]?.(phases[from]()).phase).toBe(to);
  });

  it('nothing happens any more after stop', () => {
    expect(stopped().redirect('x:1').deadline(99_999).effects).toEqual([]);
  });
});

describe('dialing', () => {
  it('goes through the list of addresses, one after each failure', () => {
    const bench = dialing();
    expect(bench.effects).toEqual([dialOf('one:1')]);
    for (const address of ['two:2', 'one:1']) {
      bench.closed();
      expect(bench.deadline(bench.deadlineMs ?? NaN).effects).toEqual([dialOf(address)]);
    }
  });

  it('gives up when no welcome comes within five seconds, channel and all (G3)', () => {
    const bench = dialing();
    expect(bench.deadlineMs).toBe(5_000);
    expect(bench.deadline(4_999).phase).toBe('dialing');
    expect(bench.deadline(5_000).effects).toEqual([
      { kind: 'hang-up', reason: 'no answer from one:1' },
    ]);
    expect(bench.phase).toBe('waiting');
  });

  it('takes over what welcome sets, and keeps what it leaves out', () => {
    const { settings } = dialing().welcome({ intervalMs: 5_000, replicas: ['three:3'] }).connection;
    expect(settings).toEqual({
      ...{ intervalMs: 5_000, reconnectWindowMs: 1_000, ackDeadlineMs: 6_000 },
      addresses: ['three:3'],
    });
  });

  it('takes over new settings at any time', () => {
    const settings = { ackDeadlineMs: 9_000, replicas: [] };
    const bench = open().hear({ kind: 'configure', settings });
    expect(bench.connection.settings).toMatchObject({ ackDeadlineMs: 9_000, intervalMs: 2_000 });
  });
});

describe('waiting after a failure', () => {
  it('spreads attempts over the window the central named, which doubles up to its limit', () => {
    const bench = dialing();
    const pauses: number[] = [];
    for (let i = 0; i < 5; i++) {
      bench.closed();
      pauses.push((bench.deadlineMs ?? NaN) - bench.nowMs);
      bench.deadline(bench.deadlineMs ?? NaN);
    }
    expect(pauses).toEqual([500, 1_000, 2_000, 2_000, 2_000]);
  });

  it('waits at least as long as the central asked for', () => {
    expect(dialing().closed(3_000).deadlineMs).toBe(3_500);
  });

  it('forgets failures only after a healthy minute', () => {
    const failed = (): Bench => {
      const bench = waiting();
      return bench.deadline(bench.deadlineMs ?? NaN).welcome();
    };
    const early = failed();
    early.give({ kind: 'closed', retryAfterMs: undefined }, early.nowMs + 59_999);
    expect((early.deadlineMs ?? NaN) - early.nowMs).toBe(1_000);
    const late = failed();
    late.give({ kind: 'closed', retryAfterMs: undefined }, late.nowMs + 60_000);
    expect((late.deadlineMs ?? NaN) - late.nowMs).toBe(500);
  });
});

describe('the deadline for acknowledgements', () => {
  it('runs from the first frame that is not acknowledged, and destroys the channel (G3)', () => {
    const bench = open();
    expect(bench.deadlineMs).toBeUndefined();
    bench.sent(1, 100).sent(2, 3_000);
    expect(bench.deadlineMs).toBe(6_100);
    expect(bench.deadline(6_100).effects).toEqual([
      { kind: 'hang-up', reason: 'one:1 stopped acknowledging' },
    ]);
    expect(bench.phase).toBe('waiting');
  });

  it('ends when everything is acknowledged', () => {
    expect(open().sent(1, 100).ack(1).deadlineMs).toBeUndefined();
  });

  it('begins anew with each progress, and not with a repeat', () => {
    const bench = open().sent(1, 100).sent(2, 200);
    bench.nowMs = 1_000;
    expect(bench.ack(1).deadlineMs).toBe(7_000);
    bench.nowMs = 2_000;
    expect(bench.ack(1).deadlineMs).toBe(7_000);
  });

  it('knows nothing of frames of an earlier stream', () => {
    const bench = open().sent(5, 100).closed();
    bench.deadline(bench.deadlineMs ?? NaN).welcome();
    expect(bench.deadlineMs).toBeUndefined();
  });
});

describe('a redirect', () => {
  it('hangs up, waits as long as it says, and dials there, telling how often it was sent on', () => {
    const bench = dialing().redirect('three:3', 250);
    expect(bench.effects).toEqual([{ kind: 'hang-up', reason: 'redirected to three:3' }]);
    expect(bench.deadlineMs).toBe(250);
    expect(bench.deadline(250).effects).toEqual([dialOf('three:3', { redirects: 1 })]);
  });

  it('that leads nowhere is told to whoever gave it: the others of the list may be as dead', () => {
    const bench = dialing().redirect('three:3').deadline(0).closed();
    expect(bench.deadline(bench.deadlineMs ?? NaN).effects).toEqual([
      dialOf('one:1', { redirects: 1, unreachableOwner: 'three:3' }),
    ]);
  });

  it('and another, to two replicas that were killed at once, lead back to the one that is left', () => {
    const bench = dialing();
    for (const killed of ['three:3', 'two:2']) {
      bench.redirect(killed).deadline(bench.deadlineMs ?? NaN);
      bench.closed().deadline(bench.deadlineMs ?? NaN);
    }
    expect(bench.effects).toEqual([dialOf('one:1', { redirects: 2, unreachableOwner: 'two:2' })]);
  });

  it('is forgotten with the welcome', () => {
    const bench = dialing().redirect('three:3').deadline(0).welcome();
    expect(bench.connection).toMatchObject({ redirects: 0, unreachableOwner: '' });
  });
});

describe('a lost owner', () => {
  const replicas = ['owner:1', 'heir:2', 'third:3'];

  it('is named to the one that shall own the host without it, which is dialed next', () => {
    const bench = dialing().welcome({ replicas }).closed();
    expect(bench.deadline(bench.deadlineMs ?? NaN).effects).toEqual([
      dialOf('heir:2', { unreachableOwner: 'owner:1' }),
    ]);
  });

  it('is named by the address that was dialed if it gave no other', () => {
    expect(open().closed().connection.unreachableOwner).toBe('one:1');
  });

  it('is named as well when it stopped acknowledging', () => {
    const bench = dialing().welcome({ replicas }).sent(1, 100);
    bench.deadline(bench.deadlineMs ?? NaN);
    expect(bench.connection.unreachableOwner).toBe('owner:1');
  });

  it('is not lost if it named a time to come again', () => {
    const bench = dialing().welcome({ replicas });
    expect(bench.closed(100).connection.unreachableOwner).toBe('');
  });

  it('is followed by the heir of now when the order changed meanwhile', () => {
    const bench = dialing().welcome({ replicas });
    bench.hear({ kind: 'configure', settings: { replicas: ['owner:1', 'new:4', 'heir:2'] } });
    bench.closed();
    expect(bench.deadline(bench.deadlineMs ?? NaN).effects).toEqual([
      dialOf('new:4', { unreachableOwner: 'owner:1' }),
    ]);
  });
});

describe('a drain', () => {
  it('moves at a random moment within its time, without a pause', () => {
    const bench = open().hear({ kind: 'drain', address: 'three:3', withinMs: 1_000 });
    expect(bench.deadlineMs).toBe(500);
    expect(bench.deadline(499).phase).toBe('open');
    expect(bench.deadline(500).effects).toEqual([
      { kind: 'hang-up', reason: 'drained' },
      dialOf('three:3'),
    ]);
  });

  it('concerns nobody who is not connected', () => {
    const bench = dialing().hear({ kind: 'drain', address: 'three:3', withinMs: 0 });
    expect(bench.connection.redirectTo).toBe('');
  });
});
