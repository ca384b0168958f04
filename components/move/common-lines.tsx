import type { Common } from '@/components/move/common-answer';

/** What happens wherever somebody goes, in one paragraph; nothing where it depends on the target alone. */
export function CommonLines({ common: { lines } }: { common: Common }) {
  if (lines.length === 0) return null;
  return (
    <p className="text-xs text-waiting" data-testid="common-lines">
      <span className="text-muted">Anywhere: </span>
      {lines.join(' · ')}
    </p>
  );
}
