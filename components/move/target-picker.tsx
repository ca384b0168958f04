'use client';

import { useMemo, useState } from 'react';
import { LockKeyhole } from 'lucide-react';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { notKnownSentence } from '@/lib/move/consequence-words';
import type { MeetingDetails } from '@/lib/move/meeting-details';
import { useBridgeConditions, useLiveStore, useMeetings } from '@/components/live/live-provider';
import { answerFor, stuckLines, type Answer } from '@/components/move/answer-for';
import { besides, commonOf, type Common } from '@/components/move/common-answer';
import { CommonLines } from '@/components/move/common-lines';
import { useKeptChoices } from '@/components/move/kept-choices';
import { MeetingPicker, type Choice } from '@/components/move/meeting-picker';
import { meetingsAsked } from '@/components/move/meetings-asked';
import { useMoves } from '@/components/move/move-provider';
import { peopleWords } from '@/components/move/people-words';
import { withTarget } from '@/components/move/space-target';
import { useMeetingDetails } from '@/components/move/use-meeting-details';
import { useSpaceTargets } from '@/components/move/use-space-targets';

interface TargetPickerProps {
  people: readonly Participant[];
  onChoose: (target: Meeting, details: ReadonlyMap<string, MeetingDetails>) => void;
  /** Stands by beside other things, rather than being what one has asked for. */
  aside?: boolean;
}

/**
 * Every other live meeting, and below them the spaces without one, with the answer to "can they go there?", and what else would happen. Whoever may not move people is
 * told so once, and still sees what would become of a move.
 */
export function TargetPicker({ people, onChoose, aside }: TargetPickerProps) {
  const { mayMove } = useMoves();
  const live = useLiveStore();
  const meetings = useMeetings();
  const conditions = useBridgeConditions();
  const choices = useKeptChoices();
  const sources = [...new Set(people.map(({ meeting }) => meeting))];
  const clusters = new Set(sources.flatMap((id) => live.picture.meetings.get(id)?.cluster.id ?? []));
  const [source] = sources;
  const others = meetings.filter(({ id }) => sources.length > 1 || id !== source);
  const near = others.filter(({ cluster }) => clusters.has(cluster.id));
  const [search, setSearch] = useState('');
  const spaces = useSpaceTargets(search, clusters, meetings);
  const details = useMeetingDetails([...new Set([...sources, ...near.map(({ id }) => id)])]);
  const answerOf = useMemo(
    () => keptAnswers((target) => answerFor(people, target, { role: 'operator', details: withTarget(details, target), choices, ...live.picture })),
    // The conditions stand for the call bridges of the picture, which changes in place.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [people, details, choices, live, conditions],
  );
  const alone = people.length === 1;
  const listed = meetingsAsked(people.length);
  const common = commonOf(near.slice(0, listed).map(answerOf));
  const stuck = stuckLines(people, { role: 'operator', ...live.picture });
  const choiceFor = (target: Meeting): Choice => {
    if (stuck.length > 0) return { disabled: true, note: null };
    const told = answerOf(target);
    // Of a meeting that is not there yet little is known until it is chosen: it is read then, and not said at each.
    const answer = target.calls.length > 0 ? told : { ...told, notKnown: [] };
    return { disabled: !mayMove || answer.allowed === 0, note: <Note answer={besides(answer, common)} headline={alone || answer.headline === common.headline ? null : answer.headline} /> };
  };
  return (
    <MeetingPicker
      label={`Meetings to move ${peopleWords(people)} to`}
      meetings={others}
      search={search}
      onSearch={setSearch}
      group={{ heading: 'Spaces without a meeting: one begins as they go there', meetings: spaces.targets, status: spaces.status }}
      isFar={({ cluster }) => !clusters.has(cluster.id)}
      choiceFor={choiceFor}
      onChoose={(target) => onChoose(target, withTarget(details, target))}
      verb={aside ? 'Move' : undefined}
      focused={!aside}
      listed={listed}
      head={stuck.length > 0 ? <Stuck lines={stuck} /> : <CommonAnswer common={common} alone={alone} />}
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

/** That nobody of them can go anywhere, and why: the targets below then say nothing. */
function Stuck({ lines }: { lines: readonly string[] }) {
  return (
    <p role="status" className="flex shrink-0 gap-2 border-b px-4 py-2 text-sm">
      <LockKeyhole size={14} aria-hidden className="mt-[3px] shrink-0 text-muted" />
      {lines.join(' ')}
    </p>
  );
}

/** What is the same wherever they go, above the list. That somebody alone can go, goes without saying. */
function CommonAnswer({ common, alone }: { common: Common; alone: boolean }) {
  const headline = alone ? null : common.headline;
  const notKnown = notKnownSentence(common.notKnown);
  if (common.lines.length === 0 && headline === null && notKnown === null) return null;
  return (
    <div className="grid shrink-0 gap-0.5 border-b px-4 py-2">
      {headline && <p className="text-xs font-medium text-accent">{headline}</p>}
      <CommonLines common={common} />
      {notKnown && <p className="text-xs text-muted">{notKnown}</p>}
    </div>
  );
}

/** The answer of one meeting, apart from what is said above the list. */
function Note({ answer: { allowed, refusals, lines, ...answer }, headline }: { answer: Answer; headline: string | null }) {
  if (allowed === 0) return <span className="text-muted">{headline ?? refusals[0] ?? answer.headline}</span>;
  const notKnown = notKnownSentence(answer.notKnown);
  const more = [lines.join(' · '), notKnown].filter(Boolean).join(' ');
  return (
    <>
      {headline && <span className="block font-medium text-accent">{headline}</span>}
      {more !== '' && (
        <span className="line-clamp-2 first-letter:uppercase" title={more}>
          {lines.length > 0 && <span className="text-waiting">{lines.join(' · ')} </span>}
          {notKnown && <span className="text-muted">{notKnown}</span>}
        </span>
      )}
    </>
  );
}
