import type { LobbyChoice } from '@/lib/move/choices';
import { namesOf, type WantedSettings } from '@/lib/move/person-settings';
import type { SettingName } from '@/lib/move/verdict-codes';
import type { MoveEntry } from '@/server/bridge-client/bridge-writer';

type Form = Readonly<Record<string, string>>;

const lobbyParameters: Record<LobbyChoice, Form> = {
  open: { needsActivation: 'false' },
  admit: { deactivated: 'false' },
  wait: {},
};

/** What a setting is called on the wire. Source: docs/cms-wire.md, section 2.2. */
const settingParameters: Record<SettingName, string> = {
  audioMute: 'rxAudioMute',
  videoMute: 'rxVideoMute',
  layout: 'chosenLayout',
  importance: 'importance',
  label: 'nameLabelOverride',
};

/** The parameters of a move, those that every move has first and in the order in which CMM sends them. */
export function moveForm(participant: string, { lobby, settings }: MoveEntry): Form {
  return { movedParticipant: participant, ...lobbyParameters[lobby], ...settingsForm(settings) };
}

/** Settings as parameters of a participant or a call leg. */
export function settingsForm(settings: WantedSettings): Form {
  return Object.fromEntries(namesOf(settings).map((name) => [settingParameters[name], String(settings[name])]));
}
