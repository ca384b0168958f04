import { useSyncExternalStore } from 'react';
import { lobbyChoices, settingsChoices, usualChoices, type MoveChoices } from '@/lib/move/choices';
import { isRecord } from '@/components/queries/live-page';

const storageKey = 'usher-move-choices';
const listeners = new Set<() => void>();
let kept: MoveChoices | undefined;

/** How whoever is moved from this browser is to enter, unless something else is chosen for one move. */
export function readChoices(): MoveChoices {
  kept ??= parseChoices(localStorage.getItem(storageKey));
  return kept;
}

/** Makes these the choices of every move from now on, and of the next visit. */
export function keepChoices(next: MoveChoices): void {
  kept = next;
  localStorage.setItem(storageKey, JSON.stringify(next));
  for (const listener of listeners) listener();
}

/** As {@link readChoices}, followed. */
export function useKeptChoices(): MoveChoices {
  return useSyncExternalStore(subscribe, readChoices, () => usualChoices);
}

/** Reads what was kept; what is missing or not known is as usual. */
export function parseChoices(text: string | null): MoveChoices {
  try {
    const found: unknown = JSON.parse(text ?? 'null');
    if (!isRecord(found)) return usualChoices;
    return {
      settings: settingsChoices.find((one) => one === found.settings) ?? usualChoices.settings,
      lobby: lobbyChoices.find((one) => one === found.lobby) ?? usualChoices.lobby,
    };
  } catch {
    return usualChoices;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
