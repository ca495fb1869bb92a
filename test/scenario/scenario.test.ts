import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { agent, dial, list, see } from './commands/observe.ts';
import { flood, goodbye, hello, lose, picture, report } from './commands/say.ts';
import {
  central,
  commits,
  freeze,
  judge,
  operator,
  pass,
  publishing,
  show,
  storage,
  timeouts,
  wall,
} from './commands/world.ts';
import { playScript } from './script.ts';
import type { Command } from './script.ts';
import { Stage } from './stage.ts';

type Handler = (command: Command, stage: Stage) => void | Promise<void>;

const handlers = new Map<string, Handler>(
  Object.entries<Handler>({
    ...{ hello, report, flood, picture, goodbye, lose },
    ...{ agent, list, see, dial },
    ...{ central, commits, publishing, storage, pass, freeze, show, timeouts, wall, judge },
    ...{ operator },
  }),
);

const folder = path.join(import.meta.dirname, 'testdata');
const isRewrite = process.env['MUSTER_REWRITE'] === '1';

function play(text: string): Promise<string> {
  const stage = new Stage();
  return playScript(text, async (command) => {
    const handler = handlers.get(command.name);
    if (handler === undefined) throw new Error(`there is no command "${command.name}"`);
    await handler(command, stage);
    await stage.settle();
    return stage.takeTrace();
  });
}

/** The traces are the state rules as seen from outside: change one only if you can say why it is right now. */
describe('scenario', () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));

  it.each(names)('%s leaves exactly the trace that is written in it', async (name) => {
    const file = path.join(folder, name);
    const text = readFileSync(file, 'utf8');
    const played = await play(text);
    expect(played).not.toContain('FATAL');
    if (isRewrite) writeFileSync(file, played);
    else expect(played).toBe(text);
  });
});
