import type { Kysely } from 'kysely';
import { noRights, type Rights, type Sender } from '@/lib/access/access';
import type { Database } from '@/server/db/schema';
import { roleFrom } from './role-from';
import { scopeFrom } from './scope-column';
import { environmentTokenId } from './tokens';

/** What somebody who sent something may do at this moment; `noRights` for a person or token that is gone or has expired. */
export type RightsOf = (sender: Sender) => Promise<Rights>;

export interface RightsParts {
  readonly db: Kysely<Database>;
  readonly clock: () => number;
  /** USHER_API_TOKEN; null if it is not set. */
  readonly apiToken: string | null;
}

export function createRightsOf({ db, clock, apiToken }: RightsParts): RightsOf {
  const ofPerson = (id: string) => db.selectFrom('people').select(['role', 'scope']).where('id', '=', id).executeTakeFirst();
  const ofToken = (id: string) =>
    db
      .selectFrom('tokens')
      .select(['role', 'scope'])
      .where('id', '=', id)
      .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', clock())]))
      .executeTakeFirst();
  return async ({ kind, id }) => {
    if (kind === 'system') return noRights;
    if (kind === 'token' && id === environmentTokenId) return apiToken === null ? noRights : { role: 'administrator', scope: null };
    const row = await (kind === 'person' ? ofPerson(id) : ofToken(id));
    return row ? { role: roleFrom(row.role), scope: scopeFrom(row.scope) } : noRights;
  };
}
