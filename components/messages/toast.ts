import type { ExternalToast, toast as Toast } from 'sonner';

/** What the list of messages hands over once it listens. */
export type Say = typeof Toast;

const listeners = new Set<() => void>();
let wanted = false;
let listen: (say: Say) => void = () => undefined;
const listening = new Promise<Say>((resolve) => {
  listen = resolve;
});

/** Messages at the lower right, in the order in which they were given. The code that shows them comes with the first one. */
export const toast = {
  success: (words: string, options?: ExternalToast) => show((say) => say.success(words, options)),
  error: (words: string, options?: ExternalToast) => show((say) => say.error(words, options)),
  /** Stays until another message with the same `id` takes its place. */
  loading: (words: string, options?: ExternalToast) => show((say) => say.loading(words, options)),
  /** Takes a message away. */
  dismiss: (id: string) => show((say) => say.dismiss(id)),
};

function show(message: (say: Say) => unknown): void {
  void listening.then(message);
  if (wanted) return;
  wanted = true;
  for (const listener of listeners) listener();
}

/** For the list: whether there is anything to show yet, and the way to say that it listens. */
export const messages = {
  isWanted: () => wanted,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  listens: (say: Say) => listen(say),
};
