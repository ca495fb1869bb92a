import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { ServerCredentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { cannedReplicas } from '../../fixtures/cli/cluster.ts';
import { cannedHosts, cannedSummary, cannedVms, vmIds } from '../../fixtures/cli/fleet.ts';
import { CannedFleet } from '../../harness/canned-fleet.ts';
import { cliMain, MusterCli, transcript } from '../../harness/muster-cli.ts';

const golden = (name: string): string => `../../fixtures/cli/${name}.txt`;
const tlsFile = (name: string): string => join(import.meta.dirname, '../../fixtures/cli/tls', name);

let fleet: CannedFleet;
let cli: MusterCli;

beforeAll(async () => {
  const now = Date.now();
  fleet = await CannedFleet.start({
    hosts: cannedHosts(now),
    vms: cannedVms(now),
    summary: cannedSummary,
    replicas: cannedReplicas(now),
  });
  cli = await MusterCli.create({ MUSTER_ADDRESS: fleet.address });
});

afterAll(async () => {
  fleet.stop();
  await cli.remove();
});

describe('muster completion', () => {
  it.each(['bash', 'zsh', 'fish'])('prints the script for %s', async (shell) => {
    const words = ['completion', shell];
    const result = await cli.run(...words);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    await expect(transcript(words, result)).toMatchFileSnapshot(golden(`completion-${shell}`));
  });

  /** What bash offers when the tab key is pressed at the end of the words. */
  async function bashOffers(...words: string[]): Promise<readonly string[]> {
    const script = join(cli.homeFolder, 'complete.bash');
    await writeFile(
      script,
      `muster() { "${process.execPath}" --import tsx "${cliMain}" "$@"; }
source <(muster completion bash)
COMP_WORDS=(muster "$@")
COMP_CWORD=$#
_muster
printf '%s\\n' "\${COMPREPLY[@]}"
`,
    );
    const { stdout } = await promisify(execFile)('bash', [script, ...words], {
      env: cli.environment(),
    });
    return stdout.trimEnd().split('\n');
  }

  it('works in bash: verbs, statuses, and ids asked from the central', async () => {
    expect(await bashOffers('su')).toEqual(['summary']);
    expect(await bashOffers('hosts', '--status', 'NON')).toEqual([
      'NON_OPERATIONAL',
      'NON_RESPONSIVE',
    ]);
    expect(await bashOffers('host', 'node-')).toEqual(['node-1', 'node-2', 'node-3']);
    expect(await bashOffers('host', 'ret')).toEqual(['retire']);
    expect(await bashOffers('host', 'retire', 'node-')).toHaveLength(3);
    expect(await bashOffers('vm', '9b')).toEqual([vmIds.db]);
    expect(await bashOffers('replica', 'drain', 'central-')).toHaveLength(3);
    expect(await bashOffers('vms', '--host', 'node-1,node-')).toContain('node-1,node-2');
    expect(await bashOffers('hosts', '--site', 'z')).toEqual(['zurich']);
  });

  it('asks the central of the command line', async () => {
    const elsewhere = cli.with({ MUSTER_ADDRESS: '127.0.0.1:1' });
    for (const address of [['--address', fleet.address], [`--address=${fleet.address}`]]) {
      const words = ['complete', '--', ...address, 'vms', '--host=node-2'];
      const { stdout } = await elsewhere.run(...words);
      expect(stdout).toBe('--host=node-2\tnode-2.lab.example.org\n');
    }
  });
});

describe('muster context', () => {
  it('chooses the central that the next commands ask', async () => {
    const own = await MusterCli.create();
    try {
      const set = await own.run('context', 'set', 'here', '--address', fleet.address);
      expect(set).toMatchObject({ code: 0, stdout: 'Context "here" is set, and is in use.\n' });
      expect(await own.run('summary')).toMatchObject({ code: 0, stderr: '' });
      const file = join(own.homeFolder, '.config', 'muster', 'contexts.yaml');
      expect(await readFile(file, 'utf8')).toContain(`address: ${fleet.address}`);
      const words = ['context', 'list'];
      const result = await own.run(...words);
      await expect(transcript(words, result).replace(/<port> +/, '<port>  ')).toMatchFileSnapshot(
        golden('context-list'),
      );
      expect(await own.run('context', 'use', 'there')).toMatchObject({ code: 4, stdout: '' });
    } finally {
      await own.remove();
    }
  });
});

describe('TLS', () => {
  let secure: CannedFleet;

  beforeAll(async () => {
    const credentials = ServerCredentials.createSsl(null, [
      {
        private_key: await readFile(tlsFile('server-key.pem')),
        cert_chain: await readFile(tlsFile('server.pem')),
      },
    ]);
    secure = await CannedFleet.start({ summary: cannedSummary }, credentials);
  });

  afterAll(() => {
    secure.stop();
  });

  it('trusts the given authority and name', async () => {
    const trust = ['--tls-ca', tlsFile('ca.pem'), '--tls-server-name', 'central.test'];
    const result = await cli.run('summary', '--address', secure.address, ...trust);
    expect(result).toMatchObject({ code: 0, stderr: '' });
  });

  it.each([
    ['an authority it does not know', ['--tls'], /with TLS\): .*certificate/],
    ['another name', ['--tls-ca', tlsFile('ca.pem')], /with TLS\): .*altnames/],
    ['a plain connection', [], /without TLS\): /],
  ])('refuses %s and says so', async (_what, words, message) => {
    const { code, stderr } = await cli.run('summary', '--address', secure.address, ...words);
    expect(code).toBe(3);
    expect(stderr).toMatch(message);
  });
});

describe('in a pipe', () => {
  it('ends quietly when the reader has all it wanted', async () => {
    const hosts = Array.from({ length: 20_000 }, (_, index) => ({ id: `host-${index}` }));
    const large = await CannedFleet.start({ hosts });
    try {
      const command = `"${process.execPath}" --import tsx "${cliMain}" hosts | head -n 1; echo "\${PIPESTATUS[0]}"`;
      const child = spawn('bash', ['-c', command], {
        env: { ...cli.environment(), MUSTER_ADDRESS: large.address },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => (output += text));
      }
      await once(child, 'close');
      expect(output).toMatch(/^ID +NAME .*\n0\n$/);
    } finally {
      large.stop();
    }
  });
});
