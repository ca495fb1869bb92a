import { EventEmitter } from 'node:events';

import { describe, expect, it } from 'vitest';

import { MusterError } from '../../../shared/errors.ts';
import { silentLogger } from '../../../shared/log.ts';
import { runProgram, type Program } from '../../../shared/program.ts';
import type { Service } from '../../../shared/service.ts';
import { FakeClock } from '../../harness/fake-clock.ts';

class FakeProcess extends EventEmitter {
  readonly exits: number[] = [];

  exit(code: number): void {
    this.exits.push(code);
  }
}

interface Stage {
  readonly program: Program;
  readonly process: FakeProcess;
  readonly trace: string[];
  readonly clock: FakeClock;
}

function stage(parts: Partial<Service> = {}): Stage {
  const trace: string[] = [];
  const process = new FakeProcess();
  const clock = new FakeClock();
  const note = (text: string) => (): Promise<void> => {
    trace.push(text);
    return Promise.resolve();
  };
  const service = { name: 'store', start: note('start'), stop: note('stop'), ...parts };
  const program = runProgram({
    services: [service],
    log: silentLogger,
    clock,
    stopTimeoutMs: 1000,
    process,
    reload: () => void trace.push('reload'),
  });
  return { program, process, trace, clock };
}

describe('runProgram', () => {
  it.each(['SIGTERM', 'SIGINT'])('stops in order on %s and ends with code 0', async (signal) => {
    const { program, process, trace } = stage();
    process.emit(signal, signal);
    expect(await program.done).toBe(0);
    expect(trace).toEqual(['start', 'stop']);
    expect(process.exits).toEqual([]);
    expect(process.eventNames()).toEqual([]);
  });

  it('ends at once on a second signal', () => {
    const { process } = stage({ stop: () => new Promise(() => undefined) });
    process.emit('SIGTERM');
    process.emit('SIGTERM');
    expect(process.exits).toEqual([130]);
  });

  it('waits for a start in progress, then stops what it started', async () => {
    let started = (): void => undefined;
    const start = (): Promise<void> => new Promise((resolve) => (started = resolve));
    const { program, process, trace } = stage({ start });
    process.emit('SIGTERM');
    expect(trace).toEqual([]);
    started();
    expect(await program.done).toBe(0);
    expect(trace).toEqual(['stop']);
  });

  it('ends with the exit code of the failure that stopped it, the first one', async () => {
    const { program, trace } = stage();
    program.fail(new MusterError('REPLICA_ID_TAKEN', 'replica "a" runs twice'));
    program.fail(new MusterError('INTERNAL', 'and then this'));
    expect(await program.done).toBe(3);
    expect(trace).toEqual(['start', 'stop']);
  });

  it('ends with the exit code of a failed start', async () => {
    const taken = new MusterError('REPLICA_ID_TAKEN', 'replica "a" runs already');
    expect(await stage({ start: () => Promise.reject(taken) }).program.done).toBe(3);
    expect(await stage({ start: () => Promise.reject(new Error('x')) }).program.done).toBe(1);
  });

  it('ends with code 1 when a part does not stop', async () => {
    const { program, process, clock } = stage({ stop: () => new Promise(() => undefined) });
    process.emit('SIGTERM');
    await clock.advanceAsync(1000);
    expect(await program.done).toBe(1);
  });

  it('reloads on SIGHUP and goes on', () => {
    const { process, trace } = stage();
    process.emit('SIGHUP');
    expect(trace).toContain('reload');
    expect(process.exits).toEqual([]);
  });

  it.each(['uncaughtException', 'unhandledRejection'])(
    'ends at once with code 1 on %s, without an orderly stop',
    (event) => {
      const { process, trace } = stage();
      process.emit(event, new Error('broken invariant'));
      expect(process.exits).toEqual([1]);
      expect(trace).not.toContain('stop');
    },
  );
});
