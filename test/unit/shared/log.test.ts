import { describe, expect, it } from 'vitest';

import { createLogger, silentLogger, type LogLevel, type RootLogger } from '../../../shared/log.ts';

function capture(level: LogLevel): { log: RootLogger; lines: () => Record<string, unknown>[] } {
  const written: string[] = [];
  const destination = { write: (line: string) => void written.push(line) };
  return {
    log: createLogger({ program: 'muster-test', level, destination }),
    lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

describe('createLogger', () => {
  it('writes one JSON object a line, with level name, ISO time, program, fields and message', () => {
    const { log, lines } = capture('info');
    log.child({ host: 'h1' }).info({ vms: 3 }, 'connected');
    expect(lines()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown,
        program: 'muster-test',
        host: 'h1',
        vms: 3,
        msg: 'connected',
      },
    ]);
  });

  it('leaves out what is below its level, which can be changed while running', () => {
    const { log, lines } = capture('warn');
    log.info('unheard');
    log.level = 'debug';
    log.debug('heard');
    expect(lines().map((line) => line['msg'])).toEqual(['heard']);
  });

  it('writes an error with its kind, message and stack', () => {
    const { log, lines } = capture('info');
    log.error({ err: new RangeError('too far') }, 'failed');
    expect(lines()[0]?.['err']).toMatchObject({
      type: 'RangeError',
      message: 'too far',
      stack: expect.stringContaining('log.test.ts') as unknown,
    });
  });
});

describe('silentLogger', () => {
  it('accepts everything a logger accepts', () => {
    expect(() => {
      silentLogger.child({ a: 1 }).fatal({ err: new Error('x') }, 'nobody hears');
    }).not.toThrow();
  });
});
