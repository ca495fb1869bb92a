import { describe, expect, it } from 'vitest';

import { errorCatalogue, MusterError } from '../../../shared/errors.ts';

describe('MusterError', () => {
  it('carries code, exit code, details and cause', () => {
    const cause = new Error('socket closed');
    const error = new MusterError('REPLICA_ID_TAKEN', 'replica "a" runs already', {
      cause,
      details: { replica: 'a' },
    });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'MusterError',
      code: 'REPLICA_ID_TAKEN',
      message: 'replica "a" runs already',
      exitCode: 3,
      details: { replica: 'a' },
      cause,
    });
  });

  it('leaves a MusterError as it is', () => {
    const error = new MusterError('CONFIG_INVALID', 'no');
    expect(MusterError.from(error)).toBe(error);
  });

  it.each([
    [new TypeError('x is not a function'), 'x is not a function'],
    ['a string', 'a string'],
    [undefined, 'undefined'],
  ])('makes %s an INTERNAL error with its cause', (thrown, message) => {
    const error = MusterError.from(thrown);
    expect(error).toMatchObject({ code: 'INTERNAL', message, exitCode: 1 });
    expect(error.cause).toBe(thrown);
  });

  it('has no exit code that means success or a signal', () => {
    for (const { exitCode } of Object.values(errorCatalogue)) {
      expect(exitCode > 0 && exitCode < 128).toBe(true);
    }
  });
});
