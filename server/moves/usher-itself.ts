import type { Caller } from '@/lib/access/access';

/** Usher itself, as the one that puts the end of a move on record, or makes a call for one. */
export const usher: Caller = { kind: 'system', id: 'usher', name: 'Usher', role: 'operator', scope: null, address: null };
