import type { Ids } from '../../ids';
import type { Database } from './database';
import { waysIn } from './ways-in';

/** 22 characters, as `docs/cms-wire.md`, section 11.3, shows them. It opens the space of an emulator and nothing else. */
export function secretFrom(ids: Ids): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.';
  return Array.from({ length: 22 }, () => letters.charAt(ids.below(letters.length))).join('');
}

/** A numeric id of nine digits that no way into any space has. */
export function unusedCallId(database: Database, ids: Ids): string {
  for (;;) {
    const callId = String(100_000_000 + ids.below(900_000_000));
    if (waysIn(database, 'callId', callId).length === 0) return callId;
  }
}
