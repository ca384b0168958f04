import type { AuditRecord } from '@/lib/audit/audit-record';
import { consoleSentences } from '@/lib/audit/console-sentences';
import { moveSentences } from '@/lib/audit/move-sentences';
import { whyWords, type Sayer } from '@/lib/audit/sentence';

const sayers: Readonly<Record<string, Sayer>> = { ...moveSentences, ...consoleSentences };

/** The kinds of records of which it is known how to say them. */
export const saidActions: readonly string[] = Object.keys(sayers);

/**
 * What a record says, as a sentence. Null where nothing is kept beside who, what and the result: its details were erased, or there
 * never were any. Details of a form that is not known are told part by part.
 */
export function auditSentence({ by, action, result, details }: Pick<AuditRecord, 'by' | 'action' | 'result' | 'details'>): string | null {
  if (by.name === null) return null;
  if (details === null || details === undefined) return result === 'ok' ? null : `Refused: ${whyWords(result)}.`;
  const say = Object.hasOwn(sayers, action) ? sayers[action] : undefined;
  return say?.(details, result) ?? partByPart(details);
}

function partByPart(details: unknown): string | null {
  if (typeof details !== 'object' || details === null) return String(details);
  const parts = Object.entries(details).flatMap(([name, value]: [string, unknown]) => (isPlain(value) ? `${name}: ${value}` : []));
  return parts.length === 0 ? null : parts.join('; ');
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
