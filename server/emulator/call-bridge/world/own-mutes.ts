import type { ParticipantChanges } from './command';
import type { Participant } from './participant';
import type { Call } from './world';

/**
 * What of a web app's wishes for its own call leg it may have. Without the right it neither mutes nor unmutes itself;
 * whoever arrives muted stays so. Source: `docs/cms-wire.md`, sections 2.1 (`allowAllMuteSelf`, which is about audio) and
 * 2.2 (`muteSelfAllowed`, `videoMuteSelfAllowed`).
 */
export function allowedToClient(before: Participant, { settings }: Call, changes: ParticipantChanges): ParticipantChanges {
  if (before.kind !== 'web-app') return changes;
  const { muteSelfAllowed, videoMuteSelfAllowed } = before.parameters;
  const isArriving = before.session === null;
  const held = (isMuted: boolean, wish = false): boolean => isMuted || (isArriving && wish);
  return {
    ...changes,
    ...(muteSelfAllowed === 'false' && !settings.allowAllMuteSelf && { rxAudioMute: held(before.rxAudioMute, changes.rxAudioMute) }),
    ...(videoMuteSelfAllowed === 'false' && { rxVideoMute: held(before.rxVideoMute, changes.rxVideoMute) }),
  };
}
