import type { Role } from '@/lib/access/access';

/** What each role may do, for whoever gives it. */
export const roleWords: Record<Role, string> = {
  viewer: 'Looks at meetings, moves and call bridges.',
  operator: 'Also moves people, and can stop everything.',
  administrator: 'Also connects call bridges, and manages people, tokens and the audit log.',
};

export const roleLabels: Record<Role, string> = { viewer: 'Viewer', operator: 'Operator', administrator: 'Administrator' };
