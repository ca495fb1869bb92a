import { describe, expect, it } from 'vitest';

import { runHere } from '../../../harness/fake-terminal.ts';

async function complete(...words: string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await runHere(['complete', '--', ...words]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')[0] ?? '']));
}

describe('what fits at the cursor', () => {
  it.each([
    [['ho'], ['hosts', 'host']],
    [
      ['context', ''],
      ['set', 'use', 'list', 'delete', 'help'],
    ],
    [
      ['replica', ''],
      ['drain', 'help'],
    ],
    [['host', 'a', '--ex'], ['--explain']],
    [['hosts', '--st'], ['--status']],
    [['hosts', '--status', 'UP'], ['UP']],
    [
      ['hosts', '--status', 'UP,RE'],
      ['UP,REBOOTING', 'UP,RETIRED'],
    ],
    [['vms', '--status', 'PA'], ['PAUSED']],
    [['vms', '--status=PA'], ['--status=PAUSED']],
    [['vms', '--status', '=', 'PA'], ['PAUSED']],
    [['vms', '--status', '='], expect.arrayContaining(['UP', 'DOWN'])],
    [
      ['hosts', '-o', ''],
      ['table', 'wide', 'json', 'yaml'],
    ],
    [['-o', 'json', 'summ'], ['summary']],
    [
      ['events', '--type', 'HostV'],
      ['HostVmsRestored', 'HostVmsOverdue'],
    ],
    [['completion', 'z'], ['zsh']],
    [['hosts', '--timeout', ''], []],
    [['hosts', ''], []],
    [['host', 'a', ''], []],
    [['--tls-ca', ''], [':files']],
  ])('%j', async (words, candidates) => {
    expect(await complete(...words)).toEqual(candidates);
  });

  it('has every option of the verb and the common ones', async () => {
    expect(await complete('events', '--')).toEqual(
      expect.arrayContaining(['--follow', '--since', '--count', '--address', '--help']),
    );
  });

  it('does not show the verb that only the scripts call', async () => {
    expect(await complete('')).not.toContain('complete');
  });

  it('is empty when the central cannot be asked', async () => {
    expect(await complete('--address', '127.0.0.1:1', 'host', '')).toEqual([]);
  });
});
