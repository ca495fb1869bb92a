import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { eventually } from '../harness/eventually.ts';
import { HalvedFleet, holdMs, silenceMs, suspectTimeoutMs } from '../harness/halved-fleet.ts';
import { MusterCli } from '../harness/muster-cli.ts';
import { storedEvents } from '../harness/nats-recorder.ts';
import { Stage } from '../harness/stage.ts';

const ways = { silence: 'blackhole', reset: 'cut' } as const;
type Way = keyof typeof ways;

/** Verdicts a second, and what the slowest part of a busy machine may add, ms. */
const perS = 20;
const slackMs = 4_000;

describe.concurrent('half of 200 hosts cut at once', () => {
  it.for<readonly [Way, Way]>([
    ['silence', 'reset'],
    ['reset', 'silence'],
  ])(
    'by %s and healed within the hold: none is given up; by %s and not healed: all, once, at the pace',
    async ([healedWay, lastingWay], context) => {
      const stage = new Stage(context);
      const nats = await stage.nats();
      const fleet = await HalvedFleet.start(stage, { staying: 100, cut: 100, nats: nats.address });
      const { central, link } = fleet;
      await fleet.isWell();

      link[ways[healedWay]]();
      const doubt = await fleet.isDoubted(1);
      expect(doubt).toMatchObject({ replicaId: central.id, hostId: '', reason: 'MASS_SILENCE' });
      expect(await central.metric('muster_suspects_itself')).toBe(1);
      const cli = await MusterCli.create({ MUSTER_ADDRESS: central.apiAddress });
      const { stdout } = await cli.run('host', 'swarm-000100', '--explain');
      await cli.remove();
      expect(stdout).toMatch(/Verdicts held by: +MASS_SILENCE/);
      expect(stdout).toContain('its owner suspects itself first');
      // Beyond the time of a verdict without a brake.
      await sleep(suspectTimeoutMs + 2_000);
      link.heal();
      await fleet.isWell();
      expect(fleet.verdicts).toEqual([]);
      expect(await central.metric('muster_suspects_itself')).toBe(0);

      link[ways[lastingWay]]();
      const cutMs = performance.now();
      const second = await fleet.isDoubted(2);
      await fleet.areGivenUp(100);
      const tookMs = performance.now() - cutMs;
      await sleep(1_000);
      const hosts = fleet.verdicts.map(({ hostId }) => hostId);
      expect(hosts).toHaveLength(100);
      expect(new Set(hosts).size).toBe(100);
      expect(fleet.doubts).toHaveLength(2);
      expect(tookMs).toBeGreaterThan(holdMs + (1_000 * 100) / perS);
      expect(tookMs).toBeLessThan(silenceMs + 1_000 + holdMs + (1_000 * 100) / perS + slackMs);
      const told = await storedEvents(nats.address);
      expect(told.filter(({ replicaId }) => replicaId === central.id)).toEqual([doubt, second]);
    },
  );
});

describe.concurrent('a small fleet', () => {
  it('of four that loses three is braked, too', async (context) => {
    const fleet = await HalvedFleet.start(new Stage(context), { staying: 1, cut: 3 });
    await fleet.isWell();
    const cutMs = performance.now();
    fleet.link.cut();
    await fleet.areGivenUp(3);
    expect(performance.now() - cutMs).toBeGreaterThan(holdMs);
    expect(fleet.doubts).toMatchObject([{ selfSuspicion: { hostsInContact: 4, silentHosts: 3 } }]);
    expect(await fleet.central.metric('muster_self_suspicions')).toBe(1);
  });

  it('of two that loses one is not', async (context) => {
    const fleet = await HalvedFleet.start(new Stage(context), { staying: 1, cut: 1 });
    await fleet.isWell();
    const cutMs = performance.now();
    fleet.link.cut();
    await fleet.areGivenUp(1);
    expect(performance.now() - cutMs).toBeLessThan(holdMs);
    expect(fleet.doubts).toEqual([]);
    fleet.link.heal();
    await eventually(() => fleet.watch.events.find(({ type }) => type === 'HostVmsRestored'), {
      what: 'the host is back',
      timeoutMs: 30_000,
    });
  });
});
