import { describe, expect, it } from 'vitest';

import { eventually } from '../harness/eventually.ts';
import { expectWholeStory, hostStatusesIn } from '../harness/fleet-stories.ts';
import { Proxy, type ProxyMode } from '../harness/proxy.ts';
import { Stage, type Fleet } from '../harness/stage.ts';
import { WatchRecorder } from '../harness/watch-recorder.ts';

/** A fleet of mode `local` whose agent comes through a proxy. */
async function fleetBehindProxy(stage: Stage): Promise<Fleet & { readonly link: Proxy }> {
  const central = await stage.central({ args: ['--agents-ack-deadline', '3s'] });
  const link = stage.keep(await Proxy.start({ port: central.agentsPort }));
  const watch = stage.keep(await WatchRecorder.start(central.client));
  const agent = await stage.agent({ addresses: [link.address] });
  return { central, watch, agent, link };
}

type Swallow = Extract<ProxyMode, { kind: 'swallow' }>['direction'];

describe.concurrent('a link cut half-open between agent and central', () => {
  it.for<Swallow>(['both', 'up', 'down'])(
    'is noticed within the deadline for acknowledgements, and nothing is lost (%s)',
    async (direction, context) => {
      const fleet = await fleetBehindProxy(new Stage(context));
      const { agent, link, watch } = fleet;
      const cut = async (): Promise<void> => {
        link.setMode({ kind: 'swallow', direction });
        await eventually(() => (agent.isConnected ? undefined : true), {
          what: 'the agent notices',
        });
        link.setMode({ kind: 'pass' });
        // Not the pings of the transport, which take 8 s.
        expect(agent.logText).toContain('stopped acknowledging');
        await agent.connected();
      };
      await agent.vms.play(1000, { at: { 300: cut }, everyMs: 8 });
      await expectWholeStory(fleet);
      expect(agent.disconnectedAt).toHaveLength(1);
      expect(hostStatusesIn(watch.events)).not.toContain('NON_RESPONSIVE');
    },
  );
});

/** A fleet of mode `nats` whose central reaches NATS through a proxy. */
async function fleetWithProxiedNats(stage: Stage): Promise<Fleet & { readonly link: Proxy }> {
  const nats = await stage.nats();
  const link = stage.keep(await Proxy.start({ port: nats.port }));
  const central = await stage.central({ nats: link.address });
  const watch = stage.keep(await WatchRecorder.start(central.client));
  const agent = await stage.agent({ addresses: [central.agentsAddress] });
  return { central, watch, agent, nats, link };
}

describe.concurrent('the link between central and NATS', () => {
  it.for<Swallow>(['both', 'up', 'down'])(
    'cut half-open is dialed again, and nothing is lost (%s)',
    async (direction, context) => {
      const fleet = await fleetWithProxiedNats(new Stage(context));
      const { agent, central, link, watch } = fleet;
      const cut = async (): Promise<void> => {
        link.setMode({ kind: 'swallow', direction });
        await eventually(() => central.logText.includes('connecting anew') || undefined, {
          what: 'the central notices',
        });
        link.setMode({ kind: 'pass' });
      };
      await agent.vms.play(1000, { at: { 300: cut }, everyMs: 8 });
      await expectWholeStory(fleet);
      expect(agent.disconnectedAt).toEqual([]);
      expect(hostStatusesIn(watch.events)).toEqual(new Set(['INITIALIZING', 'UP']));
    },
  );

  it('that swallows the answers to accepted steps makes no second event and costs no session', async (context) => {
    const fleet = await fleetWithProxiedNats(new Stage(context));
    const { agent, link } = fleet;
    const answersLost: string[] = [];
    const loseAnAnswer = (): void => {
      link.watch((chunk, direction) => {
        const isAnswer = direction === 'down' && chunk.includes('"stream":"KV_muster_hosts"');
        if (!isAnswer) return undefined;
        answersLost.push(chunk.toString('latin1'));
        // Exactly this one.
        link.watch(() => {
          link.watch(undefined);
          return { kind: 'pass' };
        });
        return { kind: 'swallow', direction: 'down' };
      });
    };
    const at = { 200: loseAnAnswer, 500: loseAnAnswer, 800: loseAnAnswer };
    await agent.vms.play(1000, { at, everyMs: 8 });
    await expectWholeStory(fleet);
    expect(answersLost).toHaveLength(3);
    expect(answersLost.every((answer) => answer.includes('"seq"'))).toBe(true);
    expect(agent.disconnectedAt).toEqual([]);
  });
});
