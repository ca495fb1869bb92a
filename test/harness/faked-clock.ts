import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const libraries = '/usr/lib';

/**
 * The command in front of a program whose wall clock is wrong by this much, such as `+1h`; its monotonic clock is the
 * machine's. Of the package libfaketime, which test/setup.sh installs.
 */
export function wallClockOff(by: string): [string, ...string[]] {
  const library = readdirSync(libraries)
    .map((machine) => path.join(libraries, machine, 'faketime/libfaketimeMT.so.1'))
    .find((file) => existsSync(file));
  if (library === undefined) throw new Error('libfaketime is not installed: run test/setup.sh');
  const settings = { FAKETIME: by, DONT_FAKE_MONOTONIC: '1', FAKETIME_DISABLE_SHM: '1' };
  const words = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  return ['env', `LD_PRELOAD=${library}`, ...words];
}
