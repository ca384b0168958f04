'use client';

import { useSyncExternalStore } from 'react';
import { Check, ChevronDown, LogOut } from 'lucide-react';
import { toast } from '@/components/messages/toast';
import type { Role } from '@/lib/access/access';
import { signOut } from '@/components/sign-in/leave';
import { applyTheme, currentTheme, subscribeTheme, themes, type Theme } from '@/components/theme/theme';
import { Initials } from '@/components/ui/initials';
import { Menu } from '@/components/ui/menu';

const themeLabels: Record<Theme, string> = { system: 'As the system', light: 'Light', dark: 'Dark' };

/** Who is signed in, the colours, and the way out. */
export function PersonMenu({ person }: { person: { name: string; role: Role } }) {
  const theme = useSyncExternalStore(subscribeTheme, currentTheme, () => 'system' as const);
  const leave = async () => {
    if (!(await signOut())) toast.error('Usher does not answer. You are still signed in.');
  };
  return (
    <Menu
      trigger={
        <button type="button" className="flex h-8 items-center gap-2 rounded-md pr-1 pl-1.5 text-sm hover:bg-sunken" data-testid="person-menu">
          <Initials name={person.name} />
          <span className="hidden max-w-40 truncate md:inline">{person.name}</span>
          <ChevronDown size={14} aria-hidden className="text-muted max-sm:hidden" />
          <span className="sr-only md:hidden">{person.name}</span>
        </button>
      }
      entries={[
        { heading: `${person.name}, ${person.role}` },
        { line: true },
        ...themes.map((one) => ({
          label: themeLabels[one],
          icon: <Check size={14} aria-hidden className={theme === one ? '' : 'invisible'} />,
          checked: theme === one,
          onSelect: () => applyTheme(one),
        })),
        { line: true },
        { label: 'Sign out', icon: <LogOut size={14} aria-hidden />, onSelect: leave },
      ]}
    />
  );
}
