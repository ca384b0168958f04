import { isInScope, seesCluster, type Place, type Scope } from '@/lib/access/scope';
import type { Picture } from '@/lib/meeting/apply-change';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { Inventory } from '@/server/inventory/inventory';

/** Where a meeting takes place. */
export function placeOf({ cluster, space }: Meeting): Place {
  return { cluster: cluster.id, space };
}

/** A participant as whoever has this scope may see them: where they were moved from only if that is in it too. */
export function participantSeen(participant: Participant, maySee: (meeting: string) => boolean): Participant {
  const { movedFrom } = participant;
  if (movedFrom === null || (movedFrom.meeting !== null && maySee(movedFrom.meeting))) return participant;
  return { ...participant, movedFrom: null };
}

/** The inventory as it is for whoever has this scope; itself where there is none. */
export function inventoryFor(inventory: Inventory, scope: Scope | null): Inventory {
  return scope === null ? inventory : new ScopedInventory(inventory, scope);
}

/** What is outside of the scope is not there: whoever asks cannot tell it from what never was. */
class ScopedInventory implements Inventory {
  readonly #all: Inventory;
  readonly #scope: Scope;
  #picture: Picture | null = null;

  constructor(all: Inventory, scope: Scope) {
    this.#all = all;
    this.#scope = scope;
  }

  get picture(): Picture {
    return (this.#picture ??= this.#pictureSeen());
  }

  meeting(id: string): Meeting | null {
    const meeting = this.#all.meeting(id);
    return meeting && isInScope(this.#scope, placeOf(meeting)) ? meeting : null;
  }

  participant(id: string): Participant | null {
    const participant = this.#all.participant(id);
    return participant && this.#sees(participant.meeting) ? this.#seen(participant) : null;
  }

  participantsIn(meetingId: string): Participant[] {
    const meeting = this.meeting(meetingId);
    return meeting ? this.#all.participantsIn(meeting.id).map((participant) => this.#seen(participant)) : [];
  }

  detailsOf(meetingId: string) {
    return this.meeting(meetingId) && this.#all.detailsOf(meetingId);
  }

  predecessorOf(participantId: string): string | null {
    return this.participant(participantId)?.movedFrom?.participant ?? null;
  }

  successorOf(participantId: string): Participant | null {
    const successor = this.#all.successorOf(participantId);
    return successor && this.participant(successor.id);
  }

  subscribe(listener: Parameters<Inventory['subscribe']>[0]): () => void {
    // Who listens to everything decides by himself what he hands on: the change hub.
    return this.#all.subscribe(listener);
  }

  #sees(meeting: string): boolean {
    return this.meeting(meeting) !== null;
  }

  #seen(participant: Participant): Participant {
    return participantSeen(participant, (meeting) => this.#sees(meeting));
  }

  /** Each list is made when it is first asked for: most questions are about one meeting. */
  #pictureSeen(): Picture {
    const { picture } = this.#all;
    const meetings = once(() => new Map([...picture.meetings].filter(([, meeting]) => isInScope(this.#scope, placeOf(meeting)))));
    const members = once(() => new Map([...picture.participantsByMeeting].filter(([meeting]) => meetings().has(meeting))));
    const participants = once(
      () => new Map([...members().values()].flatMap((ids) => [...ids].flatMap((id) => {
        const participant = picture.participants.get(id);
        return participant ? [[id, this.#seen(participant)] as const] : [];
      }))),
    );
    const callBridges = once(() => new Map([...picture.callBridges].filter(([, { cluster }]) => seesCluster(this.#scope, cluster.id))));
    return {
      get meetings() { return meetings(); },
      get participants() { return participants(); },
      get participantsByMeeting() { return members(); },
      get callBridges() { return callBridges(); },
      // Orders and notices are not held here: who may see which is said in `moves`.
      orders: new Map(),
      notices: new Map(),
    };
  }
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
