import { protectedPlaces, touchesOthers, type ConfirmRules, type PlaceConcerned } from '@/lib/move/confirmation';
import { consequenceSentence, notKnownWords } from '@/lib/move/consequence-words';
import { groupHeadline } from '@/lib/move/group-words';
import type { DryRun } from '@/lib/move/order';
import { linesFor } from '@/components/move/answer-for';
import { Notice } from '@/components/ui/notice';

interface WhatHappensProps {
  /** The meetings that it is about. */
  places: readonly (PlaceConcerned & { readonly id: string })[];
  run: DryRun;
  rules: ConfirmRules;
}

/** What a move does, by its dry run: what reaches others in whole sentences, the rest in a line each. */
export function WhatHappens({ places, run, rules }: WhatHappensProps) {
  const going = run.items.filter(({ verdict }) => verdict.allowed);
  const touching = going.flatMap(({ name, from, to, verdict }) =>
    verdict.consequences
      .filter(touchesOthers)
      .map((one) => consequenceSentence(one, { person: run.items.length === 1 ? name : 'them', source: from?.name ?? 'the meeting', target: to.name })),
  );
  const others = linesFor(run.items.map(({ name, verdict }) => ({ name, verdict: { ...verdict, consequences: verdict.consequences.filter((one) => !touchesOthers(one)) } })));
  const notKnown = notKnownWords(going.flatMap(({ verdict }) => verdict.consequences));
  const guarded = protectedPlaces(places, rules);
  return (
    <div className="grid gap-2 text-sm" data-testid="what-happens">
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
            <li key={line} className="first-letter:uppercase">
              {line}
            </li>
          ))}
        </ul>
      )}
      {notKnown && <p className="text-muted">{notKnown}</p>}
    </div>
  );
}
