/** Lets everything else have its turn: between two slices of work that would hold the process up as a whole. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
