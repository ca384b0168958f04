'use client';

import { useState } from 'react';
import { Check, Copy } from 'lucide-react';
import { Button } from '@/components/ui/button';

/** A secret that is shown this once, with a button that copies it. */
export function SecretOnce({ label, value }: { label: string; value: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value).then(
      () => setCopied(true),
      // Without a secure context there is no clipboard; the value can still be selected by hand.
      () => setCopied(false),
    );
  };
  return (
    <div className="grid gap-1">
      <span className="text-sm font-medium">{label}</span>
      <div className="flex items-center gap-2 rounded-md border bg-sunken py-1 pr-1 pl-3">
        <code className="scroll-thin min-w-0 flex-1 overflow-x-auto font-mono text-sm select-all" data-testid="secret-once">
          {value}
        </code>
        <Button size="small" look="quiet" onClick={copy}>
          {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
      <p className="text-xs text-muted">Keep it now: it is not shown again.</p>
    </div>
  );
}
