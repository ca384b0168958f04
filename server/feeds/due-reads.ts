import type { FactBook } from '@/server/feeds/fact-book';

/** Of which calls and people of one bridge a read of their own is due: what only such a read tells is not known, or may be out of date. */
export class DueReads {
  constructor(private readonly book: FactBook) {}

  /** Whether something is not known of a participant that only a read of their own tells. */
  lacksDetails(participant: string): boolean {
    return this.book.participant(participant)?.detailed === false;
  }

  lacksCallDetails(call: string): boolean {
    return this.book.call(call)?.detailed === false;
  }

  lacksRules(call: string): boolean {
    return this.book.call(call)?.fact.rules === null;
  }

  /** Calls of which a read of their own is due: it was never made, or the events do not tell them. */
  calls(): string[] {
    return this.book.calls().filter((id) => this.lacksCallDetails(id) || this.book.call(id)?.fromEvents === false);
  }

  /**
   * Participants of whom a read of their own is due: it was never made, or they wait in the lobby (which no event tells),
   * or the events do not tell them at all. Those homed elsewhere are their home's business.
   */
  participants(): string[] {
    return this.book.participants().filter((id) => this.isDue(id));
  }

  isDue(participant: string): boolean {
    const noted = this.book.participant(participant);
    if (!noted || noted.fact.home.at === 'elsewhere') return false;
    return !noted.detailed || noted.fact.inLobby || !noted.fromEvents;
  }

  /** One of a call, homed here, who is put back to the lobby once no activator is left, and is due to be read; null if nobody is. */
  mayBePutBack(call: string): string | null {
    for (const id of this.book.membersOf(call)) {
      const noted = this.book.participant(id);
      if (!noted || noted.fact.home.at !== 'here' || noted.fact.inLobby || noted.fact.details?.activator !== false) continue;
      this.doubt(id);
      return id;
    }
    return null;
  }

  /**
   * Those of a call, homed here, of whom something can have changed that no event tells: who waits, or may be put back to the
   * lobby. They are due to be read again from now on.
   */
  recheck(call: string): string[] {
    return this.book.membersOf(call).filter((id) => {
      const noted = this.book.participant(id);
      if (!noted || noted.fact.home.at === 'elsewhere') return false;
      const steady = noted.fact.details?.activator === true && !noted.fact.inLobby;
      if (!steady) this.doubt(id);
      else this.book.toldLegs.doubt(id);
      return !steady;
    });
  }

  /** Those of a call, homed here, of whom something is not known that only a read of their own tells. They are due to be read. */
  unread(call: string): string[] {
    return this.book.membersOf(call).filter((id) => {
      const noted = this.book.participant(id);
      if (!noted || noted.fact.home.at === 'elsewhere' || (noted.detailed && noted.fact.details !== null)) return false;
      this.doubt(id);
      return true;
    });
  }

  /** What only a read of somebody tells may be out of date: one is due. */
  doubt(participant: string): void {
    this.book.revise(participant, { detailed: false });
    this.book.toldLegs.doubt(participant);
  }

  /** Whoever is homed here and does not take part may do so by now, if an event was lost: they are due to be read, and that counts for all. */
  doubtAbsence(participant: string): void {
    const noted = this.book.participant(participant);
    if (noted?.fact.home.at !== 'here' || (noted.fact.state === 'connected' && !noted.fact.inLobby)) return;
    this.book.revise(participant, { fromEvents: false });
    this.doubt(participant);
  }
}
