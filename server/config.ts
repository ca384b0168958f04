import path from 'node:path';
import { z } from 'zod';
import type { ConfirmRules } from '@/lib/move/confirmation';
import { ProblemError } from '@/lib/problem/problem';
import { readSyslogTarget, type SyslogTarget } from '@/server/audit-forward/syslog-target';

const port = z.coerce.number().int().min(1).max(65_535);
/** The emulator takes a block of ports; the highest is that of a 24th call bridge. */
const basePort = z.coerce.number().int().min(1).max(65_535 - 174);
const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''));
const flag = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');

const environment = z.object({
  PORT: port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  USHER_URL: url.optional(),
  USHER_CDR_URL: url.optional(),
  USHER_TLS_CERT: z.string().min(1).optional(),
  USHER_TLS_KEY: z.string().min(1).optional(),
  USHER_TRUST_PROXY: flag.default(false),
  USHER_DATA_DIR: z.string().min(1).default('./data'),
  USHER_SECRET: z.string().min(16, 'at least 16 characters').optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  USHER_ADMIN_USER: z.string().min(1).default('admin'),
  USHER_ADMIN_PASSWORD: z.string().min(12, 'at least 12 characters').optional(),
  USHER_API_TOKEN: z.string().min(24, 'at least 24 characters').optional(),
  USHER_SYSLOG_HOST: z.string().min(1).default('127.0.0.1'),
  /** UDP and TCP; TLS is one above. */
  USHER_SYSLOG_PORT: z.coerce.number().int().min(1).max(65_534).default(5514),
  /** For how many days meetings that ended are kept. */
  USHER_HISTORY_DAYS: z.coerce.number().int().min(0).max(365).default(7),
  /** For how many days the audit log keeps names, addresses and details. */
  USHER_AUDIT_DAYS: z.coerce.number().int().min(1).max(36_500).optional(),
  /** A syslog server that gets the audit log. */
  USHER_AUDIT_SYSLOG: z.string().transform(syslogTarget).optional(),
  /** The authority of that server, a PEM file. */
  USHER_AUDIT_SYSLOG_CA: z.string().min(1).optional(),
  /** Moves of more people than this are confirmed. */
  USHER_CONFIRM_ABOVE: z.coerce.number().int().min(0).max(1_000).default(10),
  /** Ids or names, separated by commas. */
  USHER_PROTECTED_SPACES: z.string().max(10_000).transform(listed).default([]),
  EMULATOR: z.enum(['auto', 'on', 'off']).default('auto'),
  EMULATOR_SCENARIO: z.string().min(1).default('demo'),
  EMULATOR_BASE_PORT: basePort.default(4400),
});

export interface Config {
  readonly host: string;
  readonly port: number;
  /** How browsers reach Usher, without a trailing slash. */
  readonly usherUrl: string;
  /** How bridges reach Usher with their call detail records, without a trailing slash. */
  readonly cdrUrl: string;
  /** How programs on this machine reach Usher, whatever stands between it and others. */
  readonly ownUrl: string;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Whether `X-Forwarded-*` comes from a proxy of one's own. */
  readonly trustProxy: boolean;
  readonly dataDir: string;
  readonly secret: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly admin: { readonly user: string; readonly password: string | undefined };
  readonly apiToken: string | undefined;
  /** Where bridges' logs come in: UDP and TCP on this port, TLS on the next. */
  readonly syslog: { readonly host: string; readonly port: number };
  /** For how many days meetings that ended are kept; with 0 none is. */
  readonly historyDays: number;
  /** For how many days the audit log keeps names, addresses and details; null for ever. */
  readonly auditDays: number | null;
  /** The syslog server that gets the audit log, and the file of its authority; null for none. */
  readonly auditSyslog: { readonly target: SyslogTarget; readonly authorityFile: string | null } | null;
  readonly confirm: ConfirmRules;
  readonly emulator: {
    readonly when: 'auto' | 'on' | 'off';
    readonly scenario: string;
    readonly basePort: number;
  };
}

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * Reads the environment, once. Empty values count as unset. Throws `invalid`, naming every variable that is wrong, and
 * refuses to listen beyond loopback in the clear: passwords would cross the network readable.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ProblemError('invalid', `The environment is not right. ${wrong.join('; ')}.`);
  }
  const vars = parsed.data;
  const tls = tlsFiles(vars.USHER_TLS_CERT, vars.USHER_TLS_KEY);
  if (!loopback.has(vars.HOST) && !tls && !vars.USHER_TRUST_PROXY) {
    throw new ProblemError(
      'invalid',
      `HOST=${vars.HOST} would send passwords over the network in the clear. Set USHER_TLS_CERT and USHER_TLS_KEY, ` +
        'or put a TLS proxy in front and set USHER_TRUST_PROXY=true.',
    );
  }
  const ownUrl = `${tls ? 'https' : 'http'}://${printable(vars.HOST)}:${vars.PORT}`;
  const usherUrl = vars.USHER_URL ?? ownUrl;
  return {
    host: vars.HOST,
    port: vars.PORT,
    usherUrl,
    cdrUrl: vars.USHER_CDR_URL ?? usherUrl,
    ownUrl,
    tls,
    trustProxy: vars.USHER_TRUST_PROXY,
    dataDir: path.resolve(vars.USHER_DATA_DIR),
    secret: vars.USHER_SECRET,
    databaseUrl: vars.DATABASE_URL,
    admin: { user: vars.USHER_ADMIN_USER, password: vars.USHER_ADMIN_PASSWORD },
    apiToken: vars.USHER_API_TOKEN,
    syslog: { host: vars.USHER_SYSLOG_HOST, port: vars.USHER_SYSLOG_PORT },
    historyDays: vars.USHER_HISTORY_DAYS,
    auditDays: vars.USHER_AUDIT_DAYS ?? null,
    auditSyslog: vars.USHER_AUDIT_SYSLOG ? { target: vars.USHER_AUDIT_SYSLOG, authorityFile: vars.USHER_AUDIT_SYSLOG_CA ?? null } : null,
    confirm: { above: vars.USHER_CONFIRM_ABOVE, protectedSpaces: vars.USHER_PROTECTED_SPACES },
    emulator: { when: vars.EMULATOR, scenario: vars.EMULATOR_SCENARIO, basePort: vars.EMULATOR_BASE_PORT },
  };
}

function listed(text: string): string[] {
  return text.split(',').flatMap((part) => part.trim() || []);
}

function syslogTarget(text: string, context: z.RefinementCtx): SyslogTarget {
  const target = readSyslogTarget(text);
  if (target) return target;
  context.addIssue('udp://host:port, tcp://host:port or tls://host:port');
  return z.NEVER;
}

function tlsFiles(certFile: string | undefined, keyFile: string | undefined): Config['tls'] {
  if (certFile && keyFile) return { certFile, keyFile };
  if (certFile || keyFile) {
    throw new ProblemError('invalid', 'USHER_TLS_CERT and USHER_TLS_KEY belong together: set both, or neither.');
  }
  return null;
}

/** A host as it stands in a URL: IPv6 in brackets, and "all addresses" as this machine. */
function printable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
