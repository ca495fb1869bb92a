import { expect, it } from 'vitest';

import { centralConfigSchema } from '../../central/config.ts';
import type { CentralConfig } from '../../central/config.ts';
import { Reload } from '../../central/reload.ts';
import { silentLogger } from '../../shared/log.ts';

/** Held: what SIGHUP reads of `vm_health` is handed to the running program (EP 5); it used to wait for the next start. */
it('the times of VM health count at once when the configuration is read again', () => {
  const configOf = (zombie: string): CentralConfig =>
    centralConfigSchema.parse({ vm_health: { zombie_timeout: zombie } });
  const left = ['20s', '30s', '30s'].map(configOf);
  const said: unknown[] = [];
  const revised: number[] = [];
  const reload = new Reload(configOf('2m'), {
    log: {
      ...silentLogger,
      info: (fields) => said.push(fields),
      warn: (fields) => said.push(fields),
    },
    begin: () => ({ kind: 'run', config: left.shift() ?? configOf('2m'), warnings: [] }),
    revise: ({ vm_health }) => revised.push(vm_health.zombie_timeout),
  });
  for (let i = 0; i < 3; i++) reload.run();
  expect(revised).toEqual([20_000, 30_000]);
  const field = 'vm_health.zombie_timeout';
  expect(said).toEqual([
    { changes: [{ field, before: '2m', after: '20s' }] },
    { changes: [{ field, before: '20s', after: '30s' }] },
    { changes: [] },
  ]);
});
