'use client';

import type { ReactNode } from 'react';
import { Dialog as Primitive } from 'radix-ui';
import clsx from 'clsx';
import { CloseButton } from '@/components/ui/close-button';
import { useFocusReturn } from '@/components/ui/use-focus-return';

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** A sentence below the title; what the dialog is for. */
  description?: ReactNode;
  children: ReactNode;
  /** Stays at the foot while the rest scrolls. */
  foot?: ReactNode;
  wide?: boolean;
}

/** A modal dialog: focus stays inside, Escape closes it, the focus goes back to where it was. Its users take {@link Dialog}. */
export function DialogBox({ open, onOpenChange, title, description, children, foot, wide }: DialogProps) {
  const focus = useFocusReturn();
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-black/45" />
        <Primitive.Content
          {...focus}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={clsx(
            'animate-appear fixed top-[10vh] left-1/2 z-50 flex max-h-[80vh] w-[calc(100vw-32px)] -translate-x-1/2 flex-col',
            'rounded-lg border bg-raised shadow-[0_16px_48px_var(--shadow)]',
            wide ? 'max-w-2xl' : 'max-w-lg',
          )}
        >
          <div className="flex items-start gap-4 border-b px-4 py-3">
            <div className="min-w-0 flex-1">
              <Primitive.Title className="line-clamp-3 text-base font-semibold break-words">{title}</Primitive.Title>
              {description && (
                <Primitive.Description className="mt-0.5 text-sm text-muted">{description}</Primitive.Description>
              )}
            </div>
            <CloseButton />
          </div>
          <div className="scroll-thin min-h-0 flex-1 overflow-y-auto">{children}</div>
          {foot && <div className="shrink-0 border-t px-4 py-2.5">{foot}</div>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
