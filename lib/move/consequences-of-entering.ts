import type { Rules } from '@/lib/move/consequence-rule';
import { rightDefaults, rightNames } from '@/lib/move/rights';
import { targetDetails } from '@/lib/move/situation';

/** What comes of going into the target. Sources: docs/cms-wire.md, sections 2.1, 2.6 and 6.3. */
export const enteringRules: Rules<
  'admits-lobby' | 'overrides-lock' | 'bypasses-passcode' | 'role-differs' | 'takes-floor-from' | 'target-recorded' | 'target-streamed' | 'encryption-differs'
> = {
  /**
   * Whoever is moved enters as an activator: all who wait for one enter with the first. A lock holds them back all the same;
   * and where there is an activator already, who waits was put there and stays.
   */
  'admits-lobby': ({ person, all, situation: { target, details } }) => {
    if (!target || target.locked || all[0] !== person) return null;
    const people = details.get(target.id)?.people;
    if (!people) return 'unknown';
    const there = Object.values(people);
    if (there.some(({ activator, inLobby }) => activator && !inLobby)) return null;
    const count = there.filter(({ activator }) => !activator).length;
    return count > 0 ? { count } : null;
  },

  /** With lock mode `needsActivation` a lock holds back only those who need an activator anyhow. */
  'overrides-lock': ({ situation }) => {
    if (!situation.target?.locked) return null;
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

  'target-recorded': ({ situation }) => (situation.target?.recording ? {} : null),

  'target-streamed': ({ situation }) => (situation.target?.streaming ? {} : null),

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
