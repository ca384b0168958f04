import { createHash } from 'node:crypto';
import type { Heard } from '@/lib/trace/heard';
import { cutTo } from '@/lib/trace/plain-text';
import { masked } from '@/server/journal/mask';
import { TraceMask } from '@/server/journal/trace-mask';

export interface KeeperLimits {
  /** How much of what concerns calls is kept. */
  readonly heard: number;
  /** How many moves may begin. */
  readonly moves: number;
  /** How long all that is kept may be, in characters. */
  readonly characters: number;
}

/** What a busy bridge says of calls in days, and more moves than anybody looks through. */
export const usualKeeperLimits: KeeperLimits = { heard: 500_000, moves: 2_000, characters: 200_000_000 };

/** So much of a line is shown, in characters. */
const longestText = 2_000;
/** So much is kept of a name in it, or of whatever else it says. */
const longestPart = 500;

/** Keeps what files say of moves, as much of it as can be looked at together, without the secrets in it. */
export class HeardKeeper {
  readonly #files: Heard[][] = [];
  #kept = 0;
  #characters = 0;
  readonly #moveBegins: Heard[] = [];
  #beyond = 0;
  readonly #traces = new TraceMask();

  /** @param isWanted what is not is not kept, nor counted */
  constructor(
    private readonly limits: KeeperLimits,
    private readonly isWanted: (one: Heard) => boolean = () => true,
  ) {}

  /** What says that moves began, as far as they are looked at. */
  get moveBegins(): readonly Heard[] {
    return this.#moveBegins;
  }

  /** In the order in which each file says it, of files that say the same, as copies do, only once; of files, as of a log that was begun anew now and then, first what was said first. */
  get heard(): readonly Heard[] {
    const files = withoutCopies(this.#files.filter(({ length }) => length > 0));
    return files.sort((a, b) => timeOf(a[0]) - timeOf(b[0]) || timeOf(a.at(-1)) - timeOf(b.at(-1))).flat();
  }

  /** From now on another file is read. */
  beginFile(): void {
    this.#files.push([]);
  }

  /** How much was said beyond what is kept. */
  get beyond(): number {
    return this.#beyond;
  }

  keep(one: Heard): void {
    if (!this.isWanted(one)) return;
    const begins = beginsMove(one);
    const isTooMany = begins && this.#moveBegins.length >= this.limits.moves;
    if (begins && !isTooMany) this.#moveBegins.push(copied({ ...one, text: '' }).one);
    if (this.#kept >= this.limits.heard || this.#characters >= this.limits.characters || isTooMany) {
      this.#beyond += 1;
      return;
    }
    const copy = copied(this.#withoutRests(one));
    this.#kept += 1;
    this.#characters += copy.characters;
    this.#files.at(-1)?.push(copy.one);
  }

  /** Without the rest of a secret that a trace of requests goes on with in a line of its own. */
  #withoutRests(one: Heard): Heard {
    if (one.source !== 'log') return one;
    const text = this.#traces.mask(one.place, one.text);
    const isRest = text !== one.text && one.said.says === 'payload' && one.said.goesOn;
    return { ...one, text, said: isRest ? { ...one.said, text: '' } : one.said };
  }
}

/** A copy of a log goes by a name of its own, and would else be taken for what another bridge says. */
function withoutCopies(files: readonly Heard[][]): Heard[][] {
  const seen = new Set<string>();
  return files.filter((heard) => {
    const hash = createHash('sha256');
    for (const { atMs, line, text } of heard) hash.update(`${atMs} ${line} ${text}\n`);
    const content = hash.digest('hex');
    const isNew = !seen.has(content);
    seen.add(content);
    return isNew;
  });
}

/** What is said of a move is said so long before it and after, clocks that differ included. In milliseconds. */
const beforeMs = 60_000;
const afterMs = 180_000;

/**
 * Tells what may be of one of several moves, by when they began. What names meetings is told long before.
 * @param msOf when something was, in milliseconds since 1970
 */
export function aroundMoves(moveTimes: readonly number[], msOf: (one: Heard) => number): (one: Heard) => boolean {
  const minutes = new Set<number>();
  for (const ms of moveTimes) for (let at = ms - beforeMs; at <= ms + afterMs; at += minuteMs) minutes.add(Math.floor(at / minuteMs));
  return (one) => one.said.says === 'space' || one.said.says === 'leg-made' || minutes.has(Math.floor(msOf(one) / minuteMs));
}

const minuteMs = 60_000;

function beginsMove({ said }: Heard): boolean {
  return said.says === 'move' || said.says === 'browser-told' || (said.says === 'request' && said.method === 'POST' && said.path.includes('/participants'));
}

function timeOf(one: Heard | undefined): number {
  return one?.atMs ?? 0;
}

/**
 * A part of a text keeps all of it in memory: of a line that is long and says little, little shall stay. What is made of a line, such as the name of an
 * account, is shown too: no part has a secret that the whole has not. @returns it, and how long it is
 */
function copied(one: Heard): { one: Heard; characters: number } {
  const json = JSON.stringify(one, (key, value: unknown) => (typeof value === 'string' ? cutTo(masked(value), key === 'text' ? longestText : longestPart) : value));
  return { one: JSON.parse(json) as Heard, characters: json.length };
}
