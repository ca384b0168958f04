/** Where the audit log is forwarded to. */
export interface SyslogTarget {
  readonly transport: 'udp' | 'tcp' | 'tls';
  readonly host: string;
  readonly port: number;
}

/** `udp://`, `tcp://` or `tls://` with a host and a port, and nothing else; null for whatever is not that. */
export function readSyslogTarget(text: string): SyslogTarget | null {
  const match = /^(udp|tcp|tls):\/\/(?:\[([0-9a-fA-F:.]+)\]|([^\s:/?#@[\]]+)):(\d{1,5})\/?$/.exec(text);
  const [, transport, address, name, digits] = match ?? [];
  const host = address ?? name;
  const port = Number(digits);
  if ((transport !== 'udp' && transport !== 'tcp' && transport !== 'tls') || host === undefined || port < 1 || port > 65_535) return null;
  return { transport, host, port };
}

export function targetWords({ transport, host, port }: SyslogTarget): string {
  return `${transport}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
