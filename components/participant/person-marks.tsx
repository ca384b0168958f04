import type { ReactNode } from 'react';
import { CameraOff, Hourglass, MicOff, MonitorUp, PhoneIncoming } from 'lucide-react';
import type { Participant } from '@/lib/meeting/participant';

/** Small signs of how somebody is: muted, presenting, waiting. Each says so in words as well. */
export function PersonMarks({ participant: { muted, presenting, inLobby, state } }: { participant: Participant }) {
  return (
    <span className="flex shrink-0 items-center gap-1.5 text-muted">
      {presenting && <Mark icon={<MonitorUp size={14} aria-hidden />} words="Presenting" tone="text-accent" />}
      {muted.audio && <Mark icon={<MicOff size={14} aria-hidden />} words="Microphone muted" />}
      {muted.video && <Mark icon={<CameraOff size={14} aria-hidden />} words="Camera off" />}
      {inLobby && <Mark icon={<Hourglass size={14} aria-hidden />} words="In the lobby" tone="text-waiting" />}
      {state !== 'connected' && <Mark icon={<PhoneIncoming size={14} aria-hidden />} words={stateWords[state]} tone="text-waiting" />}
    </span>
  );
}

const stateWords = { initial: 'Connecting', ringing: 'Ringing', onHold: 'On hold' } as const;

function Mark({ icon, words, tone }: { icon: ReactNode; words: string; tone?: string }) {
  return (
    <span title={words} className={tone}>
      {icon}
      <span className="sr-only">{words}.</span>
    </span>
  );
}
