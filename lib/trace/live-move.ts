import type { Heard } from '@/lib/trace/heard';
import { says, type HeardOf } from '@/lib/trace/heard';
import type { HeardBook } from '@/lib/trace/heard-book';
import { moveCase, type MoveCase } from '@/lib/trace/move-case';
import { moveDrafts, type MoveDraft } from '@/lib/trace/move-drafts';
import { refusalsIn } from '@/lib/trace/refusals';
import type { Symptom } from '@/lib/trace/symptom';

/** A move that Usher ordered or saw: what is proved of it, by which everything else is read. */
export interface LiveMove {
  readonly participant: string;
  readonly newParticipant: string | null;
  readonly name: string;
  readonly fromName: string | null;
  readonly toName: string;
  readonly toMeeting: string;
  /** When it began, in milliseconds since 1970. */
  readonly beganMs: number;
  /** How it ended, by what bridges say in events and lists. */
  readonly symptom: Symptom;
  /** Whether alarms of the bridges have been read since it began. */
  readonly areAlarmsRead: boolean;
}

/** What feeds say of a move that logs do not. */
export interface LiveFacts {
  readonly symptom: Symptom;
  readonly noAnswer: HeardOf<'no-answer'> | null;
  /** The newcomer was seen. */
  readonly appeared: HeardOf<'appeared'> | null;
  /** Somebody was made of the newcomer by a later move. */
  readonly later: HeardOf<'appeared'> | null;
  /** The last call that the newcomer had, and why it ended. */
  readonly newcomerGone: HeardOf<'gone'> | null;
  /** What said that an alarm of this type was up. */
  alarm(type: string): Heard | null;
  readonly areAlarmsRead: boolean;
}

/** So long before and after it began a log can tell of a move: clocks are apart. In milliseconds. */
const apartMs = 60_000;

/**
 * All that was said of a live move.
 * @param book what was said of it, and in logs of other moves at that time
 */
export function liveCase(live: LiveMove, book: HeardBook): MoveCase {
  const heard = book.all;
  const drafts = moveDrafts(heard);
  const logged = draftOf(live, drafts);
  const asked = heard.find(says('asked'));
  const draft: MoveDraft = {
    participant: live.participant,
    call: logged?.call ?? asked?.said.call ?? live.toMeeting,
    place: logged?.place ?? asked?.place ?? '',
    atMs: logged?.atMs ?? live.beganMs,
    request: logged?.request ?? null,
    operation: logged?.operation ?? null,
    newParticipant: live.newParticipant ?? logged?.newParticipant ?? null,
  };
  const all = [draft, ...drafts.filter((other) => other !== logged)];
  const move = moveCase(draft, all, refusalsIn(all, book), book);
  const told = heard.filter((one) => isTold(one, draft));
  return { ...move, name: live.name, heard: book.inOrder([...move.heard, ...told]) };
}

/** The move as logs tell it. Of somebody who was to be moved more than once it is the one that began at the time. */
function draftOf({ participant, newParticipant, beganMs }: LiveMove, drafts: readonly MoveDraft[]): MoveDraft | undefined {
  const apart = ({ atMs }: MoveDraft) => Math.abs(atMs - beganMs);
  const isPossible = (one: MoveDraft) => one.participant === participant && (one.newParticipant === null || newParticipant === null || one.newParticipant === newParticipant) && apart(one) < apartMs;
  return drafts.filter(isPossible).sort((a, b) => apart(a) - apart(b))[0];
}

/** Whether a feed other than a log says this of one of the two. */
function isTold({ said, source }: Heard, { participant, newParticipant }: MoveDraft): boolean {
  if (source === 'log') return false;
  return !('participant' in said) || said.participant === participant || said.participant === newParticipant || said.says === 'location';
}

/** What feeds other than logs say of a live move. @param book all that was said of it and of others at that time */
export function liveFactsOf(live: LiveMove, { newParticipant, heard }: MoveCase, { all }: HeardBook): LiveFacts {
  const ofNewcomer = ({ said }: HeardOf<'appeared' | 'gone'>) => newParticipant !== null && said.participant === newParticipant;
  return {
    symptom: live.symptom,
    noAnswer: heard.find(says('no-answer')) ?? null,
    appeared: heard.filter(says('appeared')).find(ofNewcomer) ?? null,
    later: all.filter(says('appeared')).find(({ said }) => newParticipant !== null && said.movedFrom === newParticipant) ?? null,
    // A record gives a reason where an event may not.
    newcomerGone: heard.filter(says('gone')).filter(ofNewcomer).findLast(({ said }) => said.why !== null) ?? null,
    alarm: (type) => all.find(({ said }) => said.says === 'alarms' && said.types.includes(type)) ?? null,
    areAlarmsRead: live.areAlarmsRead,
  };
}
