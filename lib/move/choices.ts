/**
 * What becomes of the target's lobby. `open`: whoever is moved enters, and with them everybody who waits; `admit`: they enter, the lobby
 * stays; `wait`: they wait where the target's rules say so.
 */
export const lobbyChoices = ['open', 'admit', 'wait'] as const;
export type LobbyChoice = (typeof lobbyChoices)[number];

/** `target`: as the target has it; `keep`: mutes, layout, importance and label go along. */
export const settingsChoices = ['target', 'keep'] as const;
export type SettingsChoice = (typeof settingsChoices)[number];

/** How whoever is moved is to enter. */
export interface MoveChoices {
  readonly lobby: LobbyChoice;
  readonly settings: SettingsChoice;
}

/** What holds for whoever does not say otherwise. */
export const usualChoices: MoveChoices = { lobby: 'open', settings: 'target' };

/** The choices of a request, with what holds where it says nothing. */
export function choicesOf({ lobby, settings }: Partial<MoveChoices>): MoveChoices {
  return { lobby: lobby ?? usualChoices.lobby, settings: settings ?? usualChoices.settings };
}
