import { operatorVerbs } from '../../../shared/model/record.ts';
import { intervalMs } from '../central-life.ts';
import { conditionOf, durationMsOf, oneOf } from '../phrases.ts';
import type { Command } from '../script.ts';
import type { Stage } from '../stage.ts';
import { hostText, recordText, vmText } from '../trace-text.ts';

/** The central, its storage, and time. */

/** `central start [grace=0s]`, `central kill` */
export function central({ words, options }: Command, stage: Stage): void {
  if (oneOf(['start', 'kill'], words[0]) === 'kill') stage.killCentral();
  else stage.startCentral(durationMsOf(options.get('grace') ?? '0s'));
}

/** `judge a NETWORK_DOWN on LINK_DOWN unfit|fit [message=..]` */
export function judge({ words, options }: Command, stage: Stage): void {
  const [hostId = '', type, edge, reason = '', fitness] = words;
  const report = conditionOf({ words: [type ?? '', edge ?? '', reason], options });
  const isDisqualifying = oneOf(['unfit', 'fit'], fitness) === 'unfit';
  stage.central.judge(hostId, { type: report.type, report, isDisqualifying });
}

/** `operator enter-maintenance a [id= by= reason= force=true]` */
export function operator({ words, options }: Command, stage: Stage): void {
  const [verb, hostId = ''] = words;
  stage.central.operate(hostId, {
    verb: oneOf(operatorVerbs, verb),
    id: options.get('id') ?? '',
    by: options.get('by') ?? 'ann',
    reason: options.get('reason') ?? '',
    force: options.get('force') === 'true',
  });
}

/** `commits away disk full`, `commits held`, `commits unanswered`, `commits back`; the same with `publishing`. */
export function commits({ words: [kind, ...reason] }: Command, stage: Stage): void {
  stage.storage.commitWay.set(troubleOf(kind), reason.join(' '));
}

export function publishing({ words: [kind, ...reason] }: Command, stage: Stage): void {
  stage.storage.publishWay.set(troubleOf(kind), reason.join(' '));
}

function troubleOf(said: string | undefined): 'away' | 'held' | 'unanswered' | 'none' {
  const kind = oneOf(['away', 'held', 'unanswered', 'back'], said);
  return kind === 'back' ? 'none' : kind;
}

/** `storage backup`, `storage rolled-back`, `storage lost`, `storage claimed a by=replica-2` */
export function storage({ words, options }: Command, stage: Stage): void {
  const [kind, hostId = ''] = words;
  switch (oneOf(['backup', 'rolled-back', 'lost', 'claimed'], kind)) {
    case 'backup':
      stage.storage.backUp();
      break;
    case 'rolled-back':
      stage.storage.begin('STORAGE_ROLLED_BACK');
      break;
    case 'lost':
      stage.storage.begin('STORAGE_LOST');
      break;
    case 'claimed':
      stage.storage.claim(hostId, { owner: options.get('by') ?? '', instance: 'other' });
  }
}

/** `pass 5s [beating a b]`: the named ones say something each interval. */
export async function pass({ words }: Command, stage: Stage): Promise<void> {
  const [duration, , ...beating] = words;
  const endMs = stage.clock.monotonicMs() + durationMsOf(duration);
  for (
    let left = endMs - stage.clock.monotonicMs();
    left > 0;
    left = endMs - stage.clock.monotonicMs()
  ) {
    await stage.clock.advanceAsync(Math.min(intervalMs, left));
    for (const name of beating) beat(name, stage);
    await stage.settle();
  }
}

function beat(name: string, stage: Stage): void {
  const agent = stage.agents.get(name);
  if (agent !== undefined) agent.pump(stage.clock.unixMs(), true);
  else if (stage.stream(name).isOpen) stage.stream(name).report({});
}

/** `timeouts missing=30s zombie=1m`: from now on; `really-missing` and `boot` as well. */
export function timeouts({ options }: Command, stage: Stage): void {
  const known = stage.vmHealth;
  const given = (name: string, otherwise: number): number => {
    const said = options.get(name);
    return said === undefined ? otherwise : durationMsOf(said);
  };
  stage.vmHealth = {
    missingMs: given('missing', known.missingMs),
    reallyMissingMs: given('really-missing', known.reallyMissingMs),
    bootMs: given('boot', known.bootMs),
    zombieMs: given('zombie', known.zombieMs),
  };
}

/** `wall on 3600s`, `wall back 3600s`: somebody sets the central's wall clock. */
export function wall({ words: [direction, duration] }: Command, stage: Stage): void {
  const sign = oneOf(['on', 'back'], direction) === 'on' ? 1 : -1;
  stage.clock.jumpWall(sign * durationMsOf(duration));
}

/** `freeze 20s`: time goes on, nothing runs. */
export function freeze({ words }: Command, stage: Stage): void {
  stage.clock.suspend(durationMsOf(words[0]));
}

/** `show a`: the record, the host and its VMs as committed. */
export function show({ words: [hostId = ''] }: Command, stage: Stage): void {
  const { view } = stage.storage;
  const stored = view.getStoredHost(hostId);
  if (stored === undefined) {
    stage.trace(`${hostId} is not known`);
    return;
  }
  stage.trace(`record ${recordText(stored.record)}`);
  stage.trace(`host ${hostText(stored.record.host)}`);
  for (const vm of view.vmsOfHost(hostId)) stage.trace(`vm ${vmText(vm)}`);
}
