import type { Presence } from '@/lib/meeting/presence';
import type { Carrying, Presences } from '@/server/changes/presences';

interface Looking {
  /** Whether this viewer wants to hear of it at all. */
  readonly wanted: boolean;
  /** The viewer's own stream, of which nothing is told; null for one that carries nobody. */
  readonly own: string | null;
  maySee(meeting: string): boolean;
}

/** What one viewer was told of who carries whom: so much as is needed to take it back. */
export class PresenceTold {
  readonly #told = new Map<string, Carrying>();
  #version = -1;
  #wanted = false;

  /** Everything is to be told anew: the viewer has thrown away what he knew. */
  forget(): void {
    this.#told.clear();
    this.#version = -1;
  }

  /** What became different since, as this viewer may see it: of people in meetings outside not even that there are any. */
  next(presences: Presences, { wanted, own, maySee }: Looking): Presence[] {
    if (this.#version === presences.version && this.#wanted === wanted) return [];
    this.#version = presences.version;
    this.#wanted = wanted;
    const next: Presence[] = [];
    for (const [stream, { presence }] of this.#told) {
      if (wanted && presences.of(stream)) continue;
      this.#told.delete(stream);
      next.push({ ...presence, participants: [] });
    }
    for (const carrying of wanted ? presences.all() : []) {
      const { presence } = carrying;
      if (presence.id === own || this.#told.get(presence.id) === carrying) continue;
      const seen = presenceSeen(carrying, maySee);
      const wasTold = this.#told.delete(presence.id);
      if (seen.participants.length > 0) this.#told.set(presence.id, carrying);
      if (seen.participants.length > 0 || wasTold) next.push(seen);
    }
    return next;
  }
}

/** The presence itself where all of it may be seen, so that its bytes are made once for everybody. */
function presenceSeen({ presence, people }: Carrying, maySee: Looking['maySee']): Presence {
  const seen = people.filter(({ meeting }) => maySee(meeting));
  return seen.length === people.length ? presence : { ...presence, participants: seen.map(({ participant }) => participant) };
}
