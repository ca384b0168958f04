/** First in, first out, with access by place: 0 is the oldest. Every operation costs the same however many there are. */
export class Queue<T> {
  #items: (T | undefined)[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    const item = this.#items[this.#head];
    if (this.length === 0) return undefined;
    // What has been taken must not be held on to until the array is made shorter.
    this.#items[this.#head] = undefined;
    this.#head += 1;
    if (this.#head > 16 && this.#head * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  at(place: number): T | undefined {
    return place < 0 ? undefined : this.#items[this.#head + place];
  }
}
