import { describe, expect, it } from 'vitest';

import { terminalStyle } from '../../../../central/cli/terminal.ts';
import { runHere } from '../../../harness/fake-terminal.ts';
import { transcript } from '../../../harness/muster-cli.ts';

const verbs = [
  'summary',
  'hosts',
  'host',
  'vms',
  'vm',
  'events',
  'watch',
  'replicas',
  'ring',
  'replica',
  'context',
  'completion',
] as const;

describe('help', () => {
  it('lists the verbs, the ways to an address and the exit codes', async () => {
    const result = await runHere(['--help']);
    await expect(transcript(['--help'], result)).toMatchFileSnapshot(
      '../../../fixtures/cli/help.txt',
    );
  });

  it.each(verbs)('of %s has examples', async (verb) => {
    const result = await runHere([verb, '--help']);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toMatch(new RegExp(`Examples:(\n.*)*\n.*muster ${verb}`));
    await expect(transcript([verb, '--help'], result)).toMatchFileSnapshot(
      `../../../fixtures/cli/help-${verb}.txt`,
    );
  });

  it('is the same through the help verb', async () => {
    expect(await runHere(['help', 'hosts'])).toEqual(await runHere(['hosts', '--help']));
  });

  it('is no wider than the terminal', async () => {
    const { stdout } = await runHere(['hosts', '--help'], { width: 70 });
    const [options = ''] = stdout.split('Examples:');
    expect(Math.max(...options.split('\n').map((line) => line.length))).toBeLessThanOrEqual(70);
  });
});

describe('wrong use', () => {
  it.each([
    [[], /^Usage: muster/],
    [['hots'], /unknown command 'hots'\n\(Did you mean one of host, hosts\?\)/],
    [['hosts', '--sort'], /unknown option '--sort'/],
    [['hosts', 'extra'], /too many arguments/],
    [['host'], /missing required argument 'id'/],
    [['hosts', '-o', 'xml'], /Allowed choices are table, wide, json, yaml/],
    [['hosts', '--status', 'UPP'], /"UPP" is no host status\. Known: PENDING, /],
    [['vms', '--status', 'SUSPECT'], /"SUSPECT" is no VM status\. Known: UNKNOWN, /],
    [['hosts', '-l', '=x'], /"=x" is no selector: write key=value, key!=value or key/],
    [['hosts', '--site', ''], /A site must not be empty/],
    [['hosts', '--limit', '0'], /It must be a whole number, 1 or more/],
    [['hosts', '--limit', '1e3'], /It must be a whole number, 1 or more/],
    [['hosts', '--timeout', '10'], /It must be a time with its unit/],
    [['hosts', '--timeout', '0s'], /It must be at least 1ms/],
    [['events', '--type', 'Nonsense'], /"Nonsense" is no event type\. Known: HostAdded/],
    [['hosts', '--address', 'http://x'], /"http:\/\/x" \(--address\) is not an address/],
    [['hosts', '--tls-cert', 'x'], /belong together/],
    [['hosts', '--tls-ca', '/nonexistent/ca.pem'], /file of --tls-ca cannot be read/],
    [['context', 'set', 'lab'], /a context needs an address/],
    [['context', 'set', 'l/b', '--address', 'x'], /"l\/b" cannot be a context name/],
    [['completion', 'tcsh'], /Allowed choices are bash, zsh, fish/],
  ])('%j ends with 2 and says why', async (words, message) => {
    const { code, stdout, stderr } = await runHere(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('points to the help of the verb', async () => {
    const { stderr } = await runHere(['context', 'set']);
    expect(stderr).toContain('Usage and examples: muster context set --help');
  });
});

describe('the terminal', () => {
  it.each([
    [{ isTTY: true, columns: 90 }, {}, { width: 90, hasColor: true }],
    [{ isTTY: true, columns: 90 }, { NO_COLOR: '1' }, { width: 90, hasColor: false }],
    [{ isTTY: true, columns: 90 }, { NO_COLOR: '' }, { width: 90, hasColor: true }],
    [{ isTTY: true, columns: 90 }, { TERM: 'dumb' }, { width: 90, hasColor: false }],
    [{ isTTY: true, columns: 90 }, { COLUMNS: '40' }, { width: 40, hasColor: true }],
    [{ isTTY: true, columns: 0 }, { COLUMNS: 'x' }, { width: undefined, hasColor: true }],
    [{}, {}, { width: undefined, hasColor: false }],
    [{}, { COLUMNS: '60' }, { width: 60, hasColor: false }],
  ])('%o with %o', (stream, env, style) => {
    expect(terminalStyle(stream, env)).toEqual(style);
  });
});
