import { applyChange, emptyPicture } from '@/lib/meeting/apply-change';
import type { Change } from '@/lib/meeting/change';
import type { MeetingDetails } from '@/lib/move/meeting-details';
import type { Inventory } from '@/server/inventory/inventory';

/** An inventory without bridges, for tests: it knows what it is told. */
export class ToldInventory implements Inventory {
  readonly picture = emptyPicture();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #predecessors = new Map<string, string>();

  tell(...changes: Change[]): void {
    for (const change of changes) {
      applyChange(this.picture, change);
      if (change.event === 'participant' && change.data.movedFrom) this.#predecessors.set(change.data.id, change.data.movedFrom.participant);
      for (const listener of this.#listeners) listener(change);
    }
  }

  meeting(id: string) {
    return this.picture.meetings.get(id) ?? [...this.picture.meetings.values()].find(({ calls }) => calls.some((call) => call.id === id)) ?? null;
  }

  participant(id: string) {
    return this.picture.participants.get(id) ?? null;
  }

  participantsIn(meeting: string) {
    return [...this.picture.participants.values()].filter((found) => found.meeting === meeting);
  }

  /** What a test has told of meetings beyond the picture, by id. */
  readonly details = new Map<string, MeetingDetails>();

  detailsOf(meeting: string) {
    return this.details.get(meeting) ?? null;
  }

  successorOf(id: string) {
    const made = [...this.picture.participants.values()].filter((found) => found.movedFrom?.participant === id);
    return made.find(({ state }) => state === 'connected') ?? made[0] ?? null;
  }

  predecessorOf(id: string) {
    return this.#predecessors.get(id) ?? null;
  }

  subscribe(listener: (change: Change) => void) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
