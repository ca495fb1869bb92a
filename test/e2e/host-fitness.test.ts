import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { AgentProcess } from '../harness/agent-process.ts';
import { CentralProcess } from '../harness/central-process.ts';
import { eventually } from '../harness/eventually.ts';
import { MusterCli } from '../harness/muster-cli.ts';
import { Stage } from '../harness/stage.ts';
import { WatchRecorder } from '../harness/watch-recorder.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'muster-fitness-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Scene {
  readonly central: CentralProcess;
  readonly watch: WatchRecorder;
  /** Writes the section `conditions`, and has the central read it. */
  readonly revise: (...lines: readonly string[]) => void;
  /** The active conditions of the host, with their messages. */
  readonly conditions: () => Promise<ReadonlyMap<string, string>>;
}

async function scene(context: ConstructorParameters<typeof Stage>[0]): Promise<Scene> {
  const stage = new Stage(context);
  const file = path.join(folder, 'central.yaml');
  const write = (lines: readonly string[]): void => {
    const section = ['conditions:', ...lines.map((line) => `  ${line}`)];
    writeFileSync(file, lines.length === 0 ? '{}\n' : `${section.join('\n')}\n`);
  };
  write([]);
  const central = stage.keep(await CentralProcess.create({ args: ['--config', file] }));
  await central.restart();
  const watch = stage.keep(await WatchRecorder.start(central.client));
  const hour = { wallClockOff: '+1h' };
  stage.keep(new AgentProcess({ central: central.agentsAddress, hostId: 'real', ...hour }));
  await central.hostIs('real', 'UP');
  return {
    ...{ central, watch },
    revise: (...lines) => {
      write(lines);
      process.kill(central.pid, 'SIGHUP');
    },
    conditions: async () => {
      const { host } = await central.client.getHost('real');
      const active = (host?.conditions ?? []).filter(({ active: isActive }) => isActive === true);
      const type = (word: string | undefined): string =>
        String(word).replace('CONDITION_TYPE_', '');
      return new Map(active.map((one) => [type(one.type as string), one.message ?? '']));
    },
  };
}

it('settings of conditions take effect with SIGHUP: a real host is unfit, and fit again', async (context) => {
  const { central, watch, revise, conditions } = await scene(context);
  const quick = 'after: 1s, minimum: 0s';

  revise(`memory_pressure: {enter: 1, exit: 0, ${quick}}`);
  await eventually(async () => (await conditions()).get('MEMORY_PRESSURE'), {
    what: 'more than 1 % of the memory of this machine is in use',
  });
  await central.hostIs('real', 'UP');

  revise(`network_down: {interfaces: [muster-none], ${quick}}`);
  await central.hostIs('real', 'NON_OPERATIONAL');
  const told = await conditions();
  expect(told.get('NETWORK_DOWN')).toContain('no link on muster-none');
  expect(told.has('MEMORY_PRESSURE')).toBe(false);
  const cli = await MusterCli.create();
  const explained = await cli.run('host', 'real', '--explain', '--address', central.apiAddress);
  await cli.remove();
  expect(explained.stdout).toContain('NETWORK_DOWN is required to be absent');

  // Of a wrong file nothing is taken.
  revise('network_down: {interfaces: []}', 'memory_pressure: {enter: 101}');
  await eventually(() => central.logText.includes('what was in force stays so') || undefined, {
    what: 'the wrong file is told',
  });
  expect(central.logText).toContain('conditions.memory_pressure.enter');
  await central.hostIs('real', 'NON_OPERATIONAL');

  revise(`network_down: {interfaces: [muster-none], ${quick}, required: false}`);
  await central.hostIs('real', 'UP');
  expect((await conditions()).has('NETWORK_DOWN')).toBe(true);
  const statuses = watch.events.flatMap(({ type, after }) =>
    type === 'HostStatusChanged' && after?.kind === 'host'
      ? [`${after.host.status} ${after.host.reason}`]
      : [],
  );
  expect(statuses.slice(-2)).toEqual(['NON_OPERATIONAL NETWORK_DOWN', 'UP FIT_AGAIN']);
});

it('a real host whose clock is an hour ahead is told to be, and nothing else is made of it (I6)', async (context) => {
  const { central, watch, revise, conditions } = await scene(context);
  revise('clock_skewed: {after: 1s, minimum: 0s}');
  const message = await eventually(async () => (await conditions()).get('CLOCK_SKEWED'), {
    what: 'the clock is told',
  });
  expect(message).toMatch(/^its clock is 3[56]\d{5} ms ahead of its owner's; threshold 2000 ms$/);
  const { host } = await central.client.getHost('real');
  expect(host?.status).toBe('HOST_STATUS_UP');
  expect(Math.round(Number(host?.clockSkewMs) / 60_000)).toBe(60);
  const edges = watch.events.filter(({ type }) => type === 'HostConditionChanged');
  expect(edges.map(({ reason }) => reason)).toEqual(['CLOCK_SKEWED']);
  revise('clock_skewed: {enter: 2h, exit: 90m, after: 1s, minimum: 0s}');
  await eventually(async () => !(await conditions()).has('CLOCK_SKEWED') || undefined, {
    what: 'it is over with other thresholds',
  });
});
