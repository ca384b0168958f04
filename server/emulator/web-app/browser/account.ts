import type { SpaceSummary } from '../../protocol/account';
import { ACCOUNT_WORDS, type AccountProblem, isSignInOffered, listSpaces, signIn, signOut } from '../client/account';
import { browserTransport } from './browser-transport';
import { rememberedSignIn, rememberSignIn, type SignedIn } from './remembered-sign-in';

type Words = (typeof ACCOUNT_WORDS)[AccountProblem];

/** The account of whoever uses this tab: who has signed in, and what only they can ask for. */
export class Account {
  #signedIn: SignedIn | null = rememberedSignIn();

  get signedIn(): SignedIn | null {
    return this.#signedIn;
  }

  /** Whether there is any use in signing in here. */
  isOffered(): Promise<boolean> {
    return isSignInOffered(browserTransport);
  }

  /** Signs in. Null if that went well, else what to tell the user. */
  async signIn(username: string, password: string): Promise<Words | null> {
    const outcome = await signIn(browserTransport, username, password);
    if (!outcome.ok) return ACCOUNT_WORDS[outcome.problem];
    this.#set({ jwt: outcome.jwt, name: outcome.user.name });
    return null;
  }

  /** Signs out here at once, and as soon as may be at the server. */
  signOut(): void {
    if (this.#signedIn !== null) void signOut(browserTransport, this.#signedIn.jwt);
    this.forget();
  }

  /** The server knows of this sign-in no longer. */
  forget(): void {
    this.#set(null);
  }

  /** The spaces of whoever has signed in, or what to tell them. */
  async spaces(): Promise<{ spaces: readonly SpaceSummary[] } | { problem: Words; isSignedOut: boolean }> {
    const outcome = await listSpaces(browserTransport, this.#signedIn?.jwt ?? '');
    if (outcome.ok) return { spaces: outcome.coSpaces };
    return { problem: ACCOUNT_WORDS[outcome.problem], isSignedOut: outcome.problem === 'signed-out' };
  }

  #set(signedIn: SignedIn | null): void {
    this.#signedIn = signedIn;
    rememberSignIn(signedIn);
  }
}
