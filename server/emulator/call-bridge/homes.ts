import type { BridgeCore } from './bridge-core';

/**
 * On which Call Bridge each participant of a cluster is homed. How the product finds that out for somebody whose meeting
 * it has no part of is not documented; here the bridges of a cluster share this one list.
 */
export class Homes {
  readonly #homes = new Map<string, string>();

  /** Keeps the list right for the participants of one bridge. */
  follow(core: BridgeCore): void {
    core.follow((facts) => {
      for (const fact of facts) {
        if (fact.is === 'participant-added') this.#homes.set(fact.participant.id, core.id);
        if (fact.is === 'participant-removed') this.#homes.delete(fact.participant.id);
      }
    });
  }

  /** Id of the bridge; null if there is nobody by that id. */
  of(participant: string): string | null {
    return this.#homes.get(participant) ?? null;
  }
}
