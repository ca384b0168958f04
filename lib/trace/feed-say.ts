import { guidFrom } from '@/lib/trace/log/guid';
import type { Unanswered } from '@/lib/trace/feed-saying';
import type { Saying } from '@/lib/trace/log/saying';

/** Numbers of requests count at a bridge, from 1: those that Usher knows from itself have none there. */
const ownRequest = 0;

const noted = /^POST \/api\/v1\/calls\/(?<call>[0-9a-f-]{36})\/participants (?<form>\S*) -> (?<end>\w+)(?: (?<rest>[^ ]*))?.* \((?<tookMs>\d+) ms\)$/is;

/** Usher's own request to move somebody, as the journal has it: what it asked for, what came of it, and how long that took. */
export interface OwnRequest {
  readonly asked: Extract<Saying, { says: 'asked' }>;
  /** What the answer says; that there was none. */
  readonly answered: readonly Saying[];
  readonly tookMs: number;
}

/** Reads what `server/feeds/note-deed.ts` wrote; null of any other request. */
export function ownRequestIn(text: string): OwnRequest | null {
  const { call = '', form = '', end = '', rest = '', tookMs = '' } = noted.exec(text)?.groups ?? {};
  const participant = guidFrom(/(?:^|&)movedParticipant=([0-9a-f-]{36})/i.exec(form)?.[1] ?? '');
  if (participant === null) return null;
  return { asked: { says: 'asked', participant, call: call.toLowerCase() }, answered: answerIn(end, rest), tookMs: Number(tookMs) };
}

function answerIn(end: string, rest: string): Saying[] {
  const status = /^\d{3}$/.test(end) ? Number(end) : null;
  if (status === null) return [{ says: 'no-answer', how: unanswered(end) }];
  const made = guidFrom(/\/participants\/([0-9a-f-]{36})$/i.exec(rest)?.[1] ?? '');
  // A call bridge says whom it made: whatever else answers is none.
  if (status < 300) return made === null ? [{ says: 'no-answer', how: 'not-a-bridge' }] : [{ says: 'answer', trace: ownRequest, status }, { says: 'location', trace: ownRequest, participant: made }];
  const tag = /^(\w+):$/.exec(rest)?.[1];
  return [{ says: 'answer', trace: ownRequest, status }, ...(tag === undefined ? [] : [{ says: 'failure' as const, trace: ownRequest, tags: [tag] }])];
}

function unanswered(end: string): Unanswered {
  return end === 'unheard' ? 'unheard' : 'unanswered';
}

/** What an event or a record says, as the journal has it. @param participant whose it is */
export function feedSayingsIn(text: string, participant: string): Saying[] {
  const fields = fieldsIn(text);
  const movedFrom = guidFrom(fields.get('movedParticipant') ?? fields.get('movedCallLeg') ?? '');
  const [, event, why = null] = /^(roster add|roster update|roster remove|callLegStart|callLegUpdate|callLegEnd)(?: \(([^)]*)\))?/.exec(text) ?? [];
  const connected: Saying[] = fields.get('state') === 'connected' ? [{ says: 'connected', participant }] : [];
  switch (event) {
    case 'roster add':
    case 'callLegStart':
      return [{ says: 'appeared', participant, movedFrom, guest: guestIn(fields) }, ...connected];
    case 'roster update':
    case 'callLegUpdate':
      return connected;
    case 'roster remove':
    case 'callLegEnd':
      return [{ says: 'gone', participant, why: fields.get('reason') ?? why }];
    default:
      return [];
  }
}

/** The account of a guest as logs have it; bare on a roster, with a domain where it is an address. Source: docs/cms-wire.md, section 4. */
function guestIn(fields: ReadonlyMap<string, string>): string | null {
  return /^(guest\d+)(?:@|$)/.exec(fields.get('uri') ?? fields.get('remoteParty') ?? '')?.[1] ?? null;
}

/** The fields of a note: values are written as JSON writes texts, so that no name can be taken for a field. */
function fieldsIn(text: string): Map<string, string> {
  const found = text.matchAll(/ (\w+)="((?:[^"\\]|\\.)*)"/g);
  return new Map([...found].map(([, name = '', value = '']) => [name, value]));
}

/** The alarms that a note of the journal lists. */
export function alarmsIn(text: string): Saying | null {
  const list = /^alarms: ([\w, ]*)$/.exec(text)?.[1];
  return list === undefined ? null : { says: 'alarms', types: list === 'none' ? [] : list.split(', ') };
}
