/** Rights that a call leg has or lacks, and what it has where nothing says otherwise. Source: docs/cms-wire.md, section 2.2. */
export const rightDefaults = {
  muteSelf: true,
  videoMuteSelf: true,
  muteOthers: false,
  videoMuteOthers: false,
  changeLayout: true,
} as const;
export type RightName = keyof typeof rightDefaults;
export const rightNames = ['muteSelf', 'videoMuteSelf', 'muteOthers', 'videoMuteOthers', 'changeLayout'] as const satisfies readonly RightName[];
