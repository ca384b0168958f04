'use client';

import { Check, SlidersHorizontal } from 'lucide-react';
import { lobbyChoices, settingsChoices, type MoveChoices } from '@/lib/move/choices';
import { lobbyWords, settingsWords, unusualWords } from '@/components/move/choice-words';
import { keepChoices, useKeptChoices } from '@/components/move/kept-choices';
import { Button } from '@/components/ui/button';
import { Menu } from '@/components/ui/menu';

/** How everybody is to enter who is moved from here on; it says so where that is not as usual. */
export function ChoicesMenu() {
  const choices = useKeptChoices();
  const unusual = unusualWords(choices);
  const entry = (label: string, checked: boolean, next: Partial<MoveChoices>) => ({
    label,
    icon: <Check size={14} aria-hidden className={checked ? '' : 'invisible'} />,
    checked,
    onSelect: () => keepChoices({ ...choices, ...next }),
  });
  return (
    <Menu
      trigger={
        <Button size="small" className={unusual ? 'border-accent! text-accent!' : undefined}>
          <SlidersHorizontal size={14} aria-hidden /> <span className="max-sm:sr-only">{unusual ?? 'How they enter'}</span>
        </Button>
      }
      entries={[
        { heading: 'From the lobby' },
        ...lobbyChoices.map((lobby) => entry(lobbyWords[lobby], choices.lobby === lobby, { lobby })),
        { line: true },
        { heading: 'Settings' },
        ...settingsChoices.map((settings) => entry(settingsWords[settings], choices.settings === settings, { settings })),
      ]}
    />
  );
}
