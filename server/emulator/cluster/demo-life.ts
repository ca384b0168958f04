import type { Tempo } from '../call-bridge/bridge-core';
import type { CallBridge } from '../call-bridge/call-bridge';
import { isDeactivated, isMachine } from '../call-bridge/world/participant';
import type { Participant } from '../call-bridge/world/participant';
import { timerSet } from '../clock';
import type { Clock, TimerSet } from '../clock';
import type { Ids } from '../ids';
import type { HeadlessGuest } from '../web-app/headless/join-headless';
import { personNames, roomNames } from './names';
import type { People } from './people';
import type { RunningCluster } from './running-cluster';

/** Who comes and goes on their own. */
export interface Life {
  stop(): void;
}

const speakerEveryMs = 2_500;
const muteEveryMs = 8_000;
const comeOrGoEveryMs = 20_000;
/** Nobody leaves a meeting that would become smaller than this. */
const peopleToStay = 3;
const peopleAtMost = 9;

/**
 * Makes the demo look alive: somebody else speaks, somebody mutes, now and then somebody comes or goes. Only people of the
 * scenario mute or go; whoever joined with a browser or was brought in from outside is left alone, and so are recorders and
 * those in a lobby.
 */
export class DemoLife implements Life {
  readonly #clusters: readonly RunningCluster[];
  readonly #people: People;
  /** Names of the scenario's people, who keep them wherever they are moved, unlike their ids. */
  readonly #cast = new Set<string>();
  readonly #ids: Ids;
  readonly #timers: TimerSet;
  readonly #tempo: Tempo;

  constructor(clusters: readonly RunningCluster[], people: People, clock: Clock, tempo: Tempo, ids: Ids) {
    this.#clusters = clusters;
    this.#people = people;
    this.#ids = ids;
    this.#tempo = tempo;
    this.#timers = timerSet(clock);
  }

  /** Begins with those who are in meetings now: they are the scenario's people. */
  start(): void {
    for (const { who } of this.#everybody()) this.#cast.add(who.name);
    this.#every(speakerEveryMs, () => this.#changeSpeaker());
    this.#every(muteEveryMs, () => this.#changeMute());
    this.#every(comeOrGoEveryMs, () => void this.#comeOrGo());
  }

  stop(): void {
    this.#timers.cancelAll();
  }

  #every(ms: number, act: () => void): void {
    this.#timers.after(ms / this.#tempo.speed, () => {
      act();
      this.#every(ms, act);
    });
  }

  #changeSpeaker(): void {
    const meeting = this.#pick(this.#meetings());
    const next = meeting && this.#pick(meeting.filter(({ who }) => !who.rxAudioMute));
    for (const { bridge, who } of meeting ?? []) if (who.speaking && who !== next?.who) bridge.setSpeaking(who.id, false);
    if (next) next.bridge.setSpeaking(next.who.id, true);
  }

  #changeMute(): void {
    const guest = this.#pick(this.#people.guests.filter((one) => this.#cast.has(selfOf(one)?.name ?? '')));
    if (guest && this.#ids.below(3) > 0) return guest.setMuted(!guest.settings.audioMuted);
    const caller = this.#pick(this.#meetings().flat().filter(({ who }) => who.kind === 'sip' && this.#cast.has(who.name)));
    caller?.bridge.setMuted(caller.who.id, !caller.who.rxAudioMute);
  }

  async #comeOrGo(): Promise<void> {
    const meeting = this.#pick(this.#meetings());
    if (!meeting) return;
    const leaves = meeting.length >= peopleAtMost || (meeting.length > peopleToStay && this.#ids.below(2) === 0);
    if (leaves) return this.#leave(meeting);
    try {
      await this.#come(meeting);
    } catch (cause) {
      meeting[0]?.bridge.log.write(`demo: nobody could come in: ${String(cause)}`, 'user', 'error');
    }
  }

  #leave(meeting: readonly Homed[]): void {
    const guests = new Set(this.#people.guests.map((one) => selfOf(one)?.id));
    const cast = meeting.filter(({ who }) => this.#cast.has(who.name));
    const leaver = this.#pick(cast.filter(({ who }) => guests.has(who.id) || (who.kind === 'sip' && who.direction === 'incoming')));
    if (leaver) this.#people.remove(leaver.who.id);
  }

  async #come(meeting: readonly Homed[]): Promise<void> {
    const first = meeting[0];
    const call = first?.bridge.world.calls.get(first.who.call);
    const space = first?.cluster.configuration.coSpaces.get(call?.coSpace ?? '');
    if (!first || !space) return;
    const kind = this.#ids.below(4) === 0 ? 'sip' : 'web-app';
    const taken = new Set(this.#everybody().map(({ who }) => who.name));
    const name = this.#pick((kind === 'sip' ? roomNames : personNames).filter((candidate) => !taken.has(candidate)));
    if (name === undefined) return;
    this.#cast.add(name);
    await this.#people.add({ kind, name, cluster: first.cluster.configuration.name, numericId: space.callId });
  }

  #everybody(): Homed[] {
    return this.#clusters.flatMap((cluster) =>
      cluster.callBridges.flatMap((bridge) => [...bridge.world.participants.values()].map((who) => ({ cluster, bridge, who }))),
    );
  }

  /** Those who take part, by meeting. */
  #meetings(): Homed[][] {
    const meetings = new Map<string, Homed[]>();
    for (const homed of this.#everybody()) {
      if (isMachine(homed.who) || isDeactivated(homed.who)) continue;
      const correlator = homed.bridge.world.calls.get(homed.who.call)?.correlator ?? '';
      meetings.set(correlator, [...(meetings.get(correlator) ?? []), homed]);
    }
    return [...meetings.values()];
  }

  #pick<T>(from: readonly T[]): T | undefined {
    return from[this.#ids.below(from.length)];
  }
}

/** A guest as their own client sees them. */
function selfOf({ state }: HeadlessGuest) {
  return state.people.find(({ self }) => self);
}

interface Homed {
  cluster: RunningCluster;
  bridge: CallBridge;
  who: Participant;
}
