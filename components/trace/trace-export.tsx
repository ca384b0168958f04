'use client';

import type { RefObject } from 'react';
import { Check, Copy, Download } from 'lucide-react';
import { useState } from 'react';
import type { DiagnosedMove } from '@/lib/trace/diagnosis-report';
import { moveText } from '@/lib/trace/diagnosis-text';
import { toast } from '@/components/messages/toast';
import { supportBundle, type BundleNotes } from '@/lib/trace/support-bundle';
import { pngFile, save, svgFile } from '@/components/trace/trace-files';
import { Button } from '@/components/ui/button';
import { Menu } from '@/components/ui/menu';

interface TraceExportProps {
  move: DiagnosedMove;
  drawing: RefObject<SVGSVGElement | null>;
  about: BundleNotes;
}

/** Copies a trace, or saves it as a file. */
export function TraceExport({ move, drawing, about }: TraceExportProps) {
  const [copied, setCopied] = useState(false);
  const name = `move-${(move.newParticipant ?? move.participant ?? 'trace').slice(0, 8)}`;
  const json = () => JSON.stringify(move, null, 2);
  const bundle = () => JSON.stringify(supportBundle(move, about, { at: new Date().toISOString(), by: navigator.userAgent, svg: drawing.current && svgFile(drawing.current) }), null, 2);
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => toast.error('The browser does not let this page copy. Save it as a file instead.'),
    );
  };
  const saveText = (ending: string, type: string, text: string) => save(`${name}.${ending}`, new Blob([text], { type }));
  const withDrawing = (then: (svg: SVGSVGElement) => void) => () => {
    if (drawing.current) then(drawing.current);
  };
  return (
    <div className="flex items-center gap-1">
      <Button size="small" look="quiet" onClick={() => void copy(moveText(move))}>
        {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
        {copied ? 'Copied' : 'Copy as text'}
      </Button>
      <Menu
        trigger={
          <Button size="small" look="quiet">
            <Download size={14} aria-hidden /> Save
          </Button>
        }
        entries={[
          { label: 'Drawing (SVG)', onSelect: withDrawing((svg) => saveText('svg', 'image/svg+xml', svgFile(svg))) },
          { label: 'Picture (PNG)', onSelect: withDrawing((svg) => void pngFile(svg).then((png) => save(`${name}.png`, png), () => toast.error('The picture could not be made.'))) },
          { label: 'Text', onSelect: () => saveText('txt', 'text/plain', moveText(move)) },
          { label: 'JSON', onSelect: () => saveText('json', 'application/json', json()) },
          { line: true },
          { label: 'Support bundle', onSelect: () => saveText('support.json', 'application/json', bundle()) },
          { label: 'Copy as JSON', onSelect: () => void copy(json()) },
        ]}
      />
    </div>
  );
}
