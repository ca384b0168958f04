import { BoundedMemory } from '@/server/inventory/bounded-memory';
import { masked } from '@/server/journal/mask';

/** How many parameters whose rest is still to come are remembered. */
const mostOpen = 1_000;
const parameter = /API trace (\d+):( +)(?:[^\s=]+(?=\s*$))?/;
/**
 * The rest of a parameter is indented by six spaces, a new one by two; where a copy has lost them, a new one still has a name.
 * Source: docs/cms-wire.md, section 8.2.
 */
const restIndent = 6;

/**
 * Hides what no single line shows to be secret: an API trace breaks a parameter after 48 characters, and the rest of a password
 * stands in a line of its own.
 */
export class TraceMask {
  readonly #open = new BoundedMemory<string, true>(mostOpen);
  #anyOpen = false;

  /** @param host whose line it is */
  mask(host: string, text: string): string {
    // Most lines are no trace; those the journal masks by themselves.
    if (!text.includes('API trace ')) return text;
    const safe = masked(text);
    if (safe === text && !this.#anyOpen) return text;
    const [found, trace = '', indent = ''] = parameter.exec(text) ?? [];
    if (found === undefined) return safe;
    const prefix = `API trace ${trace}:${indent}`;
    const key = `${host} ${trace}`;
    const isRest = (indent.length >= restIndent || found.length > prefix.length) && this.#open.get(key) === true;
    if (safe === text && !isRest) {
      this.#open.delete(key);
      return text;
    }
    if (text.trimEnd().endsWith('&')) this.#open.delete(key);
    else this.#open.set(key, true);
    this.#anyOpen = true;
    return isRest ? `${text.slice(0, text.indexOf(prefix) + prefix.length)}********` : safe;
  }
}
