import type { ReactNode } from 'react';
import { isTyping } from '@/components/ui/is-typing';

/** What is said of the key; ⌘Z where there is no Ctrl key to speak of. */
const keyName = () => (/Mac|iP/.test(navigator.platform) ? '⌘Z' : 'Ctrl Z');

/** What stands on a button for which there is a key; on a phone the key is left out. */
export function undoLabel(): ReactNode {
  return (
    <>
      Undo<span className="ml-1.5 opacity-70 max-sm:hidden pointer-coarse:hidden">{keyName()}</span>
    </>
  );
}

/**
 * Has Ctrl-Z, or ⌘Z, undo wherever nobody types and nothing is asked; the focus stays where it is.
 * @param newest what there is to undo; nothing leaves the key to the browser
 * @returns the way to end it
 */
export function onUndoKey(newest: () => (() => void) | undefined): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (!isUndoKey(event) || isTyping(event.target) || document.querySelector('[role="dialog"], [role="menu"]')) return;
    const undo = newest();
    if (!undo) return;
    event.preventDefault();
    undo();
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}

/** Not with Shift, which is to do again, and not while the key is held down. */
function isUndoKey({ key, ctrlKey, metaKey, shiftKey, altKey, repeat }: KeyboardEvent): boolean {
  return (key === 'z' || key === 'Z') && ctrlKey !== metaKey && !shiftKey && !altKey && !repeat;
}
