import type { Permission } from '@/lib/access/access';

export type PageName = 'meetings' | 'board' | 'moves' | 'diagnoses' | 'call-bridges' | 'people' | 'audit' | 'rehearsal' | 'settings';

export interface PageLink {
  readonly page: PageName;
  readonly label: string;
  /** What one must be allowed to, to see it at all; null for everybody. */
  readonly permission: Permission | null;
}

/** The pages, in the order in which they stand at the left. */
export const pages: readonly PageLink[] = [
  { page: 'meetings', label: 'Meetings', permission: 'meetings.read' },
  { page: 'board', label: 'Board', permission: 'meetings.read' },
  { page: 'moves', label: 'Moves', permission: 'moves.read' },
  { page: 'diagnoses', label: 'Diagnoses', permission: 'diagnoses.make' },
  { page: 'call-bridges', label: 'Call bridges', permission: 'call-bridges.read' },
  { page: 'people', label: 'People', permission: 'people.read' },
  { page: 'audit', label: 'Audit', permission: 'audit.read' },
  // Only while the emulator's clusters are shown.
  { page: 'rehearsal', label: 'Rehearsal', permission: 'rehearsal.read' },
  { page: 'settings', label: 'Settings', permission: null },
];
