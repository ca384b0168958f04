import type { Caller } from '@/lib/access/access';
import type { AuditEntry } from '@/server/audit/audit-row';
import { AttemptLimit } from './attempt-limit';
import { addressKey } from './sign-in-limit';

/** Puts an entry on record; settles once it is on disk. */
export type PutOnRecord = (entry: AuditEntry) => Promise<void>;

/** Who tried to sign in, as far as that is known: the person with the name that was given, or nobody. */
export type Trier = Pick<Caller, 'id' | 'name'> | null;

export interface SignInRecords {
  /** @param result `ok`, or the code of the refusal */
  tried(who: Trier, address: string | null, result: string): Promise<void>;
  signedOut(who: Pick<Caller, 'id' | 'name'>, address: string | null): Promise<void>;
}

/** Of refusals for too many tries one is on record per address and minute: what a stranger sends must not fill the disk. */
const refusalsOnRecord = { burst: 1, refillMs: 60_000 };

/** A name that nobody has is not kept: now and then it is a password that was typed into the wrong field. */
const nobody = { kind: 'nobody', id: 'nobody', name: 'Nobody known' } as const;

/** Sign-ins and sign-outs on record. `clock` gives milliseconds. */
export function createSignInRecords(put: PutOnRecord, clock: () => number): SignInRecords {
  const refusals = new AttemptLimit(refusalsOnRecord, clock);
  return {
    async tried(who, address, result) {
      if (result === 'too-many-requests') {
        const place = addressKey(address);
        if (refusals.waitMs(place) > 0) return;
        refusals.take(place);
      }
      const caller = who ? { kind: 'person' as const, id: who.id, name: who.name } : nobody;
      await put({ caller: { ...caller, address }, action: 'sign-in', result, details: {} });
    },
    signedOut: ({ id, name }, address) => put({ caller: { kind: 'person', id, name, address }, action: 'sign-out', result: 'ok', details: {} }),
  };
}
