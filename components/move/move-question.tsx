'use client';

import { useEffect, useRef, useState } from 'react';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { usualChoices, type MoveChoices } from '@/lib/move/choices';
import { confirmationNeed, type ConfirmRules } from '@/lib/move/confirmation';
import type { DryRun, MoveRequest } from '@/lib/move/order';
import type { Outcome } from '@/lib/problem/problem';
import { requestFor } from '@/components/move/ask-for-moves';
import { ChoiceFields } from '@/components/move/choice-fields';
import { peopleWords } from '@/components/move/people-words';
import { WhatHappens } from '@/components/move/what-happens';
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
  /** As they are kept; others can be chosen for this one move. */
  readonly choices: MoveChoices;
  /** Whether it is asked whatever the bridges say; otherwise only if others are reached. */
  readonly asks: boolean;
}

interface MoveQuestionProps {
  held: HeldMove;
  rules: ConfirmRules;
  judge: JudgeMove;
  onSend: (people: readonly Participant[], choices: MoveChoices) => void;
  onClose: () => void;
}

/** Says exactly what a move will do, by a dry run made now; Enter sends it, Escape puts everybody back. */
export function MoveQuestion(props: MoveQuestionProps) {
  const { held, rules, onSend, onClose } = props;
  const { people, target, sources } = held;
  const { choices, choose, offered, outcome, asked, isStale } = useDryRuns(props);
  if (!asked) return null;
  const allowed = new Set(outcome?.ok ? outcome.value.items.flatMap(({ participant, verdict }) => (verdict.allowed ? participant : [])) : []);
  const going = people.filter(({ id }) => allowed.has(id));
  const ready = going.length > 0 && !isStale;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`Move ${peopleWords(people)} to ${target.name}?`} description={`From ${sources.map(({ name }) => name).join(', ')}.`}>
      <form
        className="grid gap-3 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) onSend(going, choices);
        }}
      >
        <ChoiceFields value={choices} onChange={choose} offered={offered} />
        <div aria-busy={isStale} aria-live="polite" className={isStale ? 'opacity-55' : undefined}>
          {outcome === null ? <SkeletonRows rows={2} label="Asking the call bridges what it would do" /> : outcome.ok ? <WhatHappens places={[target, ...sources]} run={outcome.value} rules={rules} /> : <Notice tone="failed">{outcome.problem.detail}</Notice>}
        </div>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Put back</Button>
          {/* Focused from the start, so that Enter confirms: it does nothing until it is known what it would do. */}
          <Button type="submit" look="primary" data-autofocus aria-disabled={!ready} className="aria-disabled:opacity-55">
            Move {going.length > 0 ? peopleWords(going) : ''}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const noAnswer = { ok: false, problem: { code: 'unavailable', detail: 'Usher does not answer. Nothing was sent.' } } as const;

/** Asks what the move would do, and again with each other choice; where nobody has to be asked it is sent with the first answer. */
function useDryRuns({ held, rules, judge, onSend }: MoveQuestionProps) {
  const { people, target, sources, asks } = held;
  const [choices, choose] = useState(held.choices);
  const [run, setRun] = useState<{ readonly choices: MoveChoices; readonly outcome: Outcome<DryRun> } | null>(null);
  // A choice that was offered stays: it is by choosing that its consequence goes away.
  const [offered, setOffered] = useState({ lobby: choices.lobby !== usualChoices.lobby, settings: choices.settings !== usualChoices.settings });
  const heard = useRef({ judge, onSend, isAsked: asks });
  useEffect(() => {
    heard.current = { ...heard.current, judge, onSend };
  }, [judge, onSend]);
  useEffect(() => {
    let ended = false;
    void heard.current
      .judge(requestFor(people, target, choices))
      .catch(() => noAnswer)
      .then((outcome) => {
        if (ended) return;
        heard.current.isAsked ||= !outcome.ok || confirmationNeed(verdictsOf(outcome.value), [target, ...sources], rules) === 'ask';
        if (!heard.current.isAsked) {
          heard.current.onSend(people, choices);
          return;
        }
        setRun({ choices, outcome });
        if (outcome.ok) setOffered(({ lobby, settings }) => ({ lobby: lobby || tells(outcome.value, 'admits-lobby'), settings: settings || tells(outcome.value, 'settings-reset') }));
      });
    return () => {
      ended = true;
    };
  }, [people, target, sources, choices, rules]);
  return { choices, choose, offered, outcome: run?.outcome ?? null, asked: asks || run !== null, isStale: run?.choices !== choices };
}

function verdictsOf({ items }: DryRun) {
  return items.map(({ verdict }) => verdict);
}

function tells({ items }: DryRun, code: 'admits-lobby' | 'settings-reset'): boolean {
  return items.some(({ verdict }) => verdict.allowed && verdict.consequences.some((one) => one.code === code));
}
