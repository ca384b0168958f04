import type { Role } from '@/lib/access/access';
import type { Scope } from '@/lib/access/scope';
import type { Person } from '@/lib/access/person';
import { CookieBrowser } from './cookie-browser';
import type { RunningUsher } from './usher';

/** Somebody with an account of their own, signed in. */
export interface Visitor {
  readonly person: Person;
  readonly password: string;
  readonly browser: CookieBrowser;
}

let visitors = 0;

export async function visitor(usher: RunningUsher, role: Role, scope: Scope | null = null): Promise<Visitor> {
  visitors += 1;
  const answer = await usher.api('/people', { body: { name: `Visitor ${visitors}`, role, scope } });
  const { person, password } = answer.body as { person: Person; password: string };
  const browser = new CookieBrowser(usher.url);
  const refusal = await browser.signIn(person.name, password);
  if (refusal !== null) throw new Error(`${person.name} could not sign in: ${refusal}`);
  return { person, password, browser };
}
