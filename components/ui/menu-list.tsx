'use client';

import { DropdownMenu } from 'radix-ui';
import clsx from 'clsx';
import type { MenuEntry, MenuProps } from '@/components/ui/menu';

/** The menu behind {@link Menu}, open from the start: it is there because somebody has asked for it. */
export function MenuList({ trigger, entries, align = 'end' }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          className="animate-appear z-50 min-w-44 rounded-lg border bg-raised p-1 text-sm shadow-[0_8px_24px_var(--shadow)]"
        >
          {entries.map((entry, at) => (
            <Entry key={at} entry={entry} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Entry({ entry }: { entry: MenuEntry }) {
  if ('heading' in entry) return <DropdownMenu.Label className="px-2 pt-1.5 pb-1 text-xs text-muted">{entry.heading}</DropdownMenu.Label>;
  if ('line' in entry) return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
  const { label, icon, onSelect, danger, disabled, checked } = entry;
  return (
    <DropdownMenu.Item
      onSelect={onSelect}
      disabled={disabled}
      {...(checked === undefined ? {} : { role: 'menuitemradio', 'aria-checked': checked })}
      className={clsx(
        'flex h-8 pointer-coarse:h-10 cursor-pointer items-center gap-2 rounded-md px-2 outline-none select-none',
        'data-[disabled]:cursor-not-allowed data-[disabled]:opacity-55 data-[highlighted]:bg-sunken',
        danger && 'text-failed',
      )}
    >
      {icon}
      {label}
    </DropdownMenu.Item>
  );
}
