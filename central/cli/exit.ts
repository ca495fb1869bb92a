/** What the command's exit code says; listed by `muster --help`. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  notFound: 4,
  deadline: 5,
  tooOld: 6,
  interrupted: 130,
} as const;

export type Outcome = keyof typeof exitCodes;

const meanings: Readonly<Record<Outcome, string>> = {
  done: 'done',
  failed: 'failed for a reason not listed here; the message says which',
  usage: 'wrong use: an unknown option, a value that is not allowed, a broken contexts file',
  unreachable: 'the central could not be reached, or is not serving',
  notFound: 'there is no such host, VM, replica or context',
  deadline: 'no answer within --timeout; for events: --count was not reached within it',
  tooOld: 'the resume token is not known any more: changes were lost; start again without it',
  interrupted: 'ended by Ctrl-C (this is also how a watch normally ends)',
};

/** The table for `--help`. */
export function exitCodeHelp(): string {
  const lines = Object.entries(exitCodes).map(
    ([outcome, code]) => `  ${String(code).padEnd(5)}${meanings[outcome as Outcome]}`,
  );
  return ['Exit codes:', ...lines].join('\n');
}

/** Ends the command. The message is for the person at the terminal: what was wrong, where, what to do. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly outcome: Outcome;

  constructor(outcome: Outcome, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.outcome = outcome;
  }
}
