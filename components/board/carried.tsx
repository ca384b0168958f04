import type { Participant } from '@/lib/meeting/participant';
import type { Common } from '@/components/move/common-answer';
import { CommonLines } from '@/components/move/common-lines';
import { Initials } from '@/components/ui/initials';
import { Name } from '@/components/ui/name';

/** What the pointer carries: the first person, how many more are with them, and what happens wherever they go. */
export function Carried({ people, common }: { people: readonly Participant[]; common: Common }) {
  const [first] = people;
  if (!first) return null;
  return (
    <div className="relative w-64">
      {people.length > 2 && <div className="absolute inset-x-0 top-0 h-9 translate-2 rounded-md border bg-raised" />}
      {people.length > 1 && <div className="absolute inset-x-0 top-0 h-9 translate-1 rounded-md border bg-raised" />}
      <div className="relative flex h-9 items-center gap-2 rounded-md border border-accent bg-raised px-2 shadow-[0_8px_24px_var(--shadow)]">
        <Initials name={first.name} />
        <Name className="flex-1 text-sm font-medium">{first.name}</Name>
        {people.length > 1 && (
          <span className="rounded-sm bg-accent px-1.5 text-xs font-semibold text-accent-ink">{people.length}</span>
        )}
      </div>
      {common.lines.length > 0 && (
        <div className="relative mt-3 rounded-md border bg-raised px-2 py-1 shadow-[0_8px_24px_var(--shadow)]">
          <CommonLines common={common} />
        </div>
      )}
    </div>
  );
}
