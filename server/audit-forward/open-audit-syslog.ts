import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { ProblemError } from '@/lib/problem/problem';
import type { SyslogTarget } from '@/server/audit-forward/syslog-target';

/** What the forwarding of the audit log takes from this machine. Problem: `invalid` for an authority that cannot be read. */
export function openAuditSyslog({ target, authorityFile }: { target: SyslogTarget; authorityFile: string | null }) {
  return { target, authority: authorityFile === null ? null : authorityIn(authorityFile), host: hostname() };
}

function authorityIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ProblemError('invalid', `USHER_AUDIT_SYSLOG_CA: ${file} cannot be read.`, { cause });
  }
}
