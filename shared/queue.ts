/** A first-in-first-out queue that says when it is full instead of growing (I8). */
export class BoundedQueue<T> {
  readonly capacity: number;
  #items: T[] = [];
  /** Items before this one are taken; cutting them off at once would cost O(n) each. */
  #head = 0;

  /** @param capacity items, 1 or more. */
  constructor(capacity: number) {
    if (!(capacity >= 1)) throw new RangeError(`queue capacity must be 1 or more, not ${capacity}`);
    this.capacity = capacity;
  }

  get size(): number {
    return this.#items.length - this.#head;
  }

  get isFull(): boolean {
    return this.size >= this.capacity;
  }

  /** `full` means the item was not taken; what then happens is the caller's decision. */
  push(item: T): 'queued' | 'full' {
    if (this.isFull) return 'full';
    this.#items.push(item);
    return 'queued';
  }

  /** The oldest items, at most `count`, removed from the queue. */
  take(count: number): T[] {
    const end = Math.min(this.#head + count, this.#items.length);
    const taken = this.#items.slice(this.#head, end);
    this.#head = end;
    this.#compact();
    return taken;
  }

  clear(): void {
    this.#items = [];
    this.#head = 0;
  }

  /** Drops taken items once they are the larger part, so that each item is moved at most once. */
  #compact(): void {
    if (this.#head * 2 < this.#items.length) return;
    this.#items = this.#items.slice(this.#head);
    this.#head = 0;
  }
}
