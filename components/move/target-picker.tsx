'use client';

import { useMemo } from 'react';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { MeetingDetails } from '@/lib/move/meeting-details';
import { useBridgeConditions, useLiveStore, useMeetings } from '@/components/live/live-provider';
import { answerFor, type Answer } from '@/components/move/answer-for';
import { MeetingPicker, type Choice } from '@/components/move/meeting-picker';
import { useMoves } from '@/components/move/move-provider';
import { peopleWords } from '@/components/move/people-words';
import { useMeetingDetails } from '@/components/move/use-meeting-details';

/** From so many people on, fewer meetings are listed: each is asked about everybody. */
const many = 100;
const listedForMany = 15;

interface TargetPickerProps {
  people: readonly Participant[];
  onChoose: (target: Meeting, details: ReadonlyMap<string, MeetingDetails>) => void;
  /** Stands by beside other things, rather than being what one has asked for. */
  aside?: boolean;
}

/**
 * Every other live meeting with the answer to "can they go there?", and what else would happen. Whoever may not move people is
 * told so once, and still sees what would become of a move.
 */
export function TargetPicker({ people, onChoose, aside }: TargetPickerProps) {
  const { mayMove } = useMoves();
  const live = useLiveStore();
  const meetings = useMeetings();
  const conditions = useBridgeConditions();
  const sources = [...new Set(people.map(({ meeting }) => meeting))];
  const clusters = new Set(sources.map((id) => live.picture.meetings.get(id)?.cluster.id));
  const [source] = sources;
  const others = meetings.filter(({ id }) => sources.length > 1 || id !== source);
  const near = others.filter(({ cluster }) => clusters.has(cluster.id));
  const details = useMeetingDetails([...new Set([...sources, ...near.map(({ id }) => id)])]);
  const answerOf = useMemo(
    () => keptAnswers((target) => answerFor(people, target, { role: 'operator', details, ...live.picture })),
    // The conditions stand for the call bridges of the picture, which changes in place.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [people, details, live, conditions],
  );
  const choiceFor = (target: Meeting): Choice => {
    const answer = answerOf(target);
    return { disabled: !mayMove || answer.allowed === 0, note: <Note answer={answer} alone={people.length === 1} /> };
  };
  return (
    <MeetingPicker
      label={`Meetings to move ${peopleWords(people)} to`}
      meetings={others}
      isFar={({ cluster }) => !clusters.has(cluster.id)}
      choiceFor={choiceFor}
      onChoose={(target) => onChoose(target, details)}
      verb={aside ? 'Move' : undefined}
      focused={!aside}
      listed={people.length > many ? listedForMany : undefined}
    />
  );
}

/** Many people are not judged anew with every key that is typed, but once for each state of a target. */
function keptAnswers(answer: (target: Meeting) => Answer): (target: Meeting) => Answer {
  const known = new WeakMap<Meeting, Answer>();
  return (target) => {
    const kept = known.get(target) ?? answer(target);
    known.set(target, kept);
    return kept;
  };
}

/** Of one who may go it goes without saying; of several it is said how many. */
function Note({ answer: { allowed, headline, lines, notKnown }, alone }: { answer: Answer; alone: boolean }) {
  if (allowed === 0) return <span className="text-muted">{lines.length === 1 ? lines[0] : headline}</span>;
  return (
    <>
      {!alone && <span className="block font-medium">{headline}</span>}
      <span className="text-waiting">{lines.join(', ')}</span>
      {notKnown && <span className="block text-muted">{notKnown}</span>}
    </>
  );
}
