import { describe, expect, it } from 'vitest';

import { parseStartOptions, replicasOf } from '../../../deploy/start/options.ts';

describe('what npm start is told', () => {
  it.each([
    [[], { isNats: false, replicaCount: 1, swarmCount: 0 }],
    [['--nats'], { isNats: true, replicaCount: 1, swarmCount: 0 }],
    [['--swarm', '20'], { isNats: false, replicaCount: 1, swarmCount: 20 }],
    [
      ['--nats', '--replicas', '3', '--swarm', '300'],
      { isNats: true, replicaCount: 3, swarmCount: 300 },
    ],
  ])('%j is understood', (argv, options) => {
    expect(parseStartOptions(argv)).toEqual({ kind: 'options', options });
  });

  it.each([
    [['--replicas', '3'], '--replicas needs --nats: replicas meet in NATS'],
    [['--nats', '--replicas', '0'], '--replicas must be a number from 1 to 9'],
    [['--nats', '--replicas', 'many'], '--replicas must be a number from 1 to 9'],
    [['--swarm', '-1'], '--swarm'],
    [['--swarm', '1.5'], '--swarm must be a number from 0 to 10000'],
    [['--fast'], '--fast'],
    [['now'], 'now'],
  ])('%j is refused with the reason', (argv, reason) => {
    const parsed = parseStartOptions(argv);
    expect(parsed).toMatchObject({ kind: 'wrong' });
    expect(JSON.stringify(parsed)).toContain(reason);
  });

  it('gives several replicas ids, folders and ports of their own', () => {
    const replicas = replicasOf(3, true);
    expect(replicas.map(({ id }) => id)).toEqual(['trial-1', 'trial-2', 'trial-3']);
    const used = replicas.flatMap(({ folderName, addresses }) => [
      folderName,
      ...Object.values(addresses),
    ]);
    expect(new Set(used).size).toBe(12);
  });
});
