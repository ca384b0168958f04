import type { Meeting } from '@/lib/meeting/meeting';
import { rememberView } from '@/components/board/remember-view';
import { isRecord } from '@/components/queries/live-page';

/** A meeting that stands on the board. The name is for when it has ended; the space is where its next call will be. */
export interface Pin {
  readonly id: string;
  readonly name: string;
  readonly space: string | null;
}

const storageKey = 'usher-board';
const listeners = new Set<() => void>();
let pins: readonly Pin[] | null | undefined;

/** What is on the board; null while nobody has chosen and nothing stands there by default. */
export function readPins(): readonly Pin[] | null {
  if (pins === undefined) pins = parsePins(localStorage.getItem(storageKey));
  return pins;
}

export function subscribePins(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Puts `next` on the board; `remember` keeps it for the next visit. */
export function writePins(next: readonly Pin[], { remember }: { remember: boolean }): void {
  pins = next;
  if (remember) localStorage.setItem(storageKey, JSON.stringify(next));
  rememberView(remember ? next : null);
  for (const listener of listeners) listener();
}

/** Puts a meeting at the end of the board, unless it stands there already. */
export function pinMeeting(meeting: Meeting): void {
  const now = readPins() ?? [];
  if (!now.some(({ id }) => id === meeting.id)) writePins([...now, pinOf(meeting)], { remember: true });
}

export function unpinMeeting(id: string): void {
  writePins((readPins() ?? []).filter((pin) => pin.id !== id), { remember: true });
}

/** Reads what was kept; null for nothing, or for something that is not a list of pins. */
export function parsePins(text: string | null): Pin[] | null {
  if (text === null) return null;
  try {
    const kept: unknown = JSON.parse(text);
    return Array.isArray(kept) && kept.every(isKeptPin) ? kept.map(({ id, name, space }) => ({ id, name, space: space ?? null })) : null;
  } catch {
    return null;
  }
}

/** The space was not kept at first. */
function isKeptPin(pin: unknown): pin is Omit<Pin, 'space'> & { space?: string | null } {
  return isRecord(pin) && typeof pin.id === 'string' && typeof pin.name === 'string' && (pin.space == null || typeof pin.space === 'string');
}

/**
 * Lets the columns of meetings that have ended go on with the next call in the same space. The same array where nothing
 * has changed.
 */
export function followSpaces(pins: readonly Pin[], meetings: readonly Meeting[]): readonly Pin[] {
  const live = new Map(meetings.map((meeting) => [meeting.id, meeting]));
  const bySpace = new Map(meetings.map((meeting) => [meeting.space, meeting]));
  const taken = new Set(pins.map(({ id }) => id));
  let changed = false;
  const next = pins.map((pin) => {
    const now = live.get(pin.id) ?? (pin.space === null ? undefined : bySpace.get(pin.space));
    const mayTake = now !== undefined && (now.id === pin.id || !taken.has(now.id));
    if (!mayTake || (now.id === pin.id && now.name === pin.name && now.space === pin.space)) return pin;
    changed = true;
    taken.add(now.id);
    return pinOf(now);
  });
  return changed ? next : pins;
}

/** What was remembered, without what has ended since; null if nothing of it is live. */
export function stillLive(kept: readonly Pin[], meetings: readonly Meeting[]): readonly Pin[] | null {
  const live = new Set(meetings.map(({ id }) => id));
  const left = followSpaces(kept, meetings).filter(({ id }) => live.has(id));
  return left.length > 0 ? left : null;
}

export function pinOf({ id, name, space }: Meeting): Pin {
  return { id, name, space };
}
