/** Single keys that work anywhere in a call, except where somebody types. */
export type Shortcuts = Readonly<Record<string, () => void>>;

/** Listens for shortcuts until the returned function is called. Keys are lower-case. */
export function listenForShortcuts(shortcuts: Shortcuts): () => void {
  const heed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
    if (event.target instanceof HTMLElement && event.target.closest('input, textarea, [contenteditable]') !== null) return;
    const act = shortcuts[event.key.toLowerCase()];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  document.addEventListener('keydown', heed);
  return () => document.removeEventListener('keydown', heed);
}
