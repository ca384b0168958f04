import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Addresses that answer only whoever is on the machine or the link: clouds hand out credentials there. And those that are no host at all. */
const forbidden = new BlockList();
for (const [net, prefix] of [['0.0.0.0', 8], ['169.254.0.0', 16], ['224.0.0.0', 3], ['100.100.100.200', 32], ['192.0.0.192', 32]] as const) forbidden.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [['::', 128], ['fe80::', 10], ['ff00::', 8], ['fd00:ec2::254', 128], ['64:ff9b::a9fe:0', 112]] as const) forbidden.addSubnet(net, prefix, 'ipv6');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const family = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Why nothing may be sent to a network address, over https or in the clear; null if it may. */
export function refusalOf(address: string, inTheClear: boolean): string | null {
  if (forbidden.check(address, family(address))) return `${address} is not an address that webhooks may be sent to.`;
  if (inTheClear && !loopback.check(address, family(address))) return 'Without TLS only this machine itself can be told: use https.';
  return null;
}

/** The address of a webhook as it is kept, or why it cannot be one. A name is looked up anew for each connection ({@link guardedLookup}). */
export function readWebhookAddress(text: string): { ok: true; url: URL } | { ok: false; reason: string } {
  const url = URL.parse(text);
  if (!url) return { ok: false, reason: 'This is not an address.' };
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { ok: false, reason: 'The address has to begin with https://' };
  if (url.username !== '' || url.password !== '') return { ok: false, reason: 'Leave name and password out of the address: it is shown and kept readable.' };
  const host = hostOf(url);
  const reason = isIP(host) ? refusalOf(host, url.protocol === 'http:') : null;
  if (reason !== null) return { ok: false, reason };
  if (url.protocol === 'http:' && !isIP(host) && host !== 'localhost') return { ok: false, reason: 'Without TLS only this machine itself can be told: use https.' };
  url.hash = '';
  return { ok: true, url };
}

/** The host without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** Looks a name up for a connection, and leaves out what may not be connected to: a name can mean something else each time it is asked. */
export function guardedLookup(inTheClear: boolean, lookup: typeof systemLookup = systemLookup): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error: Error | null, found: LookupAddress[] = []) => {
      if (error) return done(error, '', 0);
      const allowed = found.filter(({ address }) => refusalOf(address, inTheClear) === null);
      const [first] = allowed;
      if (!first) return done(new Error(`${hostname} leads to an address that webhooks may not be sent to.`), '', 0);
      if (options.all) return done(null, allowed);
      done(null, first.address, first.family);
    });
  };
}
