import type { Item } from '@/lib/move/item';
import { missingOf, namesOf, wantedOf, type PersonSettings, type WantedSettings } from '@/lib/move/person-settings';
import type { Participant } from '@/lib/meeting/participant';
import type { Clusters } from '@/server/clusters/clusters';
import type { SettingsRead } from '@/server/clusters/read-settings';
import type { Inventory } from '@/server/inventory/inventory';
import type { LiveOrder } from '@/server/moves/live-order';
import type { Route } from '@/server/moves/order-store';

interface Parts {
  readonly inventory: Inventory;
  readonly clusters: Pick<Clusters, 'writerFor' | 'settingsOf'>;
}

interface Kept {
  /** What is to hold in the target. */
  readonly wanted: WantedSettings;
  /** Under way, or done; the last is taken once they are connected. */
  first: boolean;
  last: boolean;
  turn: Promise<void>;
}

/**
 * Keeps the settings of those who are moved with `keep`: reads them before they go, so that they can be sent along, and in the target
 * puts right what does not hold, as soon as the newcomer is seen and once more when they are connected: a web app may bring its own.
 */
export class SettingsKeeper {
  readonly #kept = new WeakMap<LiveOrder, Map<string, Kept>>();

  /** @param onRead told what holds in the target, of an item whose settings are to be kept */
  constructor(
    private readonly parts: Parts,
    private readonly onRead: (live: LiveOrder, itemId: string, settings: NonNullable<Item['settings']>) => void,
  ) {}

  /** What is to be sent along with somebody who is about to go; null where it cannot be read. */
  async wantedFor(live: LiveOrder, item: Item, route: Route): Promise<WantedSettings | null> {
    if (live.choices.settings !== 'keep') return {};
    if (route.putBack) return this.#wants(live, item, route.putBack);
    const read = route.homeBridge === null ? null : await this.parts.clusters.settingsOf(route.homeBridge, item.participant);
    if (!read) return null;
    return this.#wants(live, item, read.settings);
  }

  /** Looks after somebody who was made by a move, if it is time to. */
  look(live: LiveOrder, item: Item, { putBack, had }: Route): void {
    if (live.choices.settings !== 'keep' || item.newParticipant === null) return;
    const newcomer = this.parts.inventory.participant(item.newParticipant);
    if (!newcomer) return;
    const noted = this.#noted(live);
    // After a restart what was read before they went is gone: what stands on record with the order is what was seen then.
    const then = putBack ?? had;
    const kept = noted.get(item.id) ?? fresh(then ? wantedOf(then) : {});
    noted.set(item.id, kept);
    const step = newcomer.state === 'connected' ? 'last' : 'first';
    if (kept[step]) return;
    kept[step] = true;
    kept.turn = kept.turn.then(async () => {
      const found = await this.#hold(kept.wanted, newcomer);
      if (!found) kept[step] = false;
      else if (step === 'last') this.onRead(live, item.id, found);
    });
  }

  #wants(live: LiveOrder, item: Item, settings: PersonSettings): WantedSettings {
    const wanted = wantedOf(withMutes(settings, this.parts.inventory.participant(item.participant)));
    this.#noted(live).set(item.id, fresh(wanted));
    return wanted;
  }

  /** @returns null where the bridge did not say */
  async #hold(wanted: WantedSettings, newcomer: Participant): Promise<Item['settings']> {
    const read = await this.#read(newcomer);
    if (!read) return null;
    const missing = missingOf(wanted, read.settings);
    const after = namesOf(missing).length === 0 ? read : await this.#putRight(newcomer, read, missing);
    const notKept = namesOf(missingOf(wanted, (after ?? read).settings));
    return { kept: namesOf(wanted).filter((name) => !notKept.includes(name)), notKept };
  }

  /** Mutes first. */
  async #putRight(newcomer: Participant, { callLeg }: SettingsRead, { audioMute, videoMute, layout, importance, label }: WantedSettings): Promise<SettingsRead | null> {
    const writer = this.parts.clusters.writerFor(newcomer.callBridge.id);
    if (!writer) return null;
    const ofLeg = { audioMute, videoMute, layout };
    const ofPerson = { importance, label };
    if (namesOf(ofLeg).length > 0) await writer.changeCallLeg(callLeg, ofLeg);
    if (namesOf(ofPerson).length > 0) await writer.changeParticipant(newcomer.id, ofPerson);
    return this.#read(newcomer);
  }

  #read({ id, callBridge }: Participant): Promise<SettingsRead | null> {
    return this.parts.clusters.settingsOf(callBridge.id, id);
  }

  #noted(live: LiveOrder): Map<string, Kept> {
    const noted = this.#kept.get(live) ?? new Map<string, Kept>();
    this.#kept.set(live, noted);
    return noted;
  }
}

function fresh(wanted: WantedSettings): Kept {
  return { wanted, first: false, last: false, turn: Promise.resolve() };
}

/** An event may tell of a mute that came after the read: whoever is muted by either goes muted. */
function withMutes(settings: PersonSettings, seen: Participant | null): PersonSettings {
  return { ...settings, audioMute: settings.audioMute || (seen?.muted.audio ?? false), videoMute: settings.videoMute || (seen?.muted.video ?? false) };
}
