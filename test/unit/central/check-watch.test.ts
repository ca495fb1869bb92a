import { expect, it } from 'vitest';

import { CheckWatch } from '../../../central/check-watch.ts';
import { silentLogger } from '../../../shared/log.ts';
import { FakeClock } from '../../harness/fake-clock.ts';

it('raises the alarm once when a check fails, and calls it off once', () => {
  const clock = new FakeClock();
  const said: string[] = [];
  const metric: Record<string, boolean> = {};
  let message = '';
  const note =
    (level: string) =>
    (...words: unknown[]) =>
      said.push(`${level}: ${String(words.at(-1))}`);
  const watch = new CheckWatch({
    clock,
    log: { ...silentLogger, info: note('info'), error: note('error') },
    checks: [{ name: 'store', check: () => ({ isOk: message === '', message }) }],
    onLook: (name, isOk) => {
      metric[name] = isOk;
    },
  });
  watch.start();
  clock.advance(3_000);
  expect(said).toEqual([]);
  message = 'the disk is full';
  clock.advance(5_000);
  expect(metric).toEqual({ store: false });
  message = '';
  clock.advance(5_000);
  expect(metric).toEqual({ store: true });
  expect(said).toEqual([
    'error: store cannot do its work: the disk is full',
    'info: store works again',
  ]);
  watch.stop();
  expect(clock.timerCount).toBe(0);
});
