import type { Clock } from '../../shared/clock.ts';
import type { Random } from '../../shared/random.ts';

/** Everything a verb may know of the outside, handed in by main.ts. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
  /** Columns; undefined: as wide as needed, because nobody looks at it. */
  readonly width: number | undefined;
  readonly hasColor: boolean;
  readonly clock: Clock;
  readonly random: Random;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
  /** Standard output; resolves once a slow reader has taken it. */
  readonly out: (text: string) => Promise<void>;
  /** Standard error: what is said about the work, never the result. */
  readonly err: (text: string) => void;
}

/** The part of an output stream that a terminal needs. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Width and color as the user wants them: `COLUMNS` and `NO_COLOR` win over what the stream says. */
export function terminalStyle(
  stream: OutputStream,
  env: Terminal['env'],
): Pick<Terminal, 'width' | 'hasColor'> {
  const isTerminal = stream.isTTY === true;
  const asked = Number(env['COLUMNS'] ?? '');
  const own = isTerminal && stream.columns !== undefined && stream.columns > 0;
  const width = Number.isInteger(asked) && asked > 0 ? asked : own ? stream.columns : undefined;
  return { width, hasColor: isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb' };
}
