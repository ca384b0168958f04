import type { Answer } from '@/server/bridge-client/bridge-error';

/** What may be changed on a bridge. A writer obeys the mode of its cluster: in `observe` it answers `cluster-observe-only`. */
export interface BridgeWriter {
  /**
   * Step 1 of a move: `POST /calls/<call>/participants` with `movedParticipant` and `needsActivation=false`, as CMM
   * sends it (wire document 2.2). A 200 is not proof that anybody moved. Never retried.
   * @param muted whether their microphone is: then the newcomer's is from the start (`rxAudioMute=true`), and never heard for a moment
   * @returns the new participant's id, from the relative `Location`.
   */
  moveParticipant(call: string, participant: string, muted?: boolean): Promise<Answer<{ participant: string }>>;
}
