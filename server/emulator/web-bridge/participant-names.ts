import { unverifiedClaim } from './token';

const MAX_NAMES = 10_000;

/**
 * Under which name each expected or present participant joined. A token does not hold the name, the audit lines want it. The
 * oldest of more than 10,000 is forgotten, so that tokens that nobody uses cost nothing.
 */
export class ParticipantNames {
  readonly #byParticipant = new Map<string, string>();

  /** The token just issued is for somebody of this name. */
  expect(jwt: string, name: string): void {
    const participant = unverifiedClaim(jwt, 'participant');
    if (participant !== null) this.#remember(participant, name);
  }

  /** A move makes a new participant of the same person. */
  carry(from: string, to: string): void {
    const name = this.#byParticipant.get(from);
    if (name !== undefined) this.#remember(to, name);
  }

  of(participant: string): string {
    return this.#byParticipant.get(participant) ?? 'unknown';
  }

  forget(participant: string): void {
    this.#byParticipant.delete(participant);
  }

  #remember(participant: string, name: string): void {
    this.#byParticipant.set(participant, name);
    if (this.#byParticipant.size <= MAX_NAMES) return;
    const [oldest] = this.#byParticipant.keys();
    if (oldest !== undefined) this.#byParticipant.delete(oldest);
  }
}
