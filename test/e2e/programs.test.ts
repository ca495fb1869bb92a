import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { ownMount } from '../harness/own-mount.ts';
import { runToEnd } from '../harness/program-run.ts';
import { Stage } from '../harness/stage.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'muster-programs-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function configFile(...lines: readonly string[]): string {
  const file = path.join(folder, 'config.yaml');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const central = 'central/main.ts';
const agent = 'agent/main.ts';

describe('a wrong configuration file', () => {
  it('ends the central with code 2, each wrong field named with its line', async () => {
    const file = configFile(
      'replica:',
      '  id: not an id',
      'listen:',
      '  agents: nowhere',
      'agents:',
      '  interval: 5 parsecs',
      '  intervall: 2s',
      'nats:',
      '  replicas: 7',
    );
    const { code, stdout, stderr } = await runToEnd(central, ['--config', file]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    const lines = stderr.trimEnd().split('\n');
    expect(lines.map((line) => line.slice(0, file.length + 30))).toEqual(
      expect.arrayContaining([
        expect.stringContaining(`${file}:2: replica.id: `),
        expect.stringContaining(`${file}:4: listen.agents: `),
        expect.stringContaining(`${file}:6: agents.interval: `),
        expect.stringContaining(`${file}:7: agents.intervall`),
        expect.stringContaining(`${file}:9: nats.replicas: `),
      ]),
    );
    expect(lines).toHaveLength(5);
  });

  it('ends the agent with code 2, each wrong field named with its line', async () => {
    const labels = Array.from({ length: 65 }, (_, i) => `rack-${i}: a`);
    const file = configFile(
      'central:',
      '  addresses: [somewhere]',
      'host:',
      '  class: eternal',
      `  labels: {${labels.join(', ')}}`,
      'log: {level: loud}',
    );
    const { code, stderr } = await runToEnd(agent, ['--config', file, '--check-config']);
    expect(code).toBe(2);
    expect(stderr).toContain(`${file}:2: central.addresses`);
    expect(stderr).toContain(`${file}:4: host.class: `);
    expect(stderr).toContain(`${file}:5: host.labels: must have at most 64 entries`);
    expect(stderr).toContain(`${file}:6: log.level: `);
  });

  it('says what no single field can tell, and where a flag or variable is wrong', async () => {
    const grace = await runToEnd(central, ['--liveness-takeover-grace', '3s']);
    expect(grace.code).toBe(2);
    expect(grace.stderr).toMatch(/liveness\.takeover_grace: must be above agents\.ack_deadline/);
    const env = { MUSTER_AGENTS_INTERVAL: 'soon' };
    const variable = await runToEnd(central, ['--check-config'], { env });
    expect(variable.code).toBe(2);
    expect(variable.stderr).toMatch(/^MUSTER_AGENTS_INTERVAL: agents\.interval: /);
    const flag = await runToEnd(agent, ['--no-such-flag']);
    expect(flag.code).toBe(2);
    expect(flag.stderr).toContain('--no-such-flag');
  });

  it('that is no YAML, or is not there, is said with code 2', async () => {
    const broken = await runToEnd(central, ['--config', configFile('a: [1, 2', 'b: }')]);
    expect(broken.code).toBe(2);
    expect(broken.stderr).toMatch(/config\.yaml:\d+: /);
    const missing = await runToEnd(central, ['--config', path.join(folder, 'none.yaml')]);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain('none.yaml');
  });
});

describe('a sound configuration', () => {
  it('is said to be sound, and printed without its secrets', async () => {
    const file = configFile('nats:', '  servers: ["nats:4222"]', '  user: me', '  password: hush');
    expect(await runToEnd(central, ['--config', file, '--check-config'])).toMatchObject({
      code: 0,
      stdout: 'the configuration is sound\n',
    });
    const printed = await runToEnd(
      central,
      ['--config', file, '--print-config', '--agents-interval', '3s'],
      { env: { MUSTER_REPLICA_ID: 'from-the-environment' } },
    );
    expect(printed.code).toBe(0);
    expect(printed.stdout).not.toContain('hush');
    expect(parse(printed.stdout)).toMatchObject({
      replica: { id: 'from-the-environment' },
      agents: { interval: '3s' },
      nats: { servers: ['nats:4222'], user: 'me' },
    });
  });
});

describe('a data folder', () => {
  const address = '127.0.0.1:0';
  const listen = ['--listen-agents', address, '--listen-api', address, '--listen-http', address];

  it('on a read-only file system ends the central with a message that names it', async () => {
    const data = path.join(folder, 'data');
    const { code, stdout } = await runToEnd(central, [...listen, '--replica-data-folder', data], {
      prefix: ownMount(data, 'ro'),
    });
    expect(code).toBe(1);
    expect(stdout).toContain(`the data folder ${data} cannot be used`);
    expect(stdout).toContain('read-only file system');
    expect(stdout).toContain('STORE_UNWRITABLE');
  });

  it('that another central has is refused to a second one, and free again after kill -9', async (context) => {
    const first = await new Stage(context).central();
    const args = [...listen, '--replica-data-folder', first.dataFolder];
    const second = await runToEnd(central, args);
    expect(second.code).toBe(1);
    expect(second.stdout).toContain(`the data folder ${first.dataFolder} is in use`);
    expect(second.stdout).toContain('STORE_IN_USE');
    await first.ready();
    await first.kill('SIGKILL');
    await first.restart();
  });
});
