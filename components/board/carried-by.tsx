import { Hand } from 'lucide-react';

/** Says quietly that somebody else has this person in the air right now. */
export function CarriedBy({ name }: { name: string }) {
  return (
    <span title={`${name} is moving this person`} className="flex max-w-[45%] min-w-0 shrink-0 items-center gap-1 text-xs text-muted" data-testid="carried-by">
      <Hand size={12} aria-hidden className="shrink-0" />
      <span aria-hidden className="truncate">
        {name}
      </span>
      <span className="sr-only">{name} is moving this person.</span>
    </span>
  );
}
