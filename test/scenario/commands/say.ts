import { limits } from '../../../shared/limits.ts';
import type { Report, SnapshotChunk } from '../../../shared/model/protocol.ts';
import { digestOf } from '../../../shared/model/digest.ts';
import { goodbyeKinds, vmStatuses } from '../../../shared/model/status.ts';
import {
  bodyOf,
  conditionOf,
  durationMsOf,
  hardwareOf,
  helloOf,
  numberOf,
  oneOf,
  vmOf,
} from '../phrases.ts';
import type { Command, Phrase } from '../script.ts';
import type { Stage } from '../stage.ts';
import { Stream } from '../stream.ts';

/** What agents say, message by message. */

/** `hello <stream> [host= run= boot= safe= epoch-seen= name= site=]` opens a stream. */
export function hello(command: Command, stage: Stage): void {
  const [name = ''] = command.words;
  const stream = new Stream(name, stage.trace);
  stage.streams.set(name, stream);
  stream.open(stage.central.accept(stream), helloOf(command, stage.clock.unixMs()));
}

/** `ago=2s`, or `ahead=2s` where the host's clock is. */
function seenAt({ options }: Phrase, stage: Stage): number {
  const agoMs = durationMsOf(options.get('ago') ?? '0s');
  return stage.clock.unixMs() - agoMs + durationMsOf(options.get('ahead') ?? '0s');
}

function changesOf(body: readonly Phrase[], stage: Stage): Report['changes'] {
  return body
    .filter(({ words }) => words[0] !== 'digest')
    .map(({ words: [change, ...words], options }) => {
      const observedAt = seenAt({ words, options }, stage);
      return { change: numberOf(change), observedAt, body: bodyOf({ words, options }, observedAt) };
    });
}

/** `digest 4 v1=UP v2=DOWN`: what the agent believes at change 4. */
function digestIn(body: readonly Phrase[]): Pick<Report, 'digest'> {
  const phrase = body.find(({ words }) => words[0] === 'digest');
  if (phrase === undefined) return {};
  const vms = [...phrase.options].map(([id, status]) => ({
    id,
    status: oneOf(vmStatuses, status),
  }));
  return { digest: { change: numberOf(phrase.words[1]), ...digestOf(vms) } };
}

/** `report <stream>` with lines such as `3 vm v1 UP BOOTED`, `4 removed v2`, `digest 4 v1=UP`; none: a heartbeat. */
export function report({ words, body }: Command, stage: Stage): void {
  stage.stream(words[0] ?? '').report({ changes: changesOf(body, stage), ...digestIn(body) });
}

/** `flood <stream> 2..5000`: changes that say nothing, as many as fit into each report. */
export function flood({ words: [name = '', numbers = ''] }: Command, stage: Stage): void {
  const [first, last] = numbers.split('..').map(numberOf);
  const observedAt = stage.clock.unixMs();
  const body = { kind: 'unknown' } as const;
  const count = (last ?? 0) - (first ?? 0) + 1;
  const changes = Array.from({ length: count }, (_, i) => ({
    change: (first ?? 0) + i,
    observedAt,
    body,
  }));
  for (let i = 0; i < count; i += limits.changesPerReportMax) {
    stage.stream(name).report({ changes: changes.slice(i, i + limits.changesPerReportMax) });
  }
}

function gapIn(said: string | undefined): Pick<SnapshotChunk, 'gap'> {
  if (said === undefined) return {};
  const [from, to, reason = ''] = said.split(/\.\.|:/);
  return { gap: { fromChange: numberOf(from), toChange: numberOf(to), reason, fromRun: '' } };
}

/** `picture <stream> <change> [unknown-vms] [gap=1..9:JOURNAL_OVERFLOW] [part=0/2]` with lines such as `v1 UP`. */
export function picture({ words, options, body }: Command, stage: Stage): void {
  const [name = '', change] = words;
  const now = stage.clock.unixMs();
  const [part, parts] = (options.get('part') ?? '0/1').split('/');
  const isOf = (kind: string) => (phrase: Phrase) => phrase.words[0] === kind;
  const rest = ({ words: [, ...others], options: said }: Phrase): Phrase => ({
    words: others,
    options: said,
  });
  const hardware = body.find(isOf('hardware'));
  const snapshot: SnapshotChunk = {
    change: numberOf(change),
    chunk: numberOf(part),
    isLast: numberOf(part) === numberOf(parts) - 1,
    areVmsKnown: !words.includes('unknown-vms'),
    vms: body.filter(isOf('vm')).map((phrase) => vmOf(rest(phrase), now)),
    conditions: body.filter(isOf('condition')).map((phrase) => conditionOf(rest(phrase))),
    observedAt: now,
    ...gapIn(options.get('gap')),
    ...(hardware && { hardware: hardwareOf(hardware) }),
  };
  stage.stream(name).report({ snapshot });
}

export function goodbye({ words }: Command, stage: Stage): void {
  const [name = '', kind] = words;
  stage.stream(name).say({ kind: 'goodbye', goodbye: oneOf(goodbyeKinds, kind) });
}

/** The stream breaks on the way. */
export function lose({ words }: Command, stage: Stage): void {
  const [name = ''] = words;
  (stage.agents.get(name)?.stream ?? stage.stream(name)).cut(true);
}
