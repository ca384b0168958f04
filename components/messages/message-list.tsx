'use client';

import { useEffect } from 'react';
import { Toaster, toast } from 'sonner';
import { messages } from '@/components/messages/toast';

/** On a phone messages are as wide as the page: the foot of the board, with what can be done with the selected, stays in reach below them. */
const aboveFoot = 72;

/** On a phone a dialog's buttons are where messages would be: while there is one they stand above it. */
const aboveDialog = 'max-sm:[body:has([role=dialog])_&]:bottom-[min(90dvh+8px,100dvh-76px)]!';

/** Large enough for a finger. */
const byFinger = 'pointer-coarse:!h-9 pointer-coarse:!px-3.5';

/** Leads to the messages from wherever one is, as it does in other programs. */
const keyToMessages = ['F8'];

/** Shows the messages. What is given before it listens would be lost, so it says when it does. */
export function MessageList() {
  useEffect(() => messages.listens(toast), []);
  useEffect(giveFocusBack, []);
  return (
    <Toaster
      position="bottom-right"
      hotkey={keyToMessages}
      mobileOffset={{ bottom: aboveFoot }}
      className={aboveDialog}
      containerAriaLabel="Messages"
      toastOptions={{
        closeButton: true,
        classNames: {
          toast: '!rounded-lg !border !border-line !bg-raised !text-ink !shadow-[0_8px_32px_var(--shadow)] !font-sans !text-sm',
          success: '[&_[data-icon]]:!text-proven',
          error: '[&_[data-icon]]:!text-failed !border-failed/40',
          closeButton: '!bg-raised !border-line !text-muted',
          actionButton: `!bg-ink !text-raised ${byFinger}`,
          cancelButton: `!bg-sunken !text-ink ${byFinger}`,
        },
      }}
    />
  );
}

/**
 * Whoever has gone to the messages is back where they were after Escape, or once a button is pressed, which goes away with its message. The list
 * itself gives the focus back to where it came from when it loses it.
 */
function giveFocusBack(): () => void {
  const leave = () => {
    const { activeElement: active } = document;
    if (active instanceof HTMLElement && active.closest('[data-sonner-toaster]')) active.blur();
  };
  const onKey = ({ key }: KeyboardEvent) => key === 'Escape' && leave();
  const onClick = ({ target }: MouseEvent) => target instanceof Element && target.closest('[data-sonner-toaster] button') && leave();
  document.addEventListener('keydown', onKey);
  document.addEventListener('click', onClick);
  return () => {
    document.removeEventListener('keydown', onKey);
    document.removeEventListener('click', onClick);
  };
}
