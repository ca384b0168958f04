import { asObject, jsonIn } from '../client/json';

/** A sign-in as this tab knows it. */
export interface SignedIn {
  jwt: string;
  name: string;
}

const KEY = 'web-app.sign-in';

/** The sign-in of this tab, also after a reload; null where there is none, or where the browser keeps nothing. */
export function rememberedSignIn(): SignedIn | null {
  try {
    const kept = asObject(jsonIn(sessionStorage.getItem(KEY) ?? ''));
    return typeof kept?.jwt === 'string' && typeof kept.name === 'string' ? { jwt: kept.jwt, name: kept.name } : null;
  } catch {
    return null;
  }
}

/** Keeps a sign-in for as long as the tab is open; null forgets it. */
export function rememberSignIn(signedIn: SignedIn | null): void {
  try {
    if (signedIn === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(signedIn));
  } catch {
    return;
  }
}
