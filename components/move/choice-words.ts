import { usualChoices, type LobbyChoice, type MoveChoices, type SettingsChoice } from '@/lib/move/choices';

/** What can be chosen of the settings, as it stands on a button. */
export const settingsWords: Record<SettingsChoice, string> = { target: 'As the target has them', keep: 'Take theirs along' };

/** What can be chosen of the target's lobby. */
export const lobbyWords: Record<LobbyChoice, string> = { open: 'Let everybody in', admit: 'Only these', wait: 'Nobody' };

const unusual: { readonly settings: Record<SettingsChoice, string>; readonly lobby: Record<LobbyChoice, string> } = {
  settings: { target: '', keep: 'settings go along' },
  lobby: { open: '', admit: 'lobbies stay shut', wait: 'no way past lobbies' },
};

/** What is chosen otherwise than usual, in a few words: "Settings go along, lobbies stay shut"; null where nothing is. */
export function unusualWords({ settings, lobby }: MoveChoices): string | null {
  const words = [
    ...(settings === usualChoices.settings ? [] : [unusual.settings[settings]]),
    ...(lobby === usualChoices.lobby ? [] : [unusual.lobby[lobby]]),
  ].join(', ');
  return words === '' ? null : words.charAt(0).toUpperCase() + words.slice(1);
}
