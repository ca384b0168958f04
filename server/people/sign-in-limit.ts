import { isIPv6 } from 'node:net';
import { AttemptLimit } from './attempt-limit';

const refillMs = 30_000;
/** Wrong passwords for one name from one address. */
const perNameAndAddress = { burst: 5, refillMs };
/** Wrong passwords for any name from one address. Wider, since a whole site may share an address. */
const perAddress = { burst: 50, refillMs };

/** Limits how often passwords can be tried. A right password costs nothing. */
export interface SignInLimit {
  /** Takes one attempt and returns 0, or takes none and returns for how many seconds there is none. */
  take(foldedName: string, address: string | null): number;
  /** The password was right. */
  giveBack(foldedName: string, address: string | null): void;
}

/** `clock` gives milliseconds. What is remembered is bounded. */
export function createSignInLimit(clock: () => number): SignInLimit {
  const narrow = new AttemptLimit(perNameAndAddress, clock);
  const wide = new AttemptLimit(perAddress, clock);
  const keys = (name: string, address: string | null) => {
    const place = addressKey(address);
    return { place, nameAndPlace: `${place} ${name}` };
  };
  return {
    take(name, address) {
      const { place, nameAndPlace } = keys(name, address);
      const waitMs = Math.max(narrow.waitMs(nameAndPlace), wide.waitMs(place));
      if (waitMs > 0) return Math.ceil(waitMs / 1_000);
      narrow.take(nameAndPlace);
      wide.take(place);
      return 0;
    },
    giveBack(name, address) {
      const { place, nameAndPlace } = keys(name, address);
      narrow.giveBack(nameAndPlace);
      wide.giveBack(place);
    },
  };
}

/** What an address counts as. One customer has a /64 of IPv6 addresses at least: they count as one. An IPv4 address in IPv6 form is the same address. */
export function addressKey(address: string | null): string {
  if (address === null) return 'unknown';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const before = head.split(':').filter(Boolean);
  const after = tail.split(':').filter(Boolean);
  const zeros = address.includes('::') ? Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0') : [];
  return [...before, ...zeros, ...after].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, '')).join(':');
}
