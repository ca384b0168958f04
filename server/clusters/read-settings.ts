import type { PersonSettings } from '@/lib/move/person-settings';
import type { BridgeReader } from '@/server/bridge-client/bridge-reader';

/** How somebody is set on the bridge that they are homed on, by which call leg, and whether they wait. */
export interface SettingsRead {
  readonly settings: PersonSettings;
  readonly callLeg: string;
  readonly inLobby: boolean;
}

/**
 * Reads it from participant and call leg. Source: docs/cms-wire.md, sections 2.4 and 2.5.
 * @returns null where one of them is not there, or does not say
 */
export async function readSettings(reader: BridgeReader, participant: string): Promise<SettingsRead | null> {
  const [person, legs] = await Promise.all([reader.participant(participant), reader.callLegsOf(participant)]);
  const callLeg = legs.ok ? legs.value[0] : undefined;
  if (!person.ok || callLeg === undefined) return null;
  const leg = await reader.callLeg(callLeg);
  if (!leg.ok) return null;
  const { rxAudioMute, rxVideoMute, layout, deactivated } = leg.value;
  const { importance, label } = person.value;
  return { callLeg, inLobby: deactivated ?? false, settings: { audioMute: rxAudioMute ?? false, videoMute: rxVideoMute ?? false, layout, importance, label } };
}
