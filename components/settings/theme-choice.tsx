'use client';

import { useSyncExternalStore } from 'react';
import { applyTheme, currentTheme, subscribeTheme, themes, type Theme } from '@/components/theme/theme';

const labels: Record<Theme, string> = { system: 'As the system', light: 'Light', dark: 'Dark' };

/** Light, dark, or as the system has it; remembered in this browser. */
export function ThemeChoice() {
  const theme = useSyncExternalStore(subscribeTheme, currentTheme, () => 'system' as const);
  return (
    <fieldset className="flex flex-wrap gap-4 text-sm">
      <legend className="sr-only">Colours</legend>
      {themes.map((one) => (
        <label key={one} className="flex cursor-pointer items-center gap-2">
          <input type="radio" name="theme" className="size-4 accent-accent" checked={theme === one} onChange={() => applyTheme(one)} />
          {labels[one]}
        </label>
      ))}
    </fieldset>
  );
}
