'use client';

import type { ReactNode } from 'react';
import { Dialog as Primitive } from 'radix-ui';
import { CloseButton } from '@/components/ui/close-button';
import { useFocusReturn } from '@/components/ui/use-focus-return';

interface SidePanelProps {
  onClose: () => void;
  title: string;
  subtitle?: ReactNode;
  children: ReactNode;
}

/** Details at the right edge. Not modal: the page beside it stays in use. */
export function SidePanel({ onClose, title, subtitle, children }: SidePanelProps) {
  const focus = useFocusReturn();
  return (
    <Primitive.Root open onOpenChange={(next) => !next && onClose()} modal={false}>
      <Primitive.Portal>
        <Primitive.Content
          {...focus}
          aria-describedby={undefined}
          onInteractOutside={(event) => event.preventDefault()}
          className="animate-appear fixed inset-y-0 right-0 z-30 flex w-full max-w-[400px] flex-col border-l bg-raised shadow-[-8px_0_32px_var(--shadow)]"
        >
          <div className="flex items-start gap-3 border-b px-4 py-3">
            <div className="min-w-0 flex-1">
              <Primitive.Title className="truncate text-base font-semibold" title={title}>
                {title}
              </Primitive.Title>
              {subtitle && <div className="mt-0.5 truncate text-sm text-muted">{subtitle}</div>}
            </div>
            <CloseButton />
          </div>
          <div className="scroll-thin min-h-0 flex-1 overflow-y-auto">{children}</div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
