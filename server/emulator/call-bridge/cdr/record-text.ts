import { xmlDeclaration } from '../rest/xml';
import type { NumberedRecord } from './record-queue';

/**
 * The body of one POST to a receiver, to the character as the product writes it. `callBridge` is null where the bridge
 * is not in a cluster. Source: `docs/cms-wire.md`, section 11.4.
 */
export function writeRecords(session: string, callBridge: string | null, batch: readonly NumberedRecord[]): string {
  const home = callBridge === null ? '' : ` callBridge="${callBridge}"`;
  return `${xmlDeclaration}<records session="${session}"${home}>${batch.map(writeNumbered).join('')}</records>`;
}

/** `numPreceedingRecordsMissing` is spelled as the product spells it. */
function writeNumbered({ record, recordIndex, missingBefore }: NumberedRecord): string {
  const { type, time, correlatorIndex, content } = record;
  const missing = missingBefore === 0 ? '' : ` numPreceedingRecordsMissing="${missingBefore}"`;
  return `<record type="${type}" time="${time}" recordIndex="${recordIndex}" correlatorIndex="${correlatorIndex}"${missing}>\n${content}</record>\n`;
}
