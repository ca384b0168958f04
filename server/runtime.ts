import type { Caller } from '@/lib/access/access';
import type { ConfirmRules } from '@/lib/move/confirmation';
import type { Outcome } from '@/lib/problem/problem';

/**
 * The one handle through which Next's code reaches the running server. Next keeps a copy of every module per bundle, so
 * the handle lives on `globalThis`. Only plain values cross it, and errors are known by their code.
 */
export interface Runtime {
  /** Runs one row of the table in `server/commands`: permission, schema, audit, deed. Refusals are values. */
  run(command: string, caller: Caller, input: unknown): Promise<Outcome<unknown>>;
  sessions: {
    /** Checks name and password, with a rate limit, and makes a session row. `address` is the client's. */
    signIn(name: string, password: string, address: string | null): Promise<Outcome<{ session: string; name: string }>>;
    /** The caller behind a session id; null once the row is gone or has expired. Looked up on every request. */
    caller(session: string, address: string | null): Promise<Caller | null>;
    signOut(session: string): Promise<void>;
  };
  settings: {
    /** How browsers reach Usher, without a trailing slash. */
    usherUrl: string;
    /** How bridges reach Usher with their call detail records. */
    cdrUrl: string;
    /** Signs next-auth's cookie. */
    cookieSecret: string;
    /** Whether the bridges shown are the emulator's. */
    rehearsal: boolean;
    /** Where guests of the emulator join, for the rehearsal banner; empty with real clusters. */
    webAppUrls: string[];
    trustProxy: boolean;
    /** When the console asks before it sends a move. */
    confirm: ConfirmRules;
  };
}

const handle = Symbol.for('usher.runtime');
type Holder = { [handle]?: Runtime };

export function setRuntime(runtime: Runtime): void {
  (globalThis as Holder)[handle] = runtime;
}

/** The running server. Throws if there is none: Next was started without `server/main.ts`. */
export function runtime(): Runtime {
  const found = (globalThis as Holder)[handle];
  if (!found) throw new Error('No runtime: start Usher with npm start or npm run dev.');
  return found;
}
