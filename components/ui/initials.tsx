import clsx from 'clsx';

/** First letters of the first and the last word of a name, at most two, upper case; "?" for none. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/[\s._@-]+/u).filter((word) => /\p{L}|\p{N}/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toUpperCase() || '?';
}

/** A person's initials in a circle; decoration, the name stands beside it. */
export function Initials({ name, ring, className }: { name: string; ring?: 'speaking' | undefined; className?: string }) {
  return (
    <span
      aria-hidden
      className={clsx(
        'grid size-6 shrink-0 place-items-center rounded-full bg-ink/10 text-[10px] font-semibold tracking-wide text-ink/80',
        ring === 'speaking' && 'shadow-[inset_0_0_0_2px_var(--proven)]',
        className,
      )}
    >
      {initialsOf(name)}
    </span>
  );
}
