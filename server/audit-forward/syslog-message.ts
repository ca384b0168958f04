import { goodResults } from '@/lib/audit/audit-record';
import { auditLine } from '@/server/audit/audit-export';
import type { Database } from '@/server/db/schema';

/** Source: RFC 5424, section 6.2.1. */
const logAudit = 13;
const severities = { informational: 6, notice: 5 };
/** What fits into a datagram beside its head. Source: RFC 768, RFC 791. */
const longestDatagramBytes = 65_000;

/**
 * A record as a message of RFC 5424: its action is the MSGID, its text the line of an export, from which the chain can be verified.
 * @param isDatagram then a content that does not fit is left out, and `cut` says so
 */
export function syslogMessage(row: Database['audit'], host: string, isDatagram: boolean): Buffer {
  const severity = goodResults.includes(row.result) ? severities.informational : severities.notice;
  const time = new Date(row.at).toISOString();
  const head = `<${logAudit * 8 + severity}>1 ${time} ${word(host, 255)} usher - ${word(row.action, 32)} - `;
  const message = Buffer.from(head + JSON.stringify(auditLine(row)));
  if (!isDatagram || message.length <= longestDatagramBytes) return message;
  return Buffer.from(head + JSON.stringify({ ...auditLine(row), content: null, cut: true }));
}

/** Printable ASCII without spaces, as the fields of the head are. */
function word(text: string, longest: number): string {
  return text.replaceAll(/[^!-~]/g, '?').slice(0, longest) || '-';
}
