'use client';

import { useState } from 'react';
import { Check, Copy } from 'lucide-react';
import { Button } from '@/components/ui/button';

/** A text to be pasted elsewhere, with a button that copies it. Its lines are kept. */
export function CopyText({ text, testId }: { text: string; testId: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      // Without a secure context there is no clipboard; the text can still be selected by hand.
      () => setCopied(false),
    );
  };
  return (
    <div className="flex items-center gap-2 rounded-md border bg-sunken py-1 pr-1 pl-3">
      <code tabIndex={0} className="scroll-thin min-w-0 flex-1 overflow-x-auto font-mono text-sm whitespace-pre select-all" data-testid={testId}>
        {text}
      </code>
      <Button size="small" look="quiet" onClick={copy}>
        {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
        {copied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  );
}
