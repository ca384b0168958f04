import { isIP } from 'node:net';

/** Where a bridge's API is, taken apart once. */
export interface BridgeAddress {
  /** Scheme, host and port, without a trailing slash: what is stored and shown. */
  readonly origin: string;
  readonly secure: boolean;
  /** Host without brackets. */
  readonly hostname: string;
  readonly port: number;
}

export type AddressReading = { ok: true; address: BridgeAddress } | { ok: false; reason: string };

/**
 * Reads what a person typed as a bridge's address. A bare host is taken as https. Plain http is for this machine only,
 * since it would send the password in the clear; nothing but scheme, host and port is allowed, so that an address
 * cannot be made to point into another service.
 */
export function readBridgeAddress(text: string): AddressReading {
  const typed = text.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`;
  if (!URL.canParse(withScheme)) return refused('This is not an address. Give it as https://host:port.');
  const url = new URL(withScheme);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refused('The address must begin with https://.');
  if (url.hostname === '') return refused('The address has no host.');
  if (url.username !== '' || url.password !== '') return refused('Leave user and password out of the address.');
  if (!/^\/*$/.test(url.pathname) || url.search !== '' || url.hash !== '') {
    return refused('Only host and port belong in the address; leave out what follows them.');
  }
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const secure = url.protocol === 'https:';
  if (!secure && !isLoopback(hostname)) return refused('Over http the password could be read on the way. Use https.');
  return {
    ok: true,
    address: { origin: url.origin, secure, hostname, port: url.port === '' ? (secure ? 443 : 80) : Number(url.port) },
  };
}

/** Whether two addresses name the same host and port. What cannot be read is never the same. */
export function sameEndpoint(one: string, other: string): boolean {
  const [a, b] = [readBridgeAddress(one), readBridgeAddress(other)];
  return a.ok && b.ok && a.address.hostname === b.address.hostname && a.address.port === b.address.port;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '::1' || (isIP(hostname) === 4 && hostname.startsWith('127.'));
}

function refused(reason: string): AddressReading {
  return { ok: false, reason };
}
