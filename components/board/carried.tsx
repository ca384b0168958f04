import type { Participant } from '@/lib/meeting/participant';
import { Initials } from '@/components/ui/initials';

/** What the pointer carries: the first person, and how many more are with them. */
export function Carried({ people }: { people: readonly Participant[] }) {
  const [first] = people;
  if (!first) return null;
  return (
    <div className="relative w-64">
      {people.length > 2 && <div className="absolute inset-0 translate-2 rounded-md border bg-raised" />}
      {people.length > 1 && <div className="absolute inset-0 translate-1 rounded-md border bg-raised" />}
      <div className="relative flex h-9 items-center gap-2 rounded-md border border-accent bg-raised px-2 shadow-[0_8px_24px_var(--shadow)]">
        <Initials name={first.name} />
        <span className="min-w-0 flex-1 truncate text-sm font-medium">{first.name}</span>
        {people.length > 1 && (
          <span className="rounded-sm bg-accent px-1.5 text-xs font-semibold text-accent-ink">{people.length}</span>
        )}
      </div>
    </div>
  );
}
