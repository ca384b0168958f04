'use client';

import { useEffect } from 'react';
import { Toaster, toast } from 'sonner';
import { messages } from '@/components/messages/toast';

/** On a phone messages are as wide as the page: the foot of the board, with what can be done with the selected, stays in reach below them. */
const aboveFoot = 72;

/** Shows the messages. What is given before it listens would be lost, so it says when it does. */
export function MessageList() {
  useEffect(() => messages.listens(toast), []);
  return (
    <Toaster
      position="bottom-right"
      mobileOffset={{ bottom: aboveFoot }}
      containerAriaLabel="Messages"
      toastOptions={{
        closeButton: true,
        classNames: {
          toast: '!rounded-lg !border !border-line !bg-raised !text-ink !shadow-[0_8px_32px_var(--shadow)] !font-sans !text-sm',
          success: '[&_[data-icon]]:!text-proven',
          error: '[&_[data-icon]]:!text-failed !border-failed/40',
          closeButton: '!bg-raised !border-line !text-muted',
          actionButton: '!bg-ink !text-raised',
          cancelButton: '!bg-sunken !text-ink',
        },
      }}
    />
  );
}
