import { describe, expect, it } from 'vitest';

import { centralConfigSchema, checkCentralConfig } from '../../../central/config.ts';
import type { CentralConfig } from '../../../central/config.ts';
import { Reload } from '../../../central/reload.ts';
import type { DaemonStart } from '../../../shared/daemon.ts';
import { silentLogger } from '../../../shared/log.ts';

const configOf = (fields: object): CentralConfig => centralConfigSchema.parse(fields);
const read = (fields: object): DaemonStart<CentralConfig> => ({
  ...{ kind: 'run', config: configOf(fields), warnings: [] },
});

function reloaded(...answers: readonly DaemonStart<CentralConfig>[]): {
  readonly revised: CentralConfig['conditions'][];
  readonly said: string[];
} {
  const revised: CentralConfig['conditions'][] = [];
  const said: string[] = [];
  const say = (fields: unknown, text?: string): void => {
    said.push(`${text ?? ''} ${JSON.stringify(fields)}`);
  };
  const left = [...answers];
  const reload = new Reload(configOf({}), {
    log: { ...silentLogger, info: say, warn: say, error: say },
    begin: () => left.shift() ?? { kind: 'exit', code: 2, output: '', errors: '' },
    revise: ({ conditions }) => revised.push(conditions),
  });
  answers.forEach(() => {
    reload.run();
  });
  return { revised, said };
}

describe('a configuration that is read again', () => {
  it('takes conditions over at once, and says what was changed', () => {
    const { revised, said } = reloaded(
      read({ conditions: { cpu_pressure: { enter: 80, exit: 70 } } }),
    );
    expect(revised.map(({ cpu_pressure }) => cpu_pressure.enter)).toEqual([80]);
    expect(said.join()).toContain(
      '{"field":"conditions.cpu_pressure.enter","before":95,"after":80}',
    );
  });

  it('changes nothing if any of it is wrong', () => {
    const errors = 'central.yaml:3: agents.interval: must be a time\n';
    const { revised, said } = reloaded({ kind: 'exit', code: 2, output: '', errors });
    expect(revised).toEqual([]);
    expect(said).toEqual([
      'the configuration is wrong; what was in force stays so {"problems":["central.yaml:3: agents.interval: must be a time"]}',
    ]);
  });

  it('says what waits for the next start', () => {
    const { revised, said } = reloaded(read({ agents: { interval: '5s' } }));
    expect(revised).toEqual([]);
    expect(said[0]).toBe('these take effect at the next start only {"fields":["agents.interval"]}');
  });

  it('that is the same says so', () => {
    expect(reloaded(read({})).said).toEqual(['no setting was changed {"changes":[]}']);
  });
});

describe('thresholds', () => {
  it.each<readonly [string, object, string[]]>([
    ['as they are', {}, []],
    [
      'the wrong way round',
      { cpu_pressure: { enter: 80 } },
      ['conditions.cpu_pressure: exit must be below enter, or it would begin and end at once'],
    ],
    [
      'the wrong way round for some hosts',
      { overrides: [{ site: 's', disk_pressure: { enter: 50 } }] },
      [
        'conditions.overrides.0.disk_pressure: exit must be below enter, or it would begin and end at once',
      ],
    ],
    [
      'for nobody',
      { overrides: [{ disk_pressure: { enter: 97 } }] },
      ['conditions.overrides.0: must name a site or labels; what holds for all stands above'],
    ],
  ])('%s', (_, conditions, problems) => {
    expect(checkCentralConfig(configOf({ conditions }))).toEqual(problems);
  });
});
