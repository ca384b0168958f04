import type { ClockPair } from '@/lib/trace/clock/clock-pairs';
import { msNear, voteOf, writerOf, zonePairs, type Writer, type ZoneVote } from '@/lib/trace/clock/zone-evidence';
import { zoneFrom, type WriterZone } from '@/lib/trace/clock/writer-zone';
import type { Heard } from '@/lib/trace/heard';

/** What is known of the zone of a writer whose lines tell none. */
export interface GuessedZone {
  readonly writer: Writer;
  readonly file: string;
  /** Null where it was not guessed. */
  readonly zone: WriterZone | null;
  /** The files that show it; those of what it was guessed from. */
  readonly by: readonly string[];
  /** `none`: nothing tells. `others`: taken as that of all others. `unanchored`: shown by lines that tell no zone either. */
  readonly how: 'shown' | 'unanchored' | 'others' | 'thin' | 'contradictory' | 'none';
}

export interface ZoneGuesses {
  readonly zones: readonly GuessedZone[];
  /** When something was, in milliseconds since 1970. */
  msOf(heard: Heard): number;
}

/**
 * Guesses in which zones lines were written that do not tell it: by what else tells of the same people's moves, and when that was. A writer
 * that is compared only with others that tell no zone is set by these, of which the first is taken as it was read.
 */
export function guessZones(heard: readonly Heard[]): ZoneGuesses {
  const guess = new ZoneGuess(heard);
  guess.solve();
  return { zones: guess.zones, msOf: (one) => guess.msOf(one) };
}

class ZoneGuess {
  readonly #byWriter = new Map<Writer, Heard[]>();
  readonly #pairs = new Map<Writer, ClockPair[]>();
  readonly #solved = new Map<Writer, GuessedZone>();
  readonly #open: Set<Writer>;

  constructor(heard: readonly Heard[]) {
    for (const one of heard) {
      const writer = writerOf(one);
      if (writer !== null) put(this.#byWriter, writer, one);
    }
    for (const pair of zonePairs(heard)) {
      for (const writer of [writerOf(pair.first), writerOf(pair.then)]) if (writer !== null) put(this.#pairs, writer, pair);
    }
    this.#open = new Set(this.#byWriter.keys());
  }

  get zones(): GuessedZone[] {
    return [...this.#byWriter.keys()].sort().flatMap((writer) => this.#solved.get(writer) ?? []);
  }

  solve(): void {
    this.#solveBy((votes) => ({ how: 'shown', by: [...new Set(votes.map(({ by }) => by.file))].sort() }));
    for (let root = this.#nextRoot(); root !== null; root = this.#nextRoot()) {
      this.#settle(root, { zone: null, by: [], how: 'none' });
      this.#solveBy(() => ({ how: 'unanchored', by: [fileOf(root)] }));
    }
    this.#forgetWhatIsUsual();
    const common = this.#commonZone();
    for (const writer of this.#open) {
      const votes = this.#votes(writer);
      const why = zoneFrom(votes, []) === 'thin' ? 'thin' : 'contradictory';
      if (common && why === 'thin') this.#settle(writer, { zone: common, by: [], how: 'others' });
      else this.#settle(writer, { zone: null, by: [], how: votes.length === 0 ? 'none' : why });
    }
  }

  /** That of all of which one was shown; null where they differ. */
  #commonZone(): WriterZone | null {
    const shown = this.zones.flatMap(({ zone, how }) => (how === 'shown' && zone ? [zone] : []));
    const [first] = shown;
    return first && shown.every((zone) => zone.length === 1 && zone[0]?.minutes === first[0]?.minutes) ? first : null;
  }

  msOf(one: Heard): number {
    const zone = this.#solved.get(writerOf(one) ?? '')?.zone;
    const part = zone?.findLast(({ fromLine }) => one.line >= fromLine);
    return part && one.written ? msNear(one.written, part.nearMs) - part.minutes * 60_000 : one.atMs;
  }

  /** Solves those of which enough is shown, then those whom they show, and so on. */
  #solveBy(told: (votes: readonly ZoneVote[]) => Pick<GuessedZone, 'how' | 'by'>): void {
    for (;;) {
      const found = [...this.#open].flatMap((writer) => {
        const votes = this.#votes(writer);
        const zone = zoneFrom(votes, this.#byWriter.get(writer) ?? []);
        return typeof zone === 'object' ? [{ writer, zone, ...told(votes) }] : [];
      });
      if (found.length === 0) return;
      for (const { writer, ...zone } of found) this.#settle(writer, zone);
    }
  }

  /** Of those that stand as the one with which they were compared there is nothing to say. */
  #forgetWhatIsUsual(): void {
    for (const { writer, how } of this.zones) {
      const [one] = this.#byWriter.get(writer) ?? [];
      if (how === 'unanchored' && one && this.msOf(one) === one.atMs) this.#settle(writer, { zone: null, by: [], how: 'none' });
    }
  }

  /** An open one that others which are open can be compared with. */
  #nextRoot(): Writer | null {
    const isOpen = (one: Heard) => this.#open.has(writerOf(one) ?? '');
    const counts = [...this.#open].map((writer) => ({ writer, count: (this.#pairs.get(writer) ?? []).filter(({ first, then }) => isOpen(first) && isOpen(then)).length }));
    const [most] = counts.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count || (a.writer < b.writer ? -1 : 1));
    return most?.writer ?? null;
  }

  #settle(writer: Writer, found: Pick<GuessedZone, 'zone' | 'by' | 'how'>): void {
    this.#open.delete(writer);
    this.#solved.set(writer, { writer, file: fileOf(writer), ...found });
  }

  /** What is known of an open writer by those that are not. */
  #votes(writer: Writer): ZoneVote[] {
    const isKnown = (one: Heard) => !this.#open.has(writerOf(one) ?? '');
    return (this.#pairs.get(writer) ?? []).flatMap(({ first, then, withinMs }) => {
      if (writerOf(first) === writer && isKnown(then)) return [voteOf(first, then, this.msOf(then), { isFirst: true, withinMs, isAnchored: this.#isAnchored(then) })];
      return writerOf(then) === writer && isKnown(first) ? [voteOf(then, first, this.msOf(first), { isFirst: false, withinMs, isAnchored: this.#isAnchored(first) })] : [];
    });
  }

  #isAnchored(one: Heard): boolean {
    const writer = writerOf(one);
    return writer === null || this.#solved.get(writer)?.how === 'shown';
  }
}

function fileOf(writer: Writer): string {
  return writer.slice(0, writer.indexOf('\n'));
}

function put<T>(index: Map<Writer, T[]>, writer: Writer, one: T): void {
  const found = index.get(writer);
  if (found) found.push(one);
  else index.set(writer, [one]);
}
