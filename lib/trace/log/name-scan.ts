/**
 * Follows the text of a line and tells whether it stands within what people have named: between double quotes, between brackets, in the name of a
 * guest account, in an element of an answer, in what the audit of a web app tells. Source: docs/cms-wire.md, sections 8.2 to 8.4.
 */
export class NameScan {
  #scanned = 0;
  #isQuoted = false;
  #brackets = 0;
  #isTagNext = false;
  #isInTag = false;
  #isInElement = false;

  /** @param text of the line so far: what it was the last time, and what has come since. Only that is looked at. */
  isWithinName(text: string): boolean {
    for (; this.#scanned < text.length; this.#scanned += 1) this.#take(text[this.#scanned]);
    return this.#isQuoted || this.#brackets > 0 || this.#isInElement || isInAudit(text);
  }

  #take(character = ''): void {
    if (character === '"') this.#isQuoted = !this.#isQuoted;
    if (this.#isQuoted) return;
    if (character === '(') this.#brackets += 1;
    if (character === ')') this.#brackets = Math.max(0, this.#brackets - 1);
    if (character === '>') this.#isInElement = this.#isInTag;
    if (character === '<') this.#isInElement = false;
    if (character === '>' || character === '/') this.#isInTag = false;
    else if (this.#isTagNext) this.#isInTag = /[a-z]/i.test(character);
    this.#isTagNext = character === '<';
  }
}

const audit = 'WebApp Audit : ';
const longestAudit = 4_096;

function isInAudit(text: string): boolean {
  return text.startsWith(audit) && !text.slice(0, longestAudit).includes(' performed action of ');
}
