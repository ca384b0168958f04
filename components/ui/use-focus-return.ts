'use client';

import { useCallback, useRef } from 'react';

/**
 * Where the focus goes when a dialog opens and when it closes: to what is marked with `data-autofocus`, else to the first
 * control; and then back to where it was. The primitives bring it back to a trigger of their own only.
 */
export function useFocusReturn() {
  const origin = useRef<HTMLElement | null>(null);
  const onOpenAutoFocus = useCallback((event: Event) => {
    origin.current = originOf(document.activeElement);
    const wanted = event.target instanceof HTMLElement ? event.target.querySelector<HTMLElement>('[data-autofocus]') : null;
    if (!wanted) return;
    event.preventDefault();
    wanted.focus();
  }, []);
  const onCloseAutoFocus = useCallback((event: Event) => {
    event.preventDefault();
    if (origin.current?.isConnected) origin.current.focus();
  }, []);
  return { onOpenAutoFocus, onCloseAutoFocus };
}

/** A menu goes away with the choice that opened the dialog; the button that opened the menu stays. */
function originOf(active: Element | null): HTMLElement | null {
  const menu = active?.closest('[role="menu"]');
  const opener = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : active;
  return opener instanceof HTMLElement ? opener : null;
}
