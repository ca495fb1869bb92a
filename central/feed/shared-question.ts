/**
 * One question for all who ask at the same time. An answer that was on its way already may be older than the wish to
 * know, so whoever asks then shares the next one.
 */
export class SharedQuestion<Answer> {
  readonly #question: () => Promise<Answer>;
  #current: Promise<unknown> = Promise.resolve();
  #next: Promise<Answer> | undefined;

  constructor(question: () => Promise<Answer>) {
    this.#question = question;
  }

  ask(): Promise<Answer> {
    if (this.#next) return this.#next;
    const next = this.#after(this.#current);
    this.#next = next;
    this.#current = next.catch(() => undefined);
    return next;
  }

  async #after(current: Promise<unknown>): Promise<Answer> {
    await current;
    this.#next = undefined;
    return this.#question();
  }
}
