import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { contextsFile } from '../../../../central/cli/contexts.ts';
import { runHere } from '../../../harness/fake-terminal.ts';

let home: string;
let file: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'muster-contexts-'));
  file = join(home, '.config', 'muster', 'contexts.yaml');
});

afterEach(() => rm(home, { recursive: true }));

const muster = (...words: string[]) => runHere(words, { homeFolder: home });

describe('the contexts file', () => {
  it('stands where XDG says', () => {
    const at = (env: Record<string, string>): string =>
      contextsFile({ env, homeFolder: '/somewhere/u' });
    expect(at({})).toBe('/somewhere/u/.config/muster/contexts.yaml');
    expect(at({ XDG_CONFIG_HOME: '/etc/xdg' })).toBe('/etc/xdg/muster/contexts.yaml');
    expect(at({ XDG_CONFIG_HOME: 'relative' })).toBe('/somewhere/u/.config/muster/contexts.yaml');
  });

  it('is written for the user alone, with absolute paths', async () => {
    const { stdout } = await muster(
      ...['context', 'set', 'lab', '--address', 'central', '--tls-ca', 'ca.pem'],
    );
    expect(stdout).toBe('Context "lab" is set, and is in use.\n');
    expect(parse(await readFile(file, 'utf8'))).toEqual({
      current: 'lab',
      contexts: { lab: { address: 'central:7421', tlsCa: resolve('ca.pem') } },
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('lists, chooses and forgets contexts', async () => {
    expect((await muster('context', 'list')).stderr).toContain(`No contexts in ${file}`);
    await muster('context', 'set', 'lab', '--address', 'central.lab');
    const second = await muster('context', 'set', 'prod', '--address', 'prod:80', '--tls');
    expect(second.stdout).toBe('Context "prod" is set; choose it with: muster context use prod.\n');
    expect((await muster('context', 'use', 'prod')).stdout).toBe(
      'Context "prod" (prod:80) is in use.\n',
    );
    expect((await muster('context', 'list')).stdout).toBe(
      [
        'CURRENT  NAME  ADDRESS           TLS',
        '         lab   central.lab:7421  no',
        '*        prod  prod:80           yes',
        '',
      ].join('\n'),
    );
    expect(JSON.parse((await muster('context', 'list', '-o', 'json')).stdout)).toMatchObject([
      { name: 'lab', isCurrent: false },
      { name: 'prod', isCurrent: true },
    ]);
    await muster('context', 'delete', 'prod');
    expect(parse(await readFile(file, 'utf8'))).toEqual({
      contexts: { lab: { address: 'central.lab:7421' } },
    });
  });

  it('says which names there are when one is not known, and ends with 4', async () => {
    await muster('context', 'set', 'lab', '--address', 'central.lab');
    for (const words of [
      ['context', 'use', 'x'],
      ['context', 'delete', 'x'],
      ['hosts', '--context', 'x'],
    ]) {
      const { code, stderr } = await muster(...words);
      expect(code).toBe(4);
      expect(stderr).toContain('there is no context "x"');
      expect(stderr).toContain('it has lab');
    }
  });

  it('is used for the address', async () => {
    await muster('context', 'set', 'lab', '--address', '127.0.0.1:1');
    const { code, stderr } = await muster('hosts');
    expect(code).toBe(3);
    expect(stderr).toContain('127.0.0.1:1 (context "lab", without TLS)');
  });

  it.each([
    ['contexts: [1, 2', /line 1 is not valid YAML/],
    ['contexts:\n  lab:\n    adress: x\n', /line \d: contexts\.lab/],
    ['contexts:\n  "a b":\n    address: x\n', /line 2: contexts\.a b: is no context name/],
    ['just text', /the file: /],
  ])('names each wrong field with its line: %j', async (text, message) => {
    await muster('context', 'set', 'lab', '--address', 'x');
    await writeFile(file, text);
    const { code, stderr } = await muster('hosts');
    expect(code).toBe(2);
    expect(stderr).toContain(`the contexts file ${file} is broken`);
    expect(stderr).toMatch(message);
    expect((await runHere(['hosts', '--address', '127.0.0.1:1'], { homeFolder: home })).code).toBe(
      3,
    );
  });
});
