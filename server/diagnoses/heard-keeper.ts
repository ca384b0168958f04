import type { Heard } from '@/lib/trace/heard';
import { masked } from '@/server/journal/mask';

export interface KeeperLimits {
  /** How much of what concerns calls is kept. */
  readonly heard: number;
  /** How many moves may begin. */
  readonly moves: number;
}

/** What a busy bridge says of calls in days, and more moves than anybody looks through. */
export const usualKeeperLimits: KeeperLimits = { heard: 500_000, moves: 2_000 };

/** So much of a line is shown, in characters. */
const longestText = 2_000;

/** Keeps what files say of moves, as much of it as can be looked at together, without the secrets in it. */
export class HeardKeeper {
  readonly #files: Heard[][] = [];
  #kept = 0;
  #moves = 0;
  #beyond = 0;

  constructor(private readonly limits: KeeperLimits) {}

  /** In the order in which each file says it; of files, as of a log that was begun anew now and then, first what was said first. */
  get heard(): readonly Heard[] {
    const files = this.#files.filter(({ length }) => length > 0);
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
    const begins = beginsMove(one);
    if (this.#kept >= this.limits.heard || (begins && this.#moves >= this.limits.moves)) {
      this.#beyond += 1;
      return;
    }
    if (begins) this.#moves += 1;
    this.#kept += 1;
    this.#files.at(-1)?.push(copied({ ...one, text: masked(one.text).slice(0, longestText) }));
  }
}

function beginsMove({ said }: Heard): boolean {
  return said.says === 'move' || said.says === 'browser-told' || (said.says === 'request' && said.method === 'POST' && said.path.includes('/participants'));
}

function timeOf(one: Heard | undefined): number {
  return one?.atMs ?? 0;
}

/** A part of a text keeps all of it in memory: of a line that is long and says little, little shall stay. */
function copied(one: Heard): Heard {
  return JSON.parse(JSON.stringify(one)) as Heard;
}
