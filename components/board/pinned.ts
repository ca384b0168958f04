import { z } from 'zod';
import type { Meeting } from '@/lib/meeting/meeting';

const pinSchema = z.object({ id: z.string(), name: z.string() });

/** A meeting that stands on the board; the name is for when it has ended. */
export type Pin = z.infer<typeof pinSchema>;

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
  for (const listener of listeners) listener();
}

/** Puts a meeting at the end of the board, unless it stands there already. */
export function pinMeeting({ id, name }: Pin): void {
  const now = readPins() ?? [];
  if (!now.some((pin) => pin.id === id)) writePins([...now, { id, name }], { remember: true });
}

export function unpinMeeting(id: string): void {
  writePins((readPins() ?? []).filter((pin) => pin.id !== id), { remember: true });
}

/** Reads what was kept; null for nothing, or for something that is not a list of pins. */
export function parsePins(text: string | null): Pin[] | null {
  if (text === null) return null;
  try {
    return z.array(pinSchema).parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** What stands on the board by default: the busiest meetings, by name. */
export function busiest(meetings: readonly Meeting[], count: number): Pin[] {
  const most = [...meetings].sort((a, b) => b.participantCount - a.participantCount).slice(0, count);
  const chosen = new Set(most.map(({ id }) => id));
  return meetings.filter(({ id }) => chosen.has(id)).map(({ id, name }) => ({ id, name }));
}

/** What was remembered, without what has ended since; null if nothing of it is live. */
export function stillLive(kept: readonly Pin[], meetings: readonly Meeting[]): Pin[] | null {
  const live = new Map(meetings.map((meeting) => [meeting.id, meeting]));
  const left = kept.flatMap(({ id }) => live.get(id) ?? []).map(({ id, name }) => ({ id, name }));
  return left.length > 0 ? left : null;
}
