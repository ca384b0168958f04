import type { Meeting } from '@/lib/meeting/meeting';
import { isToBe, meetingToBe } from '@/lib/move/meeting-to-be';
import { rememberView } from '@/components/board/remember-view';
import { isRecord } from '@/components/queries/live-page';

/** A meeting that stands on the board. The name is for when it has ended; the space is where its next call will be. */
export interface Pin {
  readonly id: string;
  readonly name: string;
  readonly space: string | null;
  /** Where a space was put on the board, rather than a meeting: its cluster. The column stays the space's while nobody is in it. */
  readonly cluster: Meeting['cluster'] | null;
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
    return Array.isArray(kept) && kept.every(isKeptPin) ? kept.map(({ id, name, space, cluster }) => ({ id, name, space: space ?? null, cluster: cluster ?? null })) : null;
  } catch {
    return null;
  }
}

/** The space was not kept at first, and its cluster neither. */
function isKeptPin(pin: unknown): pin is Pick<Pin, 'id' | 'name'> & Partial<Pin> {
  if (!isRecord(pin) || typeof pin.id !== 'string' || typeof pin.name !== 'string') return false;
  return (pin.space == null || typeof pin.space === 'string') && (pin.cluster == null || isKeptCluster(pin.cluster));
}

function isKeptCluster(cluster: unknown): boolean {
  return isRecord(cluster) && typeof cluster.id === 'string' && typeof cluster.name === 'string';
}

/**
 * Lets the columns of meetings that have ended go on with the next call in the same space; until then, the column of a space that was put
 * on the board as such is the empty space's again. The same array where nothing has changed.
 */
export function followSpaces(pins: readonly Pin[], meetings: readonly Meeting[]): readonly Pin[] {
  const live = new Map(meetings.map((meeting) => [meeting.id, meeting]));
  const bySpace = new Map(meetings.map((meeting) => [meeting.space, meeting]));
  const taken = new Set(pins.map(({ id }) => id));
  let changed = false;
  const next = pins.map((pin) => {
    const now = live.get(pin.id) ?? (pin.space === null ? undefined : bySpace.get(pin.space));
    const isElsewhere = pin.cluster !== null && now?.cluster.id !== pin.cluster.id;
    const mayTake = now !== undefined && !isElsewhere && (now.id === pin.id || !taken.has(now.id));
    const to = mayTake ? { ...pinOf(now), cluster: pin.cluster } : emptied(pin);
    if (to.id === pin.id && to.name === pin.name && to.space === pin.space) return pin;
    changed = true;
    taken.add(to.id);
    return to;
  });
  return changed ? next : pins;
}

/** As it stands on the board while no meeting is there. */
function emptied(pin: Pin): Pin {
  return pin.cluster === null || pin.space === null ? pin : { ...pin, id: meetingToBe({ space: pin.space, cluster: pin.cluster.id }) };
}

/** What was remembered, without what has ended since; spaces that were put there as such stay. Null if nothing is left. */
export function stillLive(kept: readonly Pin[], meetings: readonly Meeting[]): readonly Pin[] | null {
  const live = new Set(meetings.map(({ id }) => id));
  const left = followSpaces(kept, meetings).filter(({ id }) => live.has(id) || isToBe(id));
  return left.length > 0 ? left : null;
}

/** What stands on the board for a meeting, or for a space as the meeting that there would be. */
export function pinOf({ id, name, space, cluster }: Meeting): Pin {
  return { id, name, space, cluster: isToBe(id) ? cluster : null };
}
