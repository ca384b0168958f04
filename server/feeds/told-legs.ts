import type { LegWord } from '@/server/feeds/cdr/leg-words';
import { participantKind } from '@/server/feeds/participant-kind';
import { BoundedMemory } from '@/server/inventory/bounded-memory';
import type { ParticipantFact } from '@/server/inventory/facts';

const peopleKept = 10_000;

/** What call detail records have told of people's legs, whether or not anybody is known to be there. */
export class ToldLegs {
  readonly #words = new BoundedMemory<string, Omit<LegWord, 'participant'>>(peopleKept);

  note({ participant, leg, deactivated, reason }: LegWord): void {
    const before = this.#words.get(participant);
    this.#words.set(participant, {
      leg: leg ?? before?.leg ?? null,
      deactivated: deactivated ?? before?.deactivated ?? null,
      reason: reason ?? before?.reason ?? null,
    });
  }

  /** Somebody as they are known to be, with what kind of client they have where only a record tells. @param version of the bridge */
  addedTo(fact: ParticipantFact, version: string | null): ParticipantFact {
    if (fact.kind !== 'unknown' || fact.home.at === 'elsewhere') return fact;
    const leg = this.#words.get(fact.id)?.leg;
    const kind = leg ? participantKind(leg, version) : 'unknown';
    return kind === 'unknown' ? fact : { ...fact, kind };
  }

  /**
   * Whether records have told all that somebody's leg would be read for now: what it is, and that they do not wait. Of one who was
   * moved it is to be read all the same: that they are not in the lobby ends a move, and has to be proved.
   */
  sparesRead({ id, kind, state, inLobby, movedParticipant }: ParticipantFact): boolean {
    const isPlain = kind !== 'unknown' && state === 'connected' && !inLobby && movedParticipant === null;
    return isPlain && this.#words.get(id)?.deactivated === false;
  }

  /** Somebody has gone: gives why, if that was told, and forgets them. */
  parting(participant: string): string | null {
    const reason = this.#words.get(participant)?.reason ?? null;
    this.#words.delete(participant);
    return reason;
  }

  /** Somebody wants to know for certain: until records tell anew, they do not count for whether somebody waits. */
  doubt(participant: string): void {
    const word = this.#words.get(participant);
    if (word) this.#words.set(participant, { ...word, deactivated: null });
  }
}
