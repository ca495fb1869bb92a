import { readFileSync } from 'node:fs';
import path from 'node:path';

export type FixtureSystem = 'hypervisor-6.1' | 'el6-2.6.32';

/** Where the `/` of a recorded system is. */
export function fixtureRoot(system: FixtureSystem): string {
  return path.join(import.meta.dirname, '../../../fixtures/proc', system);
}

export function fixtureText(system: FixtureSystem, file: string): string {
  return readFileSync(path.join(fixtureRoot(system), file), 'utf8');
}
