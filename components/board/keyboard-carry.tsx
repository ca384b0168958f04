import type { Participant } from '@/lib/meeting/participant';
import type { Common } from '@/components/move/common-answer';
import { CommonLines } from '@/components/move/common-lines';
import { peopleWords } from '@/components/move/people-words';

/** Who is lifted by keyboard, and which keys do what; it stands where the bar of the selection stood. */
export function KeyboardCarry({ people, common }: { people: readonly Participant[]; common: Common }) {
  return (
    <div
      data-testid="keyboard-carry"
      className="animate-appear absolute bottom-4 left-1/2 z-20 grid max-w-[calc(100%-32px)] -translate-x-1/2 gap-0.5 rounded-lg border border-accent bg-raised px-4 py-2 shadow-[0_8px_32px_var(--shadow)]"
    >
      <p className="text-sm">
        <span className="font-medium">{peopleWords(people)}</span> lifted: <Key>←</Key> <Key>→</Key> choose, <Key>Enter</Key> drops, <Key>Esc</Key> puts back.
      </p>
      <CommonLines common={common} />
    </div>
  );
}

function Key({ children }: { children: string }) {
  return <kbd className="rounded-sm border bg-sunken px-1 font-sans text-xs">{children}</kbd>;
}
