/** An element that can be dragged, or be dropped on. `id` is what is told of it. */
export interface DragItem {
  readonly role: 'source' | 'target';
  readonly id: string;
  readonly element: HTMLElement;
}

/** Takes in an item; returns the way to forget it again. */
export type TakeItem = (item: DragItem) => () => void;

/** What can be dragged on a page, and onto what, whether or not the code that drags has come yet. */
export class DragItems {
  readonly #forget = new Map<DragItem, (() => void) | null>();
  #take: TakeItem | null = null;

  /** Returns the way to take the item off again. */
  add(item: DragItem): () => void {
    this.#forget.set(item, this.#take?.(item) ?? null);
    return () => {
      this.#forget.get(item)?.();
      this.#forget.delete(item);
    };
  }

  /** The source that an element is in, by its id; null for none. */
  sourceAround(element: Node): string | null {
    return this.#sources().find((source) => source.element.contains(element))?.id ?? null;
  }

  /** Where a source is now, which may be drawn anew since; null once it is nowhere. */
  whereIs(source: string): HTMLElement | null {
    return this.#sources().find(({ id }) => id === source)?.element ?? null;
  }

  #sources(): DragItem[] {
    return [...this.#forget.keys()].filter(({ role }) => role === 'source');
  }

  /** Hands over what there is, and from now on what comes; returns the way to stop. */
  follow(take: TakeItem): () => void {
    this.#take = take;
    for (const item of this.#forget.keys()) this.#forget.set(item, take(item));
    return () => {
      this.#take = null;
      for (const [item, forget] of this.#forget) {
        forget?.();
        this.#forget.set(item, null);
      }
    };
  }
}
