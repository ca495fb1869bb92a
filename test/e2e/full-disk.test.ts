import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { expect, it } from 'vitest';

import { CentralProcess } from '../harness/central-process.ts';
import { eventually } from '../harness/eventually.ts';
import { expectWholeStory } from '../harness/fleet-stories.ts';
import { ownMount, seenFrom } from '../harness/own-mount.ts';
import { Stage } from '../harness/stage.ts';
import { WatchRecorder } from '../harness/watch-recorder.ts';

it('a disk that fills up stops changes, not heartbeats or answers; with room again nothing is lost', async (context) => {
  const stage = new Stage(context);
  const central = stage.keep(
    await CentralProcess.create({ mount: (folder) => ownMount(folder, 'size=160m') }),
  );
  await central.restart();
  const watch = stage.keep(await WatchRecorder.start(central.client));
  const agent = await stage.agent({ addresses: [central.agentsAddress] });
  const fleet = { central, watch, agent };
  await agent.vms.play(50);
  await expectWholeStory(fleet);

  const disk = seenFrom(central.pid, central.dataFolder);
  const ballast = path.join(disk, 'ballast');
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(ballast, Buffer.alloc(bavail * bsize - 40 * 1024 ** 2));
  await eventually(
    async () => {
      const { code, text } = await central.http('/readyz');
      expect(`${code} ${text}`).toMatch(/^503 .*the disk is full: \d+ bytes are free/s);
      return true;
    },
    { what: '/readyz says that the disk is full' },
  );
  const seenBefore = watch.events.length;
  const reportsBefore = await central.metric('muster_reports_total');
  await agent.vms.play(200);
  await eventually(
    async () => (await central.metric('muster_reports_total')) > reportsBefore + 3 || undefined,
    { what: 'heartbeats go on' },
  );
  await central.hostIs(agent.hostId, 'UP');
  expect(watch.events).toHaveLength(seenBefore);
  expect(central.logText).toContain('the disk is full');

  rmSync(ballast);
  await central.ready();
  await agent.vms.play(50);
  await expectWholeStory(fleet);
  expect(agent.disconnectedAt).toEqual([]);
});
