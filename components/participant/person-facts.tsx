import type { Participant } from '@/lib/meeting/participant';
import { kindLabels } from '@/components/participant/kind';
import { Fact, Facts } from '@/components/ui/facts';
import { Time } from '@/components/ui/time';

const states = { initial: 'Connecting', ringing: 'Ringing', connected: 'Connected', onHold: 'On hold' } as const;

/** Everything that is known of somebody in a meeting. */
export function PersonFacts({ participant, meetingName, movedFromName }: { participant: Participant; meetingName: string; movedFromName: string | null }) {
  const { uri, kind, state, inLobby, callBridge, canMove, muted, layout, importance, presenting, speaking, joinedAt, movedFrom, id } = participant;
  return (
    <Facts>
      <Fact name="Meeting">{meetingName}</Fact>
      <Fact name="Connected by">{kindLabels[kind]}</Fact>
      {uri && <Fact name="Address">{uri}</Fact>}
      <Fact name="State">{inLobby ? 'In the lobby' : states[state]}</Fact>
      <Fact name="Can be moved">{canMove === null ? 'The call bridge does not say' : canMove ? 'Yes' : 'No, says the call bridge'}</Fact>
      <Fact name="Home bridge">
        {callBridge.name}
        {callBridge.version && <span className="text-muted"> · version {callBridge.version}</span>}
      </Fact>
      <Fact name="Microphone">{muted.audio ? 'Muted' : 'Open'}</Fact>
      <Fact name="Camera">{muted.video ? 'Off' : 'On'}</Fact>
      {layout && <Fact name="Layout">{layout}</Fact>}
      {importance !== null && <Fact name="Importance">{importance}</Fact>}
      {(presenting || speaking) && <Fact name="Right now">{[speaking && 'Speaking', presenting && 'Presenting'].filter(Boolean).join(', ')}</Fact>}
      {joinedAt && (
        <Fact name="Joined">
          <Time at={joinedAt} />
        </Fact>
      )}
      {movedFrom && <Fact name="Moved from">{movedFromName ?? 'A meeting that is not known any more'}</Fact>}
      <Fact name="Id">
        <span className="font-mono text-xs select-all">{id}</span>
      </Fact>
    </Facts>
  );
}
