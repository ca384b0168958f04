'use client';

import type { MoveChoices } from '@/lib/move/choices';
import { lobbyWords, settingsWords } from '@/components/move/choice-words';
import { Segments } from '@/components/ui/segments';

interface ChoiceFieldsProps {
  value: MoveChoices;
  onChange: (value: MoveChoices) => void;
  /** Which of them there are; both unless said. */
  offered?: Readonly<Record<keyof MoveChoices, boolean>>;
}

const both = { settings: true, lobby: true };

/** How whoever is moved is to enter: whom the target's lobby lets in, and what becomes of their settings. */
export function ChoiceFields({ value, onChange, offered = both }: ChoiceFieldsProps) {
  return (
    <>
      {offered.lobby && <Segments label="From the lobby" options={lobbyWords} value={value.lobby} onChange={(lobby) => onChange({ ...value, lobby })} />}
      {offered.settings && <Segments label="Settings" options={settingsWords} value={value.settings} onChange={(settings) => onChange({ ...value, settings })} />}
    </>
  );
}
