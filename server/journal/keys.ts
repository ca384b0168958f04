/**
 * The keys under which the journal finds what was said. Participants, legs, calls, correlators and spaces are found by their GUIDs,
 * guest accounts by their names, and what counts only on one bridge (trace numbers, numbers of calls) by bridge and number.
 */

/** A GUID or a guest's name as the journal spells it: case does not matter on the wire. */
export function keyOf(id: string): string {
  return id.toLowerCase();
}

/** The requests of a bridge's API trace are counted. Source: docs/cms-wire.md, section 8.2. */
export function traceKey(callBridge: string, number: string | number): string {
  return `trace ${number}@${callBridge}`;
}

/** A bridge counts its calls in its log, as in `call 31: tearing down`. Source: docs/cms-wire.md, section 8.3. */
export function callNumberKey(callBridge: string, number: string | number): string {
  return `call ${number}@${callBridge}`;
}

/** More than a line is likely to name; what names more is found by the first of them. */
const mostKeys = 12;

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const guidLength = 36;
const hyphen = 45;
/** Longer numbers are none of a bridge's. */
const mostDigits = 20;

/**
 * What a line of a bridge's log names. Every line of every bridge comes through here, so that it looks at the characters itself.
 * @param callBridge whose line it is
 */
export function keysIn(text: string, callBridge: string): string[] {
  const keys: string[] = [];
  let inWord = false;
  for (let at = 0; at < text.length && keys.length < mostKeys; at += 1) {
    const isWord = isWordCharacter(text.charCodeAt(at));
    const key = isWord && !inWord ? keyAt(text, at, callBridge) : null;
    inWord = isWord;
    if (key !== null && !keys.includes(key)) keys.push(key);
  }
  return keys;
}

/** The key of what begins at `at`, where a word begins; null if that is nothing of note. */
function keyAt(text: string, at: number, callBridge: string): string | null {
  if (text.charCodeAt(at + 8) === hyphen && text.charCodeAt(at + 13) === hyphen && !isWordCharacter(text.charCodeAt(at + guidLength))) {
    const found = text.slice(at, at + guidLength);
    if (guid.test(found)) return keyOf(found);
  }
  if (movesSomebody.some((words) => text.startsWith(words, at))) return movesKey;
  if (text.startsWith('guest', at)) return numbered(text, at + 5, (digits) => `guest${digits}`);
  if (text.startsWith('API trace ', at)) return numbered(text, at + 10, (digits) => traceKey(callBridge, digits));
  if (text.startsWith('call ', at)) return numbered(text, at + 5, (digits, next) => (next === ':' ? callNumberKey(callBridge, digits) : null));
  return null;
}

/**
 * Of a move, though it names nobody or only somebody: each move that a bridge begins, web app clients that come, leave and are turned
 * away. By it is known who else was being moved at the same time.
 */
export const movesKey = 'moves';

/** Source: docs/cms-wire.md, sections 8.3 and 8.4; the last is the emulator's own. */
const movesSomebody = ['move participant operation', 'performed action of', 'JWT refused'];

function numbered(text: string, from: number, key: (digits: string, next: string) => string | null): string | null {
  let to = from;
  while (isDigit(text.charCodeAt(to))) to += 1;
  const isNumber = to > from && to - from <= mostDigits && !isWordCharacter(text.charCodeAt(to));
  return isNumber ? key(text.slice(from, to), text.charAt(to)) : null;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** A letter, a digit or an underscore; of letters beyond ASCII none has a meaning here. */
function isWordCharacter(code: number): boolean {
  return isDigit(code) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

/** For what names nobody and nothing: it is about the bridge itself. */
export function bridgeKey(callBridge: string): string {
  return `bridge ${callBridge}`;
}
