import { status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';

import type { WatchResponse } from '../../../shared/wire/generated/muster/v1/WatchResponse.ts';
import { cannedHosts, cannedVms, pausedEvent } from '../../fixtures/cli/fleet.ts';
import { CannedFleet, type WatchCall } from '../../harness/canned-fleet.ts';
import { MusterCli, transcript, type CliResult } from '../../harness/muster-cli.ts';

const golden = (name: string): string => `../../fixtures/cli/${name}.txt`;

let fleet: CannedFleet;
let cli: MusterCli;

beforeAll(async () => {
  fleet = await CannedFleet.start({});
  cli = await MusterCli.create({ MUSTER_ADDRESS: fleet.address });
});

afterAll(async () => {
  fleet.stop();
  await cli.remove();
});

afterEach(() => {
  fleet.breakWatches(status.CANCELLED, 'the test is over');
  fleet.answers = {};
  fleet.asked.length = 0;
});

const event = (n: number): WatchResponse => ({
  resumeToken: `life:${n}`,
  event: pausedEvent(Date.now(), n),
});
const bookmark = (n: number): WatchResponse => ({ resumeToken: `life:${n}`, bookmark: {} });

function picture(now: number, n: number): readonly WatchResponse[] {
  const hosts = cannedHosts(now);
  const vms = cannedVms(now);
  return [
    ...hosts.map((host) => ({ host })),
    ...vms.map((vm) => ({ vm })),
    {
      resumeToken: `life:${n}`,
      snapshotEnd: { hostCount: hosts.length, vmCount: vms.length },
    },
  ];
}

/** The n-th watch from now gets the n-th list and then stays open. */
function play(...streams: readonly (readonly WatchResponse[])[]): void {
  let next = 0;
  fleet.answers.watch = (call: WatchCall) => {
    for (const item of streams[next] ?? []) call.write(item);
    next += 1;
  };
}

async function expectGolden(name: string, words: readonly string[]): Promise<void> {
  const result = await cli.run(...words);
  await expect(transcript(words, result)).toMatchFileSnapshot(golden(name));
}

describe('muster events', () => {
  it('follows from now and ends after --count', async () => {
    play([bookmark(1), event(2), event(3), event(4)]);
    await expectGolden('events-count', ['events', '--count', '2']);
    expect(fleet.askedFor('watch')).toMatchObject([{ skipSnapshot: true }]);
  });

  it('prints more with -o wide', async () => {
    play([bookmark(1), event(2)]);
    await expectGolden('events-wide', ['events', '-f', '--count', '1', '-o', 'wide']);
  });

  it('prints one message a line with -o json, one document each with -o yaml', async () => {
    play([bookmark(1), event(2), event(3)]);
    const json = await cli.run('events', '--count', '2', '-o', 'json');
    const lines = json.stdout.trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { resumeToken: 'life:2', event: { n: '2', after: { vm: { status: 'VM_STATUS_PAUSED' } } } },
      { resumeToken: 'life:3', event: { n: '3' } },
    ]);
    play([bookmark(1), event(2)]);
    const yaml = await cli.run('events', '--count', '1', '-o', 'yaml');
    const documents = parseAllDocuments(yaml.stdout);
    const values: unknown[] = documents.map((document) => document.toJS() as unknown);
    expect(values).toMatchObject([{ resumeToken: 'life:2' }]);
  });

  it('hands its conditions to the central', async () => {
    play([bookmark(1), event(2)]);
    const words = ['--type', 'vmstatuschanged,HistoryGap', '-l', 'env=prod', '--site', 'zurich'];
    await cli.run('events', '--count', '1', ...words);
    expect(fleet.askedFor('watch')).toMatchObject([
      {
        types: ['VmStatusChanged', 'HistoryGap'],
        hostFilter: { labelSelectors: ['env=prod'], sites: ['zurich'] },
      },
    ]);
  });

  it('prints what came after --since, and ends when it has caught up', async () => {
    play([event(8), event(9), bookmark(9), event(10)]);
    await expectGolden('events-since', ['events', '--since', 'life:7']);
    expect(fleet.askedFor('watch')).toMatchObject([{ resumeToken: 'life:7' }]);
  });

  it('goes on following after --since with -f', async () => {
    play([event(8), bookmark(8), event(9)]);
    const { stdout } = await cli.run('events', '-f', '--since', 'life:7', '--count', '2');
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
  });

  it('ends with 6 when the place is not known any more', async () => {
    fleet.answers.watch = (call) => {
      call.emit('error', { code: status.OUT_OF_RANGE, details: 'the token is of another stream' });
    };
    await expectGolden('events-too-old', ['events', '--since', 'other:7']);
  });

  it('ends with 6 when changes were lost while the connection was broken', async () => {
    fleet.answers.watch = (call) => {
      if (call.request.resumeToken === '' || call.request.resumeToken === undefined) {
        call.write(bookmark(1));
        call.write(event(2));
        call.emit('error', { code: status.UNAVAILABLE, details: 'going away' });
      } else call.emit('error', { code: status.OUT_OF_RANGE, details: 'too old' });
    };
    await expectGolden('events-lost', ['events', '-f']);
  });

  it('ends with 5 when the central never says anything', async () => {
    play([]);
    const { code, stderr } = await cli.run('events', '-f', '--timeout', '300ms');
    expect(code).toBe(5);
    expect(stderr).toMatch(/did not (answer|say anything)/);
  });

  it('takes a broken connection up where it broke', async () => {
    play([bookmark(1), event(2)], [event(3)]);
    const running = cli.start('events', '-f', '--count', '2');
    await running.said('VmStatusChanged');
    fleet.breakWatches(status.UNAVAILABLE, 'going away');
    const { code, stdout, stderr } = await running.ended;
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(stderr).toContain('the connection broke (going away); trying again\n');
    expect(stderr).toContain('connected again, no change was missed\n');
    expect(fleet.askedFor('watch')).toMatchObject([
      { skipSnapshot: true },
      { skipSnapshot: true, resumeToken: 'life:2' },
    ]);
  });

  it('says where to go on and ends with 130 on Ctrl-C', async () => {
    play([bookmark(1), event(2)]);
    const running = cli.start('events', '-f');
    await running.said('VmStatusChanged');
    running.kill('SIGINT');
    const { code, stderr } = await running.ended;
    expect(code).toBe(130);
    expect(stderr).toBe('Go on with: muster events --since life:2\n');
  });
});

/** Within it a busy machine must have dialed and got the first answers; they wait for its end side by side. */
const timeout = ['--timeout', '15s'];

describe.concurrent('--timeout', () => {
  /** A run against a central of its own that sends this and then nothing. */
  async function run(items: readonly WatchResponse[], ...words: string[]): Promise<CliResult> {
    const watch = (call: WatchCall): void => {
      for (const item of items) call.write(item);
    };
    const own = await CannedFleet.start({ watch });
    try {
      return await cli.with({ MUSTER_ADDRESS: own.address }).run(...words, ...timeout);
    } finally {
      own.stop();
    }
  }

  it('ends events with 5 when --count is not reached', async ({ expect: expectHere }) => {
    const words = ['events', '--count', '2'];
    const result = await run([bookmark(1), event(2)], ...words);
    await expectHere(transcript([...words, ...timeout], result)).toMatchFileSnapshot(
      golden('events-timeout'),
    );
  });

  it('ends events with 0 without --count', async ({ expect: expectHere }) => {
    const { code, stdout } = await run([bookmark(1), event(2)], 'events');
    expectHere(code).toBe(0);
    expectHere(stdout.trimEnd().split('\n')).toHaveLength(1);
  });

  it('ends watch with 0; -o json prints every message but bookmarks', async ({
    expect: expectHere,
  }) => {
    const items = [...picture(Date.now(), 1), bookmark(1), event(2)];
    const { code, stdout } = await run(items, 'watch', '-o', 'json');
    expectHere(code).toBe(0);
    const kinds = stdout
      .trimEnd()
      .split('\n')
      .map((line) => Object.keys(JSON.parse(line) as object).filter((key) => key !== 'resumeToken'))
      .flat();
    expectHere(kinds).toEqual(['host', 'host', 'host', 'vm', 'vm', 'vm', 'snapshotEnd', 'event']);
  });
});

describe('muster watch', () => {
  it('shows the picture, then each change, and ends with 130 on Ctrl-C', async () => {
    play([...picture(Date.now(), 1), event(2), bookmark(2)]);
    const running = cli.start('watch');
    await running.said('VmStatusChanged');
    running.kill('SIGINT');
    const result = await running.ended;
    await expect(transcript(['watch'], result)).toMatchFileSnapshot(golden('watch'));
  });

  it('takes a broken connection up where it broke, without a new picture', async () => {
    play([...picture(Date.now(), 1), event(2)], [event(3)]);
    const running = cli.start('watch');
    await running.said('VmStatusChanged');
    fleet.breakWatches(status.INTERNAL, 'stream reset');
    await running.said('no change was missed');
    running.kill('SIGINT');
    const { stdout } = await running.ended;
    expect(stdout.match(/STATUS {2,}/g)).toHaveLength(2);
    expect(fleet.askedFor('watch')).toMatchObject([{}, { resumeToken: 'life:2' }]);
  });

  it('says so and starts again when the changes in between are not known any more', async () => {
    const now = Date.now();
    const streams = [[...picture(now, 1), event(2)], 'too old', picture(now, 50)] as const;
    let next = 0;
    fleet.answers.watch = (call) => {
      const stream = streams[next] ?? [];
      next += 1;
      if (typeof stream !== 'string') for (const item of stream) call.write(item);
      else call.emit('error', { code: status.OUT_OF_RANGE, details: stream });
    };
    const running = cli.start('watch');
    await running.said('VmStatusChanged');
    fleet.breakWatches(status.UNAVAILABLE, 'going away');
    await running.said('starting again with the whole picture');
    await expect.poll(() => running.stdout.match(/node-2 /g)?.length, { timeout: 60_000 }).toBe(4);
    running.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    expect(fleet.askedFor('watch').at(-1)).not.toMatchObject({ resumeToken: 'life:2' });
  });

  it('takes a picture that was cut off from the start again', async () => {
    const now = Date.now();
    play(picture(now, 1).slice(0, 4), picture(now, 2));
    const running = cli.start('watch', '-o', 'json');
    await running.said('web-1');
    fleet.breakWatches(status.UNAVAILABLE, 'going away');
    await running.said('snapshotEnd');
    running.kill('SIGINT');
    const { stdout, stderr } = await running.ended;
    expect(stderr).toContain('starting again with the whole picture');
    expect(stdout.match(/"id":"node-1"/g)).toHaveLength(2);
    expect(fleet.askedFor('watch')).toHaveLength(2);
  });

  it('ends with 3 when nothing listens', async () => {
    const { code, stderr } = await cli.run('watch', '--address', '127.0.0.1:1');
    expect(code).toBe(3);
    expect(stderr).toContain('cannot reach the central at 127.0.0.1:1');
  });
});
