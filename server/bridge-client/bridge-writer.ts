import type { LobbyChoice } from '@/lib/move/choices';
import type { WantedSettings } from '@/lib/move/person-settings';
import type { Answer } from '@/server/bridge-client/bridge-error';

/** How somebody who is moved is to enter. */
export interface MoveEntry {
  readonly lobby: LobbyChoice;
  readonly settings: WantedSettings;
}

/** What may be changed on a bridge. A writer obeys the mode of its cluster: in `observe` it answers `cluster-observe-only`. */
export interface BridgeWriter {
  /**
   * Step 1 of a move: `POST /calls/<call>/participants` with `movedParticipant`. With the lobby open and no settings it has
   * `needsActivation=false` and nothing else, as CMM sends it; `admit` sends `deactivated=false` (2.9) instead, `wait` neither
   * (wire document 2.2). A 200 is not proof that anybody moved. Never retried.
   * @returns the new participant's id, from the relative `Location`.
   */
  moveParticipant(call: string, participant: string, entry?: MoveEntry): Promise<Answer<{ participant: string }>>;
  /**
   * `POST /calls/<call>/participants` with `remoteParty`: the bridge, or the best of its group, calls a SIP address. The answer comes
   * before it rings there (wire document 2.2). Never retried. @returns the new participant's id
   */
  callAddress(call: string, address: string, mutes: Pick<WantedSettings, 'audioMute' | 'videoMute'>): Promise<Answer<{ participant: string }>>;
  /**
   * `POST /calls` in a space, where no meeting is: a call that stays while nobody is in it (wire document 2.1, `activeWhenEmpty`).
   * Never retried. @returns the call's id, from the relative `Location`
   */
  makeCall(space: string): Promise<Answer<{ call: string }>>;
  /** `PUT /calls/<call>` with `activeWhenEmpty=false`: from now on it ends with the last who leaves (wire document 2.1). */
  releaseCall(call: string): Promise<Answer<null>>;
  /** `DELETE /calls/<call>`: ends its meeting, on all bridges (wire document 2.1). */
  endCall(call: string): Promise<Answer<null>>;
  /** `PUT /participants/<participant>`: importance and label, on the bridge that they are homed on (wire document 2.4). */
  changeParticipant(participant: string, settings: Pick<WantedSettings, 'importance' | 'label'>): Promise<Answer<null>>;
  /** `PUT /callLegs/<leg>`: mutes and layout, which hold at once (wire document 2.5). */
  changeCallLeg(callLeg: string, settings: Pick<WantedSettings, 'audioMute' | 'videoMute' | 'layout'>): Promise<Answer<null>>;
  /** `PUT /system/timedLogging`: has the log show a part of the bridge in detail for so many seconds, 0 ends that (wire document 8.6). */
  traceFor(part: string, seconds: number): Promise<Answer<null>>;
}
