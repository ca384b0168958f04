import type { Progress } from '@/components/diagnoses/send-files';
import { Button } from '@/components/ui/button';

const stageWords = { packing: 'Packing the files', sending: 'Sending them to Usher', reading: 'Reading them, line by line' } as const;

/** How far it has come, and the way out. */
export function ProgressLine({ progress: { stage, part, again }, onStop }: { progress: Progress; onStop: () => void }) {
  const words = again ? 'They say much: reading them once more, around the moves' : stageWords[stage];
  const percent = part === null ? null : Math.round(part * 100);
  return (
    <div className="flex items-center gap-4 rounded-lg border bg-raised px-4 py-3 text-sm">
      <div className="grid min-w-0 flex-1 gap-2">
        <p role="status">
          {words}
          {percent !== null && <span className="text-muted"> {percent} %</span>}
        </p>
        <div role="progressbar" aria-label={words} {...(percent !== null && { 'aria-valuenow': percent })} className="h-1.5 overflow-hidden rounded-full bg-sunken">
          <div className={`h-full rounded-full bg-accent ${percent === null ? 'animate-pulse-soft w-full' : ''}`} style={percent === null ? undefined : { width: `${percent}%` }} />
        </div>
      </div>
      <Button size="small" onClick={onStop}>
        Stop
      </Button>
    </div>
  );
}
