/** Why an item may not go. The order is the order of precedence: the first that applies is *the* reason. */
export const refusalReasons = [
  'forbidden',
  'cluster-observe-only',
  'moved-meanwhile',
  'not-connected',
  'same-meeting',
  'other-cluster',
  'bridge-unreachable',
  'needs-2.6',
  'web-app-needs-3.2',
  'admit-needs-2.9',
  'microsoft-client',
  'meeting-app',
  'cannot-move',
  'target-not-a-meeting',
  'target-ended',
  'target-dual-homed',
  'target-full',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** What else a move can do, in the order in which it is told. */
export const consequenceCodes = [
  'admits-lobby',
  'waits-in-lobby',
  'overrides-lock',
  'bypasses-passcode',
  'role-differs',
  'settings-reset',
  'stays-muted',
  'presentation-stops',
  'presentation-follows',
  'takes-floor-from',
  'chat-lost',
  'target-recorded',
  'target-streamed',
  'leaves-without-activator',
  'ends-source',
  'capacity-tight',
  'encryption-differs',
  'bridge-may-change',
  'outcome-unprovable',
] as const;
export type ConsequenceCode = (typeof consequenceCodes)[number];

export const settingNames = ['audioMute', 'videoMute', 'layout', 'importance', 'label'] as const;
export type SettingName = (typeof settingNames)[number];
