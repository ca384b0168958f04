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
  readonly #heard: Heard[] = [];
  #moves = 0;
  #beyond = 0;

  constructor(private readonly limits: KeeperLimits) {}

  get heard(): readonly Heard[] {
    return this.#heard;
  }

  /** How much was said beyond what is kept. */
  get beyond(): number {
    return this.#beyond;
  }

  keep(one: Heard): void {
    const begins = beginsMove(one);
    if (this.#heard.length >= this.limits.heard || (begins && this.#moves >= this.limits.moves)) {
      this.#beyond += 1;
      return;
    }
    if (begins) this.#moves += 1;
    this.#heard.push(copied({ ...one, text: masked(one.text).slice(0, longestText) }));
  }
}

function beginsMove({ said }: Heard): boolean {
  return said.says === 'move' || said.says === 'browser-told' || (said.says === 'request' && said.method === 'POST' && said.path.includes('/participants'));
}

/** A part of a text keeps all of it in memory: of a line that is long and says little, little shall stay. */
function copied(one: Heard): Heard {
  return JSON.parse(JSON.stringify(one)) as Heard;
}
