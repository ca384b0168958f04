import { cutTo, plain } from '@/lib/trace/plain-text';

const longestName = 200;

/** The name of a file as it can be shown, in reports and on terminals: its sender, or an archive, may say anything. */
export function shownName(name: string): string {
  const shown = cutTo(plain(name).replace(/[\p{Cc}\p{Cf}]/gu, ''), longestName);
  return shown === '' ? 'file' : shown;
}

/** Gives each file a name of its own: two people may send one of the same name, and what is numbered in a log counts only there. */
export class OwnNames {
  readonly #given = new Set<string>();
  readonly #last = new Map<string, number>();

  /** The name as it can be shown; from the second on that go by it with a number, as in `eventlog.txt (2)`. */
  of(name: string): string {
    const shown = shownName(name);
    let own = shown;
    for (let number = (this.#last.get(shown) ?? 1) + 1; this.#given.has(own); number += 1) {
      own = `${shown} (${number})`;
      this.#last.set(shown, number);
    }
    this.#given.add(own);
    return own;
  }
}
