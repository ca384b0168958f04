'use client';

import { createContext, useCallback, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { FirstPicture } from '@/lib/meeting/first-picture';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { Presence } from '@/lib/meeting/presence';
import type { Notice } from '@/lib/move/notice';
import type { Order } from '@/lib/move/order';
import type { Problem } from '@/lib/problem/problem';
import { LiveSession, type LiveClock, type LiveReads } from '@/components/live/live-session';
import { LiveStore, topic, type StreamStatus } from '@/components/live/live-store';
import { openStream } from '@/components/live/open-stream';
import { atMostEvery } from '@/components/live/pace';
import { callBridgesQuery } from '@/components/queries/call-bridges';
import { meetingParticipantsQuery } from '@/components/queries/meeting-participants';
import { meetingsQuery } from '@/components/queries/meetings';
import { movesQuery } from '@/components/queries/moves';
import { noticesQuery } from '@/components/queries/notices';
import { ReadError } from '@/components/queries/read-json';
import { leaveForSignIn } from '@/components/sign-in/leave';

const reads: LiveReads = {
  meetings: () => meetingsQuery().queryFn({}),
  callBridges: () => callBridgesQuery().queryFn({}),
  orders: () => movesQuery().queryFn({}),
  notices: () => noticesQuery().queryFn({}),
  members: (meeting) => meetingParticipantsQuery(meeting).queryFn({}),
  problemOf: (thrown) =>
    thrown instanceof ReadError ? thrown.problem : { code: 'unavailable', detail: 'The page could not read what Usher sent.' },
};

const clock: LiveClock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

/** How often a list of all meetings is put together anew at most, in milliseconds: rows that jump cannot be hit. */
const listEveryMs = 1_000;

/** Changes are told once per frame; where none is drawn, because the page is out of sight, now and then. */
function nextFrame(tell: () => void): void {
  if (document.hidden) setTimeout(tell, 250);
  else requestAnimationFrame(tell);
}

interface Live {
  readonly store: LiveStore;
  hold(meeting: string): () => void;
  carry(people: readonly string[]): void;
}

const LiveContext = createContext<Live | null>(null);

/** Connects this page to what is live. One for the whole console. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [live] = useState(createLive);
  useEffect(() => live.connect(), [live]);
  return <LiveContext.Provider value={live}>{children}</LiveContext.Provider>;
}

function createLive() {
  const store = new LiveStore({ schedule: nextFrame, now: Date.now() });
  let session: LiveSession | null = null;
  const holding = new Set<{ meeting: string; release: () => void }>();
  return {
    store,
    connect() {
      session = new LiveSession({ store, reads, openStream, clock, onSessionEnded: leaveForSignIn });
      for (const entry of holding) entry.release = session.hold(entry.meeting);
      session.start();
      return () => {
        session?.stop();
        session = null;
      };
    },
    carry: (people: readonly string[]) => session?.carry(people),
    hold(meeting: string) {
      const entry = { meeting, release: session?.hold(meeting) ?? (() => undefined) };
      holding.add(entry);
      return () => {
        holding.delete(entry);
        entry.release();
      };
    },
  };
}

function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error('Only inside LiveProvider.');
  return live;
}

/** The store itself, for what happens in an event handler; it does not rerender. */
export function useLiveStore(): LiveStore {
  return useLive().store;
}

/** Lets everything below begin with what the server has drawn; without effect where more than that is known. */
export function useFirstPicture(first: FirstPicture | null): void {
  const { store } = useLive();
  useState(() => {
    if (first) store.begin(first);
  });
}

function useTopic<T>(name: string, read: (store: LiveStore) => T, everyMs = 0): T {
  const { store } = useLive();
  const subscribe = useCallback(
    (listener: () => void) => {
      if (everyMs === 0) return store.subscribe(name, listener);
      const paced = atMostEvery(everyMs, listener);
      const stop = store.subscribe(name, paced.call);
      return () => {
        stop();
        paced.cancel();
      };
    },
    [store, name, everyMs],
  );
  const get = () => read(store);
  return useSyncExternalStore(subscribe, get, get);
}

/** All live meetings by name, put together anew once a second at most: what shows one of them follows it by `useMeeting`. */
export function useMeetings(): readonly Meeting[] {
  return useTopic(topic.meetings, (store) => store.meetings(), listEveryMs);
}

/** One meeting; null while it is not live. */
export function useMeeting(id: string): Meeting | null {
  return useTopic(topic.meeting(id), (store) => store.picture.meetings.get(id) ?? null);
}

/** One person in a meeting that is held; null if they are not there. */
export function useParticipant(id: string): Participant | null {
  return useTopic(topic.participant(id), (store) => store.picture.participants.get(id) ?? null);
}

/** Who carries this person on another screen; null while nobody does. */
export function useCarrier(participant: string): Presence['by'] | null {
  return useTopic(topic.carrier(participant), (store) => store.carrierOf(participant));
}

/** Shows to others whom this screen carries, while it does. @param people their ids; the same array while they are the same */
export function useCarrying(people: readonly string[]): void {
  const { carry } = useLive();
  useEffect(() => {
    if (people.length === 0) return;
    carry(people);
    return () => carry([]);
  }, [carry, people]);
}

export function useCallBridges(): readonly CallBridge[] {
  return useTopic(topic.callBridges, (store) => store.callBridges());
}

/**
 * A text that becomes another one when a call bridge has another name, state, version or mode: what says who can be moved.
 * Load and age, which change every second, do not count.
 */
export function useBridgeConditions(): string {
  return useTopic(topic.callBridges, (store) =>
    Array.from(store.picture.callBridges.values(), ({ id, name, state, version, cluster }) => [id, name, state, version, cluster.mode].join(' ')).join('\n'),
  );
}

export function useOrders(): readonly Order[] {
  return useTopic(topic.orders, (store) => store.orders());
}

/** Who was lost on the way and may need help, those who wait longest first. */
export function useNotices(): readonly Notice[] {
  return useTopic(topic.notices, (store) => store.notices());
}

/** Those of them who were in this meeting. */
export function useNoticesFrom(meeting: string): readonly Notice[] {
  return useTopic(topic.notices, (store) => store.noticesFrom(meeting));
}

export function useStreamStatus(): StreamStatus {
  return useTopic(topic.status, (store) => store.status);
}

/** A meeting's people by name, kept up to date while this is mounted; null until they are known. */
export function useMembers(meeting: string): { people: readonly Participant[] | null; problem: Problem | null } {
  const live = useLive();
  useEffect(() => live.hold(meeting), [live, meeting]);
  const name = topic.members(meeting);
  const people = useTopic(name, (store) => (store.holds(meeting) ? store.members(meeting) : null));
  const problem = useTopic(name, (store) => store.problem(meeting));
  return { people, problem };
}
