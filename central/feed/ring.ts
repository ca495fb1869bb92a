/** The newest entries of a stream whose sequences grow but may have holes. PURE. */
export class Ring<T> {
  readonly capacity: number;
  #entries: { readonly sequence: number; readonly value: T }[] = [];
  /** Entries before this one are over; cutting them off at once would cost O(n) each. */
  #head = 0;
  /** Everything after this sequence that was ever appended is still held. */
  #completeAfter = 0;
  #last = 0;

  /** @param capacity entries, 1 or more. */
  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Sequence of the last message seen, event or not. */
  get last(): number {
    return this.#last;
  }

  begin(afterSequence: number): void {
    this.#entries = [];
    this.#head = 0;
    this.#completeAfter = afterSequence;
    this.#last = afterSequence;
  }

  /** A message that is none of ours; readers must still be able to resume behind it. */
  skip(sequence: number): void {
    this.#last = sequence;
  }

  append(sequence: number, value: T): void {
    this.#last = sequence;
    this.#entries.push({ sequence, value });
    if (this.#entries.length - this.#head <= this.capacity) return;
    this.#completeAfter = this.#entries[this.#head]?.sequence ?? 0;
    this.#head += 1;
    if (this.#head < this.capacity) return;
    this.#entries = this.#entries.slice(this.#head);
    this.#head = 0;
  }

  /** Everything after `sequence`, oldest first; undefined if some of it is not held any more, or not seen yet. */
  after(sequence: number): readonly { readonly sequence: number; readonly value: T }[] | undefined {
    if (sequence < this.#completeAfter || sequence > this.#last) return undefined;
    let low = this.#head;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.sequence ?? Infinity) <= sequence) low = middle + 1;
      else high = middle;
    }
    return this.#entries.slice(low);
  }
}
