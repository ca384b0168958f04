import type { WebSocket } from 'ws';
import type { BridgeCore } from '../bridge-core';
import type { Fact } from '../world/fact';
import { isMachine } from '../world/participant';
import { rosterEntryById } from '../world/world';
import { callElements, callInfoElements, rosterElements } from './elements';
import type { ElementValues } from './elements';
import { EventSocket } from './event-socket';
import type { EventSource } from './event-socket';
import { wholeCall } from './subscription';
import type { Subscription, WantedSubscription } from './subscription';

/**
 * All event clients of one bridge. A fact touches only the subscriptions that are about its call, so the cost of a
 * change does not depend on how many calls there are.
 */
export class EventsHub implements EventSource {
  readonly #core: BridgeCore;
  readonly #lists = new Map<Subscription, EventSocket>();
  readonly #byCall = new Map<string, Map<Subscription, EventSocket>>();
  readonly #sockets = new Set<EventSocket>();

  constructor(core: BridgeCore) {
    this.#core = core;
    core.follow((facts) => this.#heed(facts));
  }

  accept(socket: WebSocket): void {
    this.#sockets.add(new EventSocket(socket, this));
  }

  close(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  callExists(call: string): boolean {
    return this.#core.world.calls.has(call);
  }

  calls(): Iterable<string> {
    return this.#core.world.calls.keys();
  }

  roster(call: string): Iterable<string> {
    const found = this.#core.world.calls.get(call);
    return found ? [...found.local, ...found.remote] : [];
  }

  read(type: WantedSubscription['type'], call: string, key: string): ElementValues | null {
    const { world, version } = this.#core;
    if (type === 'callRoster') {
      const found = world.participants.get(key) ?? world.remotes.get(key);
      const entry = found?.call === call ? rosterEntryById(world, key) : null;
      return entry && rosterElements(version, entry);
    }
    const found = world.calls.get(type === 'calls' ? key : call);
    if (!found) return null;
    return type === 'calls' ? callElements(world, found) : callInfoElements(world, found);
  }

  subscribed(socket: EventSocket, before: readonly Subscription[], after: readonly Subscription[]): void {
    const kept = new Set(after);
    for (const subscription of before) if (!kept.has(subscription)) this.#forget(subscription);
    for (const subscription of after) {
      if (subscription.wanted.type === 'calls') this.#lists.set(subscription, socket);
      else this.#ofCall(subscription.call).set(subscription, socket);
    }
  }

  closed(socket: EventSocket, subscriptions: readonly Subscription[]): void {
    this.#sockets.delete(socket);
    for (const subscription of subscriptions) this.#forget(subscription);
  }

  #heed(facts: readonly Fact[]): void {
    const touched = new Set<EventSocket>();
    for (const fact of facts) this.#mark(fact, touched);
    for (const socket of touched) socket.flush();
  }

  #mark(fact: Fact, touched: Set<EventSocket>): void {
    switch (fact.is) {
      case 'call-started':
      case 'call-changed':
        return this.#markCall(fact.call.id, null, touched);
      case 'call-ended':
        return this.#markEnd(fact.call.id, fact.reason, touched);
      case 'participant-added':
      case 'participant-changed':
        return this.#markParticipant(fact.participant, null, fact.is === 'participant-added' || isMachine(fact.participant), touched);
      case 'participant-removed':
        return this.#markParticipant(fact.participant, fact.reason, true, touched);
      case 'remote-noted':
        return this.#markParticipant(fact.remote, null, true, touched);
      case 'remote-forgotten':
        return this.#markParticipant(fact.remote, fact.reason, true, touched);
      case 'peer-instance-noted':
        return this.#markMeeting(fact.instance.correlator, touched);
      case 'peer-instance-forgotten':
        return this.#markMeeting(fact.correlator, touched);
      case 'guest-created':
      case 'guest-destroyed':
      case 'token-issued':
      case 'token-revoked':
        return;
    }
  }

  #markMeeting(correlator: string, touched: Set<EventSocket>): void {
    const call = this.#core.world.callsByCorrelator.get(correlator);
    if (call !== undefined) this.#markCall(call, null, touched);
  }

  #markCall(call: string, endReason: string | null, touched: Set<EventSocket>): void {
    for (const [subscription, socket] of this.#lists) {
      if (endReason === null) subscription.look(call);
      else subscription.gone(call, endReason);
      touched.add(socket);
    }
    for (const [subscription, socket] of this.#byCall.get(call) ?? []) {
      if (subscription.wanted.type !== 'callInfo') continue;
      subscription.look(wholeCall);
      touched.add(socket);
    }
  }

  #markEnd(call: string, reason: string, touched: Set<EventSocket>): void {
    const following = new Set(this.#byCall.get(call)?.values());
    this.#byCall.delete(call);
    for (const socket of following) {
      socket.callEnded(call);
      touched.add(socket);
    }
    this.#markCall(call, reason, touched);
  }

  #markParticipant(
    who: { id: string; call: string },
    leaveReason: string | null,
    changesCount: boolean,
    touched: Set<EventSocket>,
  ): void {
    for (const [subscription, socket] of this.#byCall.get(who.call) ?? []) {
      if (subscription.wanted.type !== 'callRoster') continue;
      if (leaveReason === null) subscription.look(who.id);
      else subscription.gone(who.id, leaveReason);
      touched.add(socket);
    }
    if (changesCount) this.#markCall(who.call, null, touched);
  }

  #ofCall(call: string): Map<Subscription, EventSocket> {
    const known = this.#byCall.get(call);
    if (known) return known;
    const created = new Map<Subscription, EventSocket>();
    this.#byCall.set(call, created);
    return created;
  }

  #forget(subscription: Subscription): void {
    this.#lists.delete(subscription);
    const ofCall = this.#byCall.get(subscription.call);
    ofCall?.delete(subscription);
    if (ofCall?.size === 0) this.#byCall.delete(subscription.call);
  }
}
