import type { Answer } from '@/server/bridge-client/bridge-error';

/** What may be changed on a bridge. A writer obeys the mode of its cluster: in `observe` it answers `cluster-observe-only`. */
export interface BridgeWriter {
  /**
   * Step 1 of a move: `POST /calls/<call>/participants` with `movedParticipant` and `needsActivation=false`, as CMM
   * sends it (wire document 2.2). A 200 is not proof that anybody moved. Never retried.
   * @returns the new participant's id, from the relative `Location`.
   */
  moveParticipant(call: string, participant: string): Promise<Answer<{ participant: string }>>;
}
