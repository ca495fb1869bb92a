import { setTimeout as sleep } from 'node:timers/promises';

import { round } from './process-figures.ts';
import type { Stage } from './stage.ts';
import { processesFor } from './swarm-under-test.ts';

export interface FloorLoad {
  readonly agents: number;
  readonly vms: number;
  readonly seconds: number;
  readonly warmup: number;
}

export interface FloorResult {
  readonly usPerMessage: number;
  readonly bytesPerMessage: number;
  readonly messagesPerS: number;
  readonly rssKbPerAgent: number;
}

interface FloorCount {
  readonly messages: number;
  readonly bytes: number;
}

/** What grpc-js alone takes for the same agents. */
export async function measureFloor(stage: Stage, load: FloorLoad): Promise<FloorResult> {
  const { agents, vms, seconds, warmup } = load;
  let port = 0;
  const counts: FloorCount[] = [];
  const floor = stage.script('test/bench/floor-process', {
    name: 'floor',
    args: ['1000'],
    onLine: (line) => {
      if (line.startsWith('ready ')) port = Number(line.slice(6));
      else counts.push(JSON.parse(line) as FloorCount);
    },
  });
  const count = async (): Promise<FloorCount> => {
    const known = counts.length;
    floor.say('count');
    await stage.until('the floor counts', () => counts.length > known);
    const last = counts.at(-1);
    if (!last) throw new Error('the floor counted nothing');
    return last;
  };
  await stage.until('the floor serves', () => {
    floor.assertRuns();
    return port > 0;
  });
  const idle = floor.figures();
  const swarm = stage.swarm({
    central: `127.0.0.1:${port}`,
    agents,
    vms,
    name: 'floor-swarm',
    processes: processesFor(agents),
  });
  await swarm.settled();
  swarm.go();
  await sleep(warmup * 1000);
  const before = { figures: floor.figures(), ...(await count()) };
  await sleep(seconds * 1000);
  const after = { figures: floor.figures(), ...(await count()) };
  await swarm.program.end();
  await floor.end();
  const messages = after.messages - before.messages;
  return {
    usPerMessage: round((1000 * (after.figures.cpuMs - before.figures.cpuMs)) / messages),
    bytesPerMessage: round((after.bytes - before.bytes) / messages, 1),
    messagesPerS: round((1000 * messages) / (after.figures.atMs - before.figures.atMs), 1),
    rssKbPerAgent: round((after.figures.rssKb - idle.rssKb) / agents, 1),
  };
}
