'use client';

import { useEffect, useRef, useState } from 'react';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { confirmationNeed, protectedPlaces, touchesOthers, type ConfirmRules } from '@/lib/move/confirmation';
import { consequenceLabel, consequenceSentence, notKnownWords } from '@/lib/move/consequence-words';
import { groupConsequences, groupHeadline } from '@/lib/move/group-words';
import type { DryRun, MoveRequest } from '@/lib/move/order';
import type { Outcome } from '@/lib/problem/problem';
import { requestFor } from '@/components/move/ask-for-moves';
import { peopleWords } from '@/components/move/people-words';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { SkeletonRows } from '@/components/ui/skeleton';

export type JudgeMove = (input: MoveRequest) => Promise<Outcome<DryRun>>;

/** A move that is held back until it is known what it does, and until somebody says yes where that is asked for. */
export interface HeldMove {
  readonly people: readonly Participant[];
  readonly target: Meeting;
  readonly sources: readonly Meeting[];
  /** Whether it is asked whatever the bridges say; otherwise only if others are reached. */
  readonly asks: boolean;
}

interface MoveQuestionProps {
  held: HeldMove;
  rules: ConfirmRules;
  judge: JudgeMove;
  onSend: (people: readonly Participant[]) => void;
  onClose: () => void;
}

const noAnswer = { ok: false, problem: { code: 'unavailable', detail: 'Usher does not answer. Nothing was sent.' } } as const;

/** Says exactly what a move will do, by a dry run made now; Enter sends it, Escape puts everybody back. */
export function MoveQuestion({ held, rules, judge, onSend, onClose }: MoveQuestionProps) {
  const { people, target, sources, asks } = held;
  const [outcome, setOutcome] = useState<Outcome<DryRun> | null>(null);
  const heard = useRef({ judge, onSend });
  useEffect(() => {
    heard.current = { judge, onSend };
  }, [judge, onSend]);
  useEffect(() => {
    let ended = false;
    void heard.current
      .judge(requestFor(people, target))
      .catch(() => noAnswer)
      .then((answer) => {
        if (ended) return;
        const isAsked = asks || !answer.ok || confirmationNeed(verdictsOf(answer.value), [target, ...sources], rules) === 'ask';
        if (isAsked) setOutcome(answer);
        else heard.current.onSend(people);
      });
    return () => {
      ended = true;
    };
  }, [people, target, sources, asks, rules]);

  if (!asks && outcome === null) return null;
  const allowed = new Set(outcome?.ok ? outcome.value.items.flatMap(({ participant, verdict }) => (verdict.allowed ? participant : [])) : []);
  const going = people.filter(({ id }) => allowed.has(id));
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`Move ${peopleWords(people)} to ${target.name}?`} description={`From ${sources.map(({ name }) => name).join(', ')}.`}>
      <form
        className="grid gap-3 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (going.length > 0) onSend(going);
        }}
      >
        {outcome === null ? <SkeletonRows rows={2} label="Asking the call bridges what it would do" /> : outcome.ok ? <WhatHappens held={held} run={outcome.value} rules={rules} /> : <Notice tone="failed">{outcome.problem.detail}</Notice>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Put back</Button>
          {/* Focused from the start, so that Enter confirms: it does nothing until it is known what it would do. */}
          <Button type="submit" look="primary" data-autofocus aria-disabled={going.length === 0} className="aria-disabled:opacity-55">
            Move {going.length > 0 ? peopleWords(going) : ''}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function WhatHappens({ held: { people, target, sources }, run, rules }: { held: HeldMove; run: DryRun; rules: ConfirmRules }) {
  const going = run.items.filter(({ verdict }) => verdict.allowed);
  const consequences = going.flatMap(({ verdict }) => verdict.consequences);
  const touching = going.flatMap(({ name, from, verdict }) =>
    verdict.consequences
      .filter(touchesOthers)
      .map((one) => consequenceSentence(one, { person: people.length === 1 ? name : 'them', source: from?.name ?? 'the meeting', target: target.name })),
  );
  const calm = run.items.map(({ name, verdict }) => ({ name, verdict: { ...verdict, consequences: verdict.consequences.filter((one) => !touchesOthers(one)) } }));
  const others = people.length === 1 ? calm.flatMap(({ verdict }) => verdict.consequences.filter(({ known }) => known !== false).map(consequenceLabel)) : groupConsequences(calm);
  const notKnown = notKnownWords(consequences);
  const guarded = protectedPlaces([target, ...sources], rules);
  return (
    <div className="grid gap-3 text-sm" data-testid="what-happens">
      {going.length < run.items.length && <Notice tone="waiting">{groupHeadline(run.items)}.</Notice>}
      {guarded.map(({ id, name }) => (
        <Notice key={id} tone="waiting">{name} is protected: every move into it or out of it is confirmed.</Notice>
      ))}
      {touching.map((sentence) => (
        <Notice key={sentence} tone="waiting">{sentence}</Notice>
      ))}
      {others.length > 0 && (
        <ul className="list-disc pl-5 text-muted">
          {others.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {notKnown && <p className="text-muted">{notKnown}</p>}
    </div>
  );
}

function verdictsOf({ items }: DryRun) {
  return items.map(({ verdict }) => verdict);
}
