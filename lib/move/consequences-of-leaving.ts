import type { Going, Rules } from '@/lib/move/consequence-rule';
import type { PersonDetails } from '@/lib/move/meeting-details';

/** What comes of leaving the source. Source: docs/cms-wire.md, sections 2.1 and 2.6. */
export const leavingRules: Rules<'leaves-without-activator' | 'ends-source'> = {
  /** Told of the last activator among those who go, who may be any of them. */
  'leaves-without-activator': (going) => {
    const people = peopleOf(going);
    if (!people) return isLastToGo(going) ? 'unknown' : null;
    if (!isActive(people[going.person.id])) return null;
    if (going.companions.findLast(({ id }) => isActive(people[id])) !== going.person) return null;
    const staying = stayingBehind(going, people);
    if (staying.some(isActive)) return null;
    const alone = staying.filter((person) => !person.inLobby && person.whenLeftAlone !== 'remainActivated');
    const dropped = alone.filter(({ whenLeftAlone }) => whenLeftAlone === 'disconnect').length;
    return alone.length > 0 ? { count: alone.length, ...(dropped > 0 && { dropped }) } : null;
  },

  /** Told of the last who goes: nobody stays, or only those who are dropped for want of an activator. */
  'ends-source': (going) => {
    const source = going.situation.sources.get(going.person.meeting);
    if (!source || !isLastToGo(going)) return null;
    const people = peopleOf(going);
    const { activeWhenEmpty, headCount = source.participantCount } = going.situation.details.get(source.id) ?? {};
    if (going.companions.length < headCount) {
      if (!people) return 'unknown';
      if (!stayingBehind(going, people).every(isDroppedAlone)) return null;
    }
    if (activeWhenEmpty === undefined) return 'unknown';
    return activeWhenEmpty ? null : { again: source.space !== null };
  },
};

type People = Readonly<Record<string, PersonDetails>>;

function peopleOf({ person, situation }: Going): People | undefined {
  return situation.details.get(person.meeting)?.people;
}

function isLastToGo(going: Going): boolean {
  return going.companions.at(-1) === going.person;
}

function stayingBehind(going: Going, people: People): PersonDetails[] {
  const leaving = new Set(going.companions.map(({ id }) => id));
  return Object.entries(people).flatMap(([id, details]) => (leaving.has(id) ? [] : details));
}

/** Whether they are dropped once no activator is left. */
function isDroppedAlone({ activator, inLobby, whenLeftAlone }: PersonDetails): boolean {
  return !activator && !inLobby && whenLeftAlone === 'disconnect';
}

/** Whether they are an activator whom nothing keeps in the lobby. */
function isActive(details: PersonDetails | undefined): boolean {
  return details !== undefined && details.activator && !details.inLobby;
}
