'use client';

import { EllipsisVertical } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Menu, type MenuProps } from '@/components/ui/menu';

/** What can be done about one thing of several, behind three dots beside it. @param label says of which: the dots do not */
export function OptionsMenu({ label, entries }: { label: string; entries: MenuProps['entries'] }) {
  return (
    <Menu
      trigger={
        <Button size="icon" look="quiet" aria-label={label}>
          <EllipsisVertical size={15} aria-hidden />
        </Button>
      }
      entries={entries}
    />
  );
}
