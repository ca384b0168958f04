/** Why a stream is closed: its owner may no longer listen, or Usher stops and the owner may come back. */
export type CloseReason = 'ended' | 'going-away';

type Close = (reason: CloseReason) => void;

/**
 * The streams that are open, by whose they are. When a session or token ends, its streams are closed at once: a right that
 * is taken away is gone on open streams too.
 */
export class StreamRegistry {
  readonly #closers = new Map<string, Set<Close>>();

  /** @returns the way to take the stream off the list again once it has ended by itself */
  add(owner: string, close: Close): () => void {
    const closers = this.#closers.get(owner) ?? new Set();
    this.#closers.set(owner, closers.add(close));
    return () => {
      closers.delete(close);
      if (closers.size === 0) this.#closers.delete(owner);
    };
  }

  closeAllOf(owner: string, reason: CloseReason = 'ended'): void {
    for (const close of [...(this.#closers.get(owner) ?? [])]) close(reason);
  }

  closeEverything(): void {
    for (const owner of [...this.#closers.keys()]) this.closeAllOf(owner, 'going-away');
  }

  get open(): number {
    return [...this.#closers.values()].reduce((sum, closers) => sum + closers.size, 0);
  }
}

export function ownerOfToken(tokenId: string): string {
  return `token:${tokenId}`;
}

export function ownerOfSession(session: string): string {
  return `session:${session}`;
}
