import type { Kysely } from 'kysely';
import type { Database } from '@/server/db/schema';

/** Whether the emulator's clusters are shown. They are never mixed with real ones: `auto` means until one is configured. */
export async function isRehearsing(when: 'auto' | 'on' | 'off', db: Kysely<Database>): Promise<boolean> {
  if (when !== 'auto') return when === 'on';
  const configured = await db.selectFrom('call_bridges').select('id').limit(1).executeTakeFirst();
  return configured === undefined;
}
