import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { AgentProcess } from '../harness/agent-process.ts';
import { CentralProcess } from '../harness/central-process.ts';
import { eventually } from '../harness/eventually.ts';
import { Stage } from '../harness/stage.ts';
import { WatchRecorder } from '../harness/watch-recorder.ts';

/** What the kernel counts while it sleeps, which this machine does not: the agent is stopped, and its uptime goes on. */
const uptimeFile = '/proc/uptime';

function uptimeText(sleptS: number): string {
  const [uptimeS = '', idleS = ''] = readFileSync(uptimeFile, 'utf8').trim().split(' ');
  return `${(Number(uptimeS) + sleptS).toFixed(2)} ${idleS}\n`;
}

it('a host that sleeps is given up, and back as soon as it wakes up, with the reason', async (context) => {
  const stage = new Stage(context);
  const central = stage.keep(
    await CentralProcess.create({ args: ['--liveness-suspect-timeout', '1s'] }),
  );
  await central.restart();
  const watch = stage.keep(await WatchRecorder.start(central.client));
  const agent = stage.keep(
    new AgentProcess({
      ...{ central: central.agentsAddress, hostId: 'sleeper' },
      files: { [uptimeFile]: uptimeText(0) },
    }),
  );
  await central.hostIs('sleeper', 'UP');
  process.kill(agent.pid, 'SIGSTOP');
  await central.hostIs('sleeper', 'NON_RESPONSIVE');
  await eventually(async () => (await central.metric('muster_sessions')) === 0 || undefined, {
    what: 'the central has given up its stream',
  });
  agent.rewrite(uptimeFile, uptimeText(3_600));
  process.kill(agent.pid, 'SIGCONT');
  await central.hostIs('sleeper', 'UP');
  const told = await eventually(
    () => {
      const reasons = watch.events
        .filter(({ type }) => type === 'HostStatusChanged')
        .map(({ reason, after }) =>
          after?.kind === 'host' ? `${after.host.status} ${reason}` : '',
        );
      return reasons.some((one) => one.startsWith('UP HOST_WOKE_UP')) ? reasons : undefined;
    },
    { what: 'the event says that it slept' },
  );
  expect(told.filter((one) => one.startsWith('NON_RESPONSIVE'))).toHaveLength(1);
  expect(agent.logText).toMatch(/"sleptMs":3[56]\d{5}/);
});
