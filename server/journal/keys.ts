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

const named = /\b(?:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})|(guest\d{1,20})|API trace (\d{1,15})|call (\d{1,15})(?=:))\b/gi;

/** What a line of a bridge's log names. @param callBridge whose line it is */
export function keysIn(text: string, callBridge: string): string[] {
  const keys: string[] = [];
  for (const [, guid, guest, trace, call] of text.matchAll(named)) {
    const id = guid ?? guest;
    const key = id ? keyOf(id) : trace ? traceKey(callBridge, trace) : callNumberKey(callBridge, call ?? '');
    if (!keys.includes(key)) keys.push(key);
    if (keys.length === mostKeys) break;
  }
  return keys;
}

/** For what names nobody and nothing: it is about the bridge itself. */
export function bridgeKey(callBridge: string): string {
  return `bridge ${callBridge}`;
}
