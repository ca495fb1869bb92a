import { describe, expect, it } from 'vitest';

import { MusterError } from '../../../shared/errors.ts';
import { silentLogger } from '../../../shared/log.ts';
import { runServices, type Service } from '../../../shared/service.ts';
import { FakeClock } from '../../harness/fake-clock.ts';

const never = (): Promise<void> => new Promise(() => undefined);

function stage(): {
  readonly trace: string[];
  readonly clock: FakeClock;
  readonly options: Parameters<typeof runServices>[1];
  readonly service: (name: string, parts?: Partial<Service>) => Service;
} {
  const trace: string[] = [];
  const clock = new FakeClock();
  const note = (text: string) => (): Promise<void> => {
    trace.push(text);
    return Promise.resolve();
  };
  return {
    trace,
    clock,
    options: { log: silentLogger, clock, stopTimeoutMs: 9000 },
    service: (name, parts = {}) => ({
      name,
      start: note(`start ${name}`),
      stop: note(`stop ${name}`),
      ...parts,
    }),
  };
}

describe('runServices', () => {
  it('starts in list order and stops in reverse', async () => {
    const { trace, options, service, clock } = stage();
    const running = await runServices([service('store'), service('loop'), service('api')], options);
    expect(await running.stop()).toEqual({ kind: 'clean' });
    expect(trace).toEqual([
      'start store',
      'start loop',
      'start api',
      'stop api',
      'stop loop',
      'stop store',
    ]);
    expect(clock.timerCount).toBe(0);
  });

  it('stops once, however often it is asked', async () => {
    const { trace, options, service } = stage();
    const running = await runServices([service('store')], options);
    await Promise.all([running.stop(), running.stop()]);
    expect(trace).toEqual(['start store', 'stop store']);
  });

  it('stops what was started when a later one cannot start, and names that one', async () => {
    const { trace, options, service } = stage();
    const cause = new Error('port 7420 is in use');
    const broken = service('ingest', { start: () => Promise.reject(cause) });
    const start = runServices([service('store'), broken, service('api')], options);
    await expect(start).rejects.toMatchObject({
      code: 'START_FAILED',
      message: 'ingest could not start: port 7420 is in use',
      cause,
    });
    expect(trace).toEqual(['start store', 'stop store']);
  });

  it('hands on a MusterError from a start unchanged, with its exit code', async () => {
    const { options, service } = stage();
    const taken = new MusterError('REPLICA_ID_TAKEN', 'replica "a" runs already');
    const broken = service('cluster', { start: () => Promise.reject(taken) });
    await expect(runServices([broken], options)).rejects.toBe(taken);
  });

  it('starts nothing more once the signal is given', async () => {
    const { trace, options, service } = stage();
    const abort = new AbortController();
    const first = service('store', {
      start: () => {
        abort.abort();
        return Promise.resolve();
      },
    });
    const running = await runServices([first, service('api')], {
      ...options,
      signal: abort.signal,
    });
    await running.stop();
    expect(trace).toEqual(['stop store']);
  });

  it('goes on after a service that rejects or throws while stopping, and names it', async () => {
    const { trace, options, service } = stage();
    const rejecting = service('api', { stop: () => Promise.reject(new Error('no')) });
    const throwing = service('loop', {
      stop: () => {
        throw new Error('no');
      },
    });
    const running = await runServices([service('store'), throwing, rejecting], options);
    expect(await running.stop()).toEqual({ kind: 'incomplete', services: ['api', 'loop'] });
    expect(trace.at(-1)).toBe('stop store');
  });

  it('leaves a service that hangs behind, in time for the ones that still have to stop', async () => {
    const { trace, options, service, clock } = stage();
    const hanging = [service('b', { stop: never }), service('c', { stop: never })];
    const running = await runServices([service('store'), ...hanging], options);
    const stopping = running.stop();
    await clock.advanceAsync(2999);
    expect(trace).not.toContain('stop store');
    await clock.advanceAsync(3001);
    expect(trace.at(-1)).toBe('stop store');
    expect(await stopping).toEqual({ kind: 'incomplete', services: ['c', 'b'] });
    expect(clock.monotonicMs()).toBeLessThanOrEqual(options.stopTimeoutMs);
  });
});
