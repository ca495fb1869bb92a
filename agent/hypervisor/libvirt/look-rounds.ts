import type { Clock, Timer } from '../../../shared/clock.ts';

export interface LookRoundsOptions {
  readonly clock: Clock;
  /** Milliseconds in which each has its turn. */
  readonly roundMs: number;
  /** Milliseconds between two turns at least, however many there are. */
  readonly turnMsMin: number;
  /** Whose turn may come; asked when a round begins. */
  readonly list: () => readonly string[];
  readonly look: (uuid: string) => void;
}

/** Looks at one after the other, evenly spread, so that many are never looked at together. */
export class LookRounds {
  readonly #options: LookRoundsOptions;
  #waiting: string[] = [];
  #timer: Timer | undefined;

  constructor(options: LookRoundsOptions) {
    this.#options = options;
  }

  start(): void {
    this.#beginRound();
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #beginRound(): void {
    this.#waiting = [...this.#options.list()];
    this.#arm(this.#options.roundMs / Math.max(1, this.#waiting.length));
  }

  #arm(turnMs: number): void {
    const { clock, turnMsMin, look } = this.#options;
    this.#timer = clock.setTimer(
      () => {
        const next = this.#waiting.shift();
        if (next !== undefined) look(next);
        if (this.#waiting.length > 0) this.#arm(turnMs);
        else this.#beginRound();
      },
      Math.max(turnMsMin, turnMs),
    );
  }
}
