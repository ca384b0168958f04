import { UserSearch } from 'lucide-react';
import { AddColumn } from '@/components/board/add-column';
import type { Pin } from '@/components/board/pinned';
import { ChoicesMenu } from '@/components/move/choices-menu';
import { Button } from '@/components/ui/button';

interface BoardHeadProps {
  pins: readonly Pin[] | null;
  held: string | null;
  finding: boolean;
  onFind: () => void;
}

/** The board's name, how people are moved on it, and what can be put on it. */
export function BoardHead({ pins, held, finding, onFind }: BoardHeadProps) {
  return (
    <header className="flex min-h-12 shrink-0 items-center gap-4 px-4 pt-2">
      <h1 className="text-lg font-semibold tracking-tight">Board</h1>
      <p className="min-w-0 flex-1 truncate text-xs text-muted" data-testid="board-hint">
        {held ?? <Hint />}
      </p>
      <div className="flex items-center gap-2">
        {held === null && <ChoicesMenu />}
        <Button size="small" aria-expanded={finding} onClick={onFind}>
          <UserSearch size={14} aria-hidden /> <span className="max-sm:sr-only">Find people</span>
        </Button>
        <AddColumn onBoard={new Set(pins?.map(({ id }) => id))} />
      </div>
    </header>
  );
}

/** What to do with what one has: a mouse and keys, or a finger. */
function Hint() {
  return (
    <span className="max-sm:hidden">
      <span className="pointer-coarse:hidden">Drag onto another meeting; shift or ctrl to pick several. Or: arrows to walk, X to pick, space to lift, M to move to…</span>
      <span className="hidden pointer-coarse:inline">Tap to pick; rest a finger on somebody to lift them, and drop them on another meeting.</span>
    </span>
  );
}
