import type { Participant } from '@/lib/meeting/participant';
import type { Rules, Told } from '@/lib/move/consequence-rule';
import { rightDefaults, rightNames } from '@/lib/move/rights';
import { targetDetails, type MoveSituation } from '@/lib/move/situation';
import { isToBe } from '@/lib/move/meeting-to-be';

/** What comes of going into the target. Sources: docs/cms-wire.md, sections 2.1, 2.6 and 6.3. */
export const enteringRules: Rules<
  'admits-lobby' | 'waits-in-lobby' | 'overrides-lock' | 'bypasses-passcode' | 'role-differs' | 'takes-floor-from' | 'target-recorded' | 'target-streamed' | 'encryption-differs'
> = {
  /**
   * Whoever opens the lobby enters as an activator: all who wait for one enter with the first. A lock holds them back all the
   * same; and where there is an activator already, who waits was put there and stays.
   */
  'admits-lobby': ({ person, all, situation: { target, details, choices } }) => {
    if (choices.lobby !== 'open' || !target || target.locked || all[0] !== person) return null;
    const people = details.get(target.id)?.people;
    if (!people) return 'unknown';
    const there = Object.values(people);
    if (there.some(({ activator, inLobby }) => activator && !inLobby)) return null;
    const count = there.filter(({ activator, inLobby }) => !activator && inLobby).length;
    return count > 0 ? { count } : null;
  },

  /** That a bridge lets somebody who is moved in past the lobby is not documented: it is never told as certain. */
  'waits-in-lobby': ({ person, situation }) => {
    if (situation.choices.lobby === 'open' || !situation.target) return null;
    const held = heldBack(person, situation);
    return held === null || situation.choices.lobby === 'wait' ? held : 'unknown';
  },

  /** With lock mode `needsActivation` a lock holds back only those who need an activator anyhow. */
  'overrides-lock': ({ situation }) => {
    if (situation.choices.lobby === 'wait') return null;
    if (!situation.target?.locked) return ifBegun(situation);
    const { lockMode, entry } = targetDetails(situation);
    if (lockMode === 'all') return {};
    if (lockMode === undefined || entry === undefined) return 'unknown';
    return entry.needsActivation ? {} : null;
  },

  /** A move asks for no passcode. */
  'bypasses-passcode': ({ situation }) => {
    if (!situation.target) return null;
    const { passcode } = targetDetails(situation);
    if (passcode === undefined) return 'unknown';
    return passcode ? {} : null;
  },

  'role-differs': ({ person, situation }) => {
    if (!situation.target) return null;
    const has = situation.details.get(person.meeting)?.people?.[person.id]?.rights;
    const gets = targetDetails(situation).entry?.rights;
    if (!has || !gets) return 'unknown';
    const which = rightNames.filter((right) => (has[right] ?? rightDefaults[right]) !== (gets[right] ?? rightDefaults[right]));
    return which.length > 0 ? { which } : null;
  },

  /** Of several who present, each takes the floor from the one before. */
  'takes-floor-from': ({ person, all, situation }) => {
    if (!person.presenting || person.kind === 'web-app' || !situation.target) return null;
    const before = all.slice(0, all.indexOf(person)).findLast(({ presenting, kind }) => presenting && kind === 'sip');
    const presenter = before ? before.name : targetDetails(situation).presenter;
    if (presenter === null) return null;
    return presenter === undefined || person.kind !== 'sip' ? 'unknown' : { name: presenter };
  },

  'target-recorded': ({ situation }) => (situation.target?.recording ? {} : ifBegun(situation)),

  'target-streamed': ({ situation }) => (situation.target?.streaming ? {} : ifBegun(situation)),

  /** The web app's media is always encrypted. */
  'encryption-differs': ({ person, situation }) => {
    if (person.kind === 'web-app' || !situation.target) return null;
    const wanted = targetDetails(situation).entry?.encryption;
    if (wanted === 'optional') return null;
    const encrypted = situation.details.get(person.meeting)?.people?.[person.id]?.encrypted ?? null;
    if (wanted === undefined || encrypted === null) return 'unknown';
    return encrypted === (wanted === 'required') ? null : {};
  },
};

/** Null of a meeting that is there: what is not shown is not so. How one that is not there yet will begin, its space's rules tell. */
function ifBegun(situation: MoveSituation): Told {
  return situation.target && isToBe(situation.target.id) && targetDetails(situation).lockMode === undefined ? 'unknown' : null;
}

/**
 * Whether the target's rules keep a newcomer in its lobby: a lock, or that they need an activator where none is. Members of a space,
 * who have signed in, pass; who is one is not known.
 */
function heldBack(person: Participant, situation: MoveSituation): Told {
  const { lockMode, entry, people } = targetDetails(situation);
  const locks = situation.target?.locked === true && lockMode !== 'needsActivation';
  const needsOne = entry?.needsActivation ?? true;
  const hasOne = people && Object.values(people).some(({ activator, inLobby }) => activator && !inLobby);
  if (!locks && entry && !needsOne) return null;
  if (!locks && !situation.target?.locked && hasOne) return null;
  const isKnown = entry !== undefined && lockMode !== undefined && people !== undefined;
  return isKnown && !mayBeMember(person) ? {} : 'unknown';
}

function mayBeMember({ kind, uri }: Participant): boolean {
  return kind === 'web-app' && !/^guest\d+(@|$)/.test(uri ?? '');
}
