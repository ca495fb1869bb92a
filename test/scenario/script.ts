/**
 * The text of a scenario: blocks separated by empty lines. A block is commands, `----`, and the trace they must cause;
 * lines that begin with `#` are comments, lines that begin with two spaces belong to the command above them.
 *
 *     # why this is shown
 *     hello a run=r1
 *     ----
 *     0.000  a <- welcome epoch 1 applied 0, wants a picture: NEW_RUN
 */
interface Block {
  readonly comments: readonly string[];
  readonly commands: readonly Command[];
  /** The commands as they stand. */
  readonly lines: readonly string[];
}

export interface Command {
  readonly name: string;
  /** Words without `=`, in order. */
  readonly words: readonly string[];
  /** Words with `=`. */
  readonly options: ReadonlyMap<string, string>;
  readonly body: readonly Phrase[];
}

/** One line below a command. */
export type Phrase = Pick<Command, 'words' | 'options'>;

const separator = '----';
/** A trace of nothing, so that an empty one is never mistaken for one that was not written yet. */
const silence = 'nothing';

function parseScript(text: string): Block[] {
  return text
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.split('\n').filter((line) => line !== ''))
    .filter((lines) => lines.length > 0)
    .map(blockOf);
}

/** Plays each block and writes the script again, with the traces that really came. */
export async function playScript(
  text: string,
  play: (command: Command) => Promise<readonly string[]>,
): Promise<string> {
  const played: string[] = [];
  for (const { comments, commands, lines } of parseScript(text)) {
    const trace: string[] = [];
    for (const command of commands) trace.push(...(await play(command)));
    const told = trace.length > 0 ? trace : [silence];
    const outcome = commands.length === 0 ? [] : [separator, ...told];
    played.push([...comments, ...lines, ...outcome].join('\n'));
  }
  return `${played.join('\n\n')}\n`;
}

function blockOf(paragraph: readonly string[]): Block {
  const comments = paragraph.filter((line) => line.startsWith('#'));
  const rest = paragraph.filter((line) => !line.startsWith('#'));
  const end = rest.indexOf(separator);
  const lines = end === -1 ? rest : rest.slice(0, end);
  return { comments, commands: commandsOf(lines), lines };
}

function commandsOf(lines: readonly string[]): Command[] {
  const commands: Command[] = [];
  for (const line of lines) {
    const phrase = phraseOf(line);
    const last = commands.at(-1);
    if (!line.startsWith('  ')) {
      const [name = '', ...words] = phrase.words;
      commands.push({ name, words, options: phrase.options, body: [] });
    } else if (last !== undefined) {
      commands[commands.length - 1] = { ...last, body: [...last.body, phrase] };
    } else throw new Error(`"${line}" belongs to no command`);
  }
  return commands;
}

function phraseOf(line: string): Phrase {
  const all = line.trim().split(/ +/);
  const options = all
    .filter((word) => word.includes('='))
    .map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const);
  return { words: all.filter((word) => !word.includes('=')), options: new Map(options) };
}
