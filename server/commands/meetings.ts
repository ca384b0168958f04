import { z } from 'zod';
import { isEndedId } from '@/lib/meeting/ended-meeting';
import type { Meeting } from '@/lib/meeting/meeting';
import { participantKinds, type Participant } from '@/lib/meeting/participant';
import { invalidField, ProblemError } from '@/lib/problem/problem';
import { read, type CommandParts } from '@/server/commands/command';
import { endedDetails, endedLog, endedPage } from '@/server/commands/ended-meetings';
import { cursorAfter, keyOf, pageInput, pageOf } from '@/server/commands/page';
import { ReadyJson } from '@/server/commands/ready-json';
import type { Inventory } from '@/server/inventory/inventory';
import { inventoryFor } from '@/server/inventory/scoped-inventory';
import { meetingLog } from '@/server/journal/meeting-log';

const search = z.string().max(200).optional();
const mostMeetingsAtOnce = 50;
const byId = z.object({ id: z.string().min(1).max(200) });

/** Live meetings, or those that ended in the last days; `search` looks at names of meetings and of the people in them. */
export const listMeetings = read({
  permission: 'meetings.read',
  scope: 'checked',
  input: z.object({ ...pageInput, search, cluster: z.string().optional(), kind: z.enum(participantKinds).optional(), state: z.enum(['live', 'ended']).default('live') }),
  async run(parts, caller, { state, ...input }) {
    const { changes, kept } = parts;
    if (state === 'ended') return { ...(await endedPage(parts, caller, input)), sequence: changes.sequence };
    const { scope } = caller;
    const inventory = inventoryFor(parts.inventory, scope);
    if (isPlain(input)) return new ReadyJson(changes.sequence, kept.ofAllMeetings(`${input.limit}`, scope, () => pageOf(inventory.picture.meetings.values(), meetingKey, input)));
    const found = [...inventory.picture.meetings.values()].filter(
      (meeting) =>
        (input.cluster === undefined || meeting.cluster.id === input.cluster || meeting.cluster.name === input.cluster) &&
        (input.kind === undefined || meeting.kinds[input.kind] !== undefined) &&
        matches(inventory, meeting, input.search),
    );
    return { ...pageOf(found, meetingKey, input), sequence: changes.sequence };
  },
});

export const getMeeting = read({
  permission: 'meetings.read',
  scope: 'checked',
  input: byId,
  async run(parts, caller, { id }) {
    const { changes, kept } = parts;
    if (isEndedId(id)) return { ...(await endedDetails(parts, caller, id)), sequence: changes.sequence };
    const { scope } = caller;
    const meeting = meetingOf(inventoryFor(parts.inventory, scope), id);
    return new ReadyJson(changes.sequence, kept.ofMeeting(meeting.id, 'meeting', scope, () => meeting));
  },
});

/** What a verdict on moving somebody from or to these meetings needs, read for the question. Meetings that have ended are left out. */
export const listMeetingDetails = read({
  permission: 'meetings.read',
  scope: 'checked',
  input: z.object({ meetings: z.string().min(1).max(10_000).transform((ids) => ids.split(',').slice(0, mostMeetingsAtOnce)) }),
  async run({ inventory, closeLook, changes }, { scope }, { meetings }) {
    const seen = inventoryFor(inventory, scope);
    await closeLook.take(meetings.filter((id) => seen.meeting(id)));
    const { sequence } = changes;
    return { items: meetings.flatMap((id) => seen.detailsOf(id) ?? []), sequence };
  },
});

export const listMeetingParticipants = read({
  permission: 'meetings.read',
  scope: 'checked',
  input: byId.extend({ ...pageInput, search }),
  run({ inventory: all, changes, kept }, { scope }, input) {
    const inventory = inventoryFor(all, scope);
    const meeting = meetingOf(inventory, input.id);
    if (isPlain(input)) {
      const make = () => pageOf(inventory.participantsIn(meeting.id), personKey, input);
      return new ReadyJson(changes.sequence, kept.ofMeeting(meeting.id, `people ${input.limit}`, scope, make));
    }
    const people = inventory.participantsIn(meeting.id).filter((person) => isNamed(person, input.search));
    return { ...pageOf(people, personKey, input), sequence: changes.sequence };
  },
});

/** What happened in a meeting, newest first. */
export const getMeetingLog = read({
  permission: 'meetings.read',
  scope: 'checked',
  input: byId.extend(pageInput),
  async run(parts, caller, { id, limit, cursor }) {
    const { scope } = caller;
    const inventory = inventoryFor(parts.inventory, scope);
    const { items: lines, nextCursor } = isEndedId(id) ? await endedLog(parts, caller, { id, limit, cursor }) : liveLog(parts, inventory, id, limit, cursor);
    const isSeen = (other: string | null) => scope === null || (other !== null && inventory.meeting(other) !== null);
    // Where somebody was moved from or to is told to those only who may see that meeting.
    const items = lines.map((line) => (line.other && !isSeen(line.other.meeting) ? { ...line, other: { meeting: null, name: null } } : line));
    return { items, nextCursor, sequence: parts.changes.sequence };
  },
});

/** People in all meetings, by name or address. */
export const listParticipants = read({
  permission: 'meetings.read',
  scope: 'checked',
  input: z.object({ ...pageInput, search }),
  run({ inventory, changes }, { scope }, input) {
    const people = [...inventoryFor(inventory, scope).picture.participants.values()].filter((person) => isNamed(person, input.search));
    return { ...pageOf(people, personKey, input), sequence: changes.sequence };
  },
});

export const getParticipant = read({
  permission: 'meetings.read',
  scope: 'checked',
  input: byId,
  run({ inventory, changes }, { scope }, { id }) {
    const participant = inventoryFor(inventory, scope).participant(id);
    if (!participant) throw new ProblemError('not-found', 'Nobody with this id is in a meeting now.');
    return { ...participant, sequence: changes.sequence };
  },
});

function liveLog({ journal }: CommandParts, inventory: Inventory, id: string, limit: number, cursor: string | undefined) {
  const { lines, next } = meetingLog(journal, inventory, meetingOf(inventory, id).id, { limit, after: numberIn(cursor) });
  return { items: lines, nextCursor: next === null ? null : cursorAfter(String(next)) };
}

/** The number of the journal's entry that a page continues after. Problem: `invalid`. */
function numberIn(cursor: string | undefined): number | null {
  const key = keyOf(cursor);
  if (key === null) return null;
  if (!/^\d{1,15}$/.test(key)) throw invalidField('cursor', 'This cursor is not from a meeting\'s log.');
  return Number(key);
}

/** Whether a list is asked for from its beginning and whole: such answers are kept. */
function isPlain({ search, cluster, kind, cursor }: { search?: string; cluster?: string; kind?: string; cursor?: string }): boolean {
  return !search && cluster === undefined && kind === undefined && cursor === undefined;
}

function meetingOf(inventory: Inventory, id: string): Meeting {
  const meeting = inventory.meeting(id);
  if (!meeting) throw new ProblemError('not-found', 'There is no live meeting with this id. It may have ended.');
  return meeting;
}

function matches(inventory: Inventory, meeting: Meeting, wanted: string | undefined): boolean {
  if (!wanted) return true;
  return folded(meeting.name).includes(folded(wanted)) || inventory.participantsIn(meeting.id).some((person) => isNamed(person, wanted));
}

function isNamed(person: Participant, wanted: string | undefined): boolean {
  if (!wanted) return true;
  return folded(person.name).includes(folded(wanted)) || folded(person.uri ?? '').includes(folded(wanted));
}

function meetingKey({ name, id }: Meeting): string {
  return `${folded(name)} ${id}`;
}

function personKey(person: Participant): string {
  return `${folded(person.name)} ${person.id}`;
}

function folded(text: string): string {
  return text.toLocaleLowerCase();
}
