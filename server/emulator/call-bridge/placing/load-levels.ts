import type { PeerLinks } from '../link/peer-links';
import type { BridgeCore } from '../bridge-core';
import { loadLevelOf } from './load';

/**
 * How loaded the bridges of a cluster are. Each tells its peers when its level changes, which is seldom, so that nobody
 * has to be asked for every newcomer.
 */
export class LoadLevels {
  readonly #core: BridgeCore;
  readonly #links: PeerLinks;
  readonly #ofPeers = new Map<string, number>();
  #told: number;

  constructor(core: BridgeCore, links: PeerLinks) {
    this.#core = core;
    this.#links = links;
    this.#told = loadLevelOf(core);
    core.follow((facts) => {
      if (facts.some(({ is }) => is === 'participant-added' || is === 'participant-removed')) this.tell();
    });
    core.cluster.database.follow('clusterSettings', () => this.tell());
  }

  /** Tells the peers this bridge's level, if it is not the one that they know. */
  tell(): void {
    const level = loadLevelOf(this.#core);
    if (level === this.#told) return;
    this.#told = level;
    this.#links.tellAll({ type: 'load', level });
  }

  greet(peer: string): void {
    this.#links.tell(peer, { type: 'load', level: this.#told });
  }

  note(peer: string, level: number): void {
    this.#ofPeers.set(peer, level);
  }

  /** A peer that has not said it yet is taken to have room: it refuses whom it cannot take. */
  of(peer: string): number {
    return this.#ofPeers.get(peer) ?? 0;
  }
}
