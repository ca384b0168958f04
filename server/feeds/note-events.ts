import type { CallFields, CallListEntry, RosterEntry } from '@/server/bridge-client/events/event-messages';
import type { Journal } from '@/server/journal/journal';
import { keyOf } from '@/server/journal/keys';

/** What one message of a bridge's events said. */
export type HeardEvents =
  | { readonly about: 'calls'; readonly entries: readonly CallListEntry[] }
  | { readonly about: 'call'; readonly call: string; readonly fields: CallFields }
  | { readonly about: 'roster'; readonly call: string; readonly entries: readonly RosterEntry[] };

/** Notes what events say of who comes, goes and is moved, and of what a call is. Who speaks, and how many there are, is not kept. */
export function noteEvents(journal: Pick<Journal, 'note'>, callBridge: string, events: HeardEvents): void {
  const note = (said: string, ids: readonly (string | null | undefined)[]) => {
    const about = ids.flatMap((id) => (id ? [keyOf(id)] : []));
    journal.note({ source: 'events', callBridge, toldAtMs: null, clockDifferenceMs: null, said, about });
  };
  switch (events.about) {
    case 'calls':
      for (const entry of events.entries) {
        const said = callWords(entry);
        if (said || entry.updateType !== 'update') note(`call ${entry.updateType}${reason(entry)}${said}`, [entry.call, entry.callCorrelator]);
      }
      return;
    case 'call': {
      const said = callWords(events.fields);
      if (said) note(`call${said}`, [events.call, events.fields.callCorrelator]);
      return;
    }
    case 'roster':
      for (const entry of events.entries) {
        if (isOfNote(entry)) note(`roster ${entry.updateType}${reason(entry)}${personWords(entry)}`, [entry.participant, events.call, entry.movedParticipant, guestIn(entry)]);
      }
  }
}

function isOfNote({ updateType, state, canMove, movedParticipant }: RosterEntry): boolean {
  return updateType !== 'update' || state != null || canMove != null || movedParticipant != null;
}

function reason({ reason: why }: { reason?: string | null }): string {
  return why ? ` (${why})` : '';
}

function callWords({ name, callType, recording, streaming, lockState }: CallFields): string {
  return `${field('name', name)}${field('callType', callType)}${field('recording', recording)}${field('streaming', streaming)}${field('lockState', lockState)}`;
}

function personWords({ name, uri, state, canMove, movedParticipant }: RosterEntry): string {
  return `${field('name', name)}${field('uri', uri)}${field('state', state)}${field('canMove', canMove)}${field('movedParticipant', movedParticipant)}`;
}

function field(name: string, value: string | boolean | null | undefined): string {
  // As JSON writes it: people choose their names, and none is to be taken for a field.
  return value == null || value === '' ? '' : ` ${name}=${JSON.stringify(String(value))}`;
}

/** A guest account's name stands in the address. Source: docs/cms-wire.md, section 8.3. */
function guestIn({ uri }: RosterEntry): string | null {
  return uri && /^guest\d+$/.test(uri) ? uri : null;
}
