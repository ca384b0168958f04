import { expect, test } from 'vitest';
import { forwardingWords } from '@/components/audit/forwarding-words';

const state = { target: 'tls://siem:6514', state: 'connected', since: '2026-01-15T10:00:00.000Z', error: null, upTo: 7, behind: 0, heldBack: 0 } as const;

test.each([
  [state, 'Forwarded to tls://siem:6514, all of it'],
  [{ ...state, behind: 1_200, heldBack: 3 }, 'Forwarding to tls://siem:6514: 1,200 to go; 3 keep their details for longer until they are forwarded'],
  [{ ...state, state: 'connecting' as const, behind: 1 }, 'Connecting to tls://siem:6514; 1 record waits'],
  [{ ...state, state: 'away' as const, behind: 2, error: 'connect ECONNREFUSED' }, 'tls://siem:6514 does not take the records: connect ECONNREFUSED. 2 records wait'],
])('of %j it is said: %s', (forwarding, words) => expect(forwardingWords(forwarding)).toBe(words));
