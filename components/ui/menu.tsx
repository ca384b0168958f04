'use client';

import { cloneElement, lazy, Suspense, useState, type ComponentProps, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';

const loadMenuList = () => import('@/components/ui/menu-list').then((module) => ({ default: module.MenuList }));
const MenuList = lazy(loadMenuList);

export type MenuEntry =
  | {
      readonly label: string;
      readonly icon?: ReactNode;
      readonly onSelect: () => void;
      readonly danger?: boolean;
      readonly disabled?: boolean;
      /** Set for one of several that exclude each other. */
      readonly checked?: boolean;
    }
  | { readonly heading: string }
  | { readonly line: true };

export interface MenuProps {
  /** A button; the menu opens below it. */
  trigger: ReactElement<ComponentProps<'button'>>;
  entries: readonly MenuEntry[];
  align?: 'start' | 'end';
}

/** A menu that opens below its trigger. Its code comes when somebody reaches for it. */
export function Menu(props: MenuProps) {
  const [wanted, setWanted] = useState(false);
  const closed = cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: () => void loadMenuList(),
    onClick: () => setWanted(true),
    onKeyDown: (event: KeyboardEvent) => event.key === 'ArrowDown' && setWanted(true),
  });
  if (!wanted) return closed;
  return (
    <Suspense fallback={closed}>
      <MenuList {...props} />
    </Suspense>
  );
}
