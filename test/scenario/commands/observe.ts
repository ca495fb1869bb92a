import { limits } from '../../../shared/limits.ts';
import { bodyOf, helloOf, vmOf } from '../phrases.ts';
import type { Command } from '../script.ts';
import type { Stage } from '../stage.ts';
import { OutboxAgent } from '../stream.ts';

/** Agents whose own outbox decides what is said, and when. */

/** `agent <name> [run=] [journal=] [chunk=]` */
export function agent({ words, options }: Command, stage: Stage): void {
  const [hostId = ''] = words;
  const journalEntriesMax = Number(options.get('journal') ?? limits.journalEntriesMax);
  const snapshotChunkVms = Number(options.get('chunk') ?? limits.snapshotChunkVms);
  const outboxLimits = { ...limits, journalEntriesMax, snapshotChunkVms };
  const run = options.get('run') ?? 'r1';
  stage.agents.set(hostId, new OutboxAgent({ hostId, run }, outboxLimits, stage.trace));
}

/** `list <agent>` with lines such as `v1 UP BOOTED`: the hypervisor listed its VMs. */
export function list({ words, body }: Command, stage: Stage): void {
  const now = stage.clock.unixMs();
  const vms = body.map((phrase) => vmOf(phrase, now));
  stage.agent(words[0] ?? '').outbox.observeInventory(vms, now);
}

/** `see <agent>` with lines such as `vm v1 PAUSED USER`: each is a change. */
export function see({ words, body }: Command, stage: Stage): void {
  const now = stage.clock.unixMs();
  for (const phrase of body) stage.agent(words[0] ?? '').outbox.observe(bodyOf(phrase, now), now);
}

export function dial(command: Command, stage: Stage): void {
  const dialing = stage.agent(command.words[0] ?? '');
  const stream = dialing.newStream();
  stage.streams.set(dialing.hostId, stream);
  const hello = { ...helloOf(command, stage.clock.unixMs()), ...dialing.hello() };
  stream.open(stage.central.accept(stream), hello);
}
