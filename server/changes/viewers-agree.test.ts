import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInScope, seesCluster, type Scope } from '@/lib/access/scope';
import { applyChange, emptyPicture, type Picture } from '@/lib/meeting/apply-change';
import type { Change, SequencedChange } from '@/lib/meeting/change';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import { peopleTopic, topicsNamed } from '@/lib/meeting/topics';
import { ChangeHub } from '@/server/changes/change-hub';
import type { Viewer } from '@/server/changes/viewer';
import { placeOf } from '@/server/inventory/scoped-inventory';

/**
 * Random changes, readers who are slow, connections that break and topics that come and go: in the end each viewer's picture is
 * the server's, as far as his scope and topics go, and on the way nobody was sent what he may not see.
 */

const lists = ['meetings', 'call-bridges', 'orders'];
const meetingIds = ['m0', 'm1', 'm2', 'm3'];
const clusters = ['c0', 'c1'];
const scopes: (Scope | null)[] = [null, { clusters: ['c0'], spaces: [] }, { clusters: [], spaces: [{ cluster: 'c1', id: 's1' }] }];

const one = <T>(items: readonly T[]) => fc.constantFrom(...items);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('meeting' as const), id: one(meetingIds), cluster: one(clusters), space: one([null, 's1', 's2']), count: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end' as const), id: one(meetingIds) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('person' as const), id: one(['p0', 'p1', 'p2', 'p3', 'p4']), meeting: one(meetingIds), from: one([null, ...meetingIds]) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('leave' as const), id: one(['p0', 'p1', 'p2', 'p3', 'p4']) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('bridge' as const), id: one(['b0', 'b1']), cluster: one(clusters), gone: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('tick' as const) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('read' as const), viewer: fc.nat(2), frames: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('break' as const), viewer: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('hold' as const), viewer: fc.nat(2), meeting: one(meetingIds) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('release' as const), viewer: fc.nat(2), meeting: one(meetingIds) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

type Said = SequencedChange | { readonly event: 'wish'; readonly data: { readonly wish: number }; readonly id: string };

class Server {
  readonly picture = emptyPicture();
  #tell: () => void = () => undefined;
  readonly hub = new ChangeHub({
    membersOf: (meeting) => this.picture.participantsByMeeting.get(meeting) ?? [],
    overKept: 6,
    schedule: (tell) => (this.#tell = tell),
  });

  say(change: Change): void {
    applyChange(this.picture, change);
    this.hub.publish(change);
  }

  end(id: string): void {
    for (const member of [...(this.picture.participantsByMeeting.get(id) ?? [])]) this.leave(member);
    if (this.picture.meetings.has(id)) this.say({ event: 'meeting-ended', data: { id } });
  }

  leave(id: string): void {
    const person = this.picture.participants.get(id);
    if (person) this.say({ event: 'participant-left', data: { id, meeting: person.meeting, reason: null } });
  }

  tick(): void {
    this.#tell();
    this.#tell = () => undefined;
  }

  sees(scope: Scope | null, meeting: string): boolean {
    const found = this.picture.meetings.get(meeting);
    return found !== undefined && isInScope(scope, placeOf(found));
  }
}

/** A page: it reads lists and keeps them by the stream, as `components/live` does. */
class Page {
  picture: Picture = emptyPicture();
  readonly held = new Set<string>();
  #place: string;
  /** The wishes that were not answered yet, with the place that each goes back to. */
  #unanswered: { wish: number; from: string }[] = [];
  #wish = 0;
  #inFlight: Said[] = [];
  #viewer: Viewer;
  #stop: () => void;

  constructor(readonly server: Server, readonly scope: Scope | null) {
    this.#place = server.hub.sequence;
    [this.#viewer, this.#stop] = this.#connect(this.#place);
  }

  #connect(from: string): [Viewer, () => void] {
    const flight: Said[] = [];
    this.#inFlight = flight;
    const write = (frames: readonly Buffer[]) => {
      for (const frame of frames) flight.push(this.#checked(saidIn(frame)));
      return flight.length < 4;
    };
    const topics = topicsNamed(lists) ?? undefined;
    const { viewer, stop } = this.server.hub.follow({ topics, scope: this.scope, from, sink: { encoding: 'event', write } });
    return [viewer, stop];
  }

  /** What is sent is what the picture has at this moment: so it can be held against the scope. */
  #checked(said: Said): Said {
    if (said.event === 'meeting') expect(isInScope(this.scope, placeOf(said.data))).toBe(true);
    if (said.event === 'call-bridge') expect(seesCluster(this.scope, said.data.cluster.id)).toBe(true);
    if (said.event !== 'participant' || this.scope === null) return said;
    expect(this.server.sees(this.scope, said.data.meeting)).toBe(true);
    const from = said.data.movedFrom?.meeting;
    if (from !== undefined) expect(this.server.sees(this.scope, from ?? '')).toBe(true);
    return said;
  }

  read(frames: number): void {
    for (let count = 0; count < frames && this.#inFlight.length > 0; count += 1) {
      const said = this.#inFlight.shift();
      if (said) this.#hear(said);
    }
    if (this.#inFlight.length === 0) this.#viewer.drained();
  }

  #hear(said: Said): void {
    this.#place = said.id;
    if (said.event === 'wish') this.#unanswered = this.#unanswered.filter(({ wish }) => wish > said.data.wish);
    else if (said.event === 'reset') this.#readAnew();
    else if (said.event !== 'participant' || this.held.has(said.data.meeting)) applyChange(this.picture, said);
    // Somebody who is in a meeting that is not looked at any more is not shown; that they left where they were is told.
    else applyChange(this.picture, { event: 'participant-left', data: { id: said.data.id, meeting: said.data.meeting, reason: null } });
  }

  #readAnew(): void {
    const held = [...this.held];
    this.picture = emptyPicture();
    for (const change of this.snapshot(() => false)) applyChange(this.picture, change);
    for (const meeting of held) this.#readMembers(meeting);
  }

  #readMembers(meeting: string): void {
    for (const id of [...(this.picture.participantsByMeeting.get(meeting) ?? [])]) applyChange(this.picture, { event: 'participant-left', data: { id, meeting, reason: null } });
    for (const change of this.snapshot((other) => other === meeting)) if (change.event === 'participant') applyChange(this.picture, change);
  }

  /** What reading the lists gives whoever has this scope. */
  snapshot(holds: (meeting: string) => boolean): Change[] {
    const { picture } = this.server;
    const meetings = [...picture.meetings.values()].filter(({ id }) => this.server.sees(this.scope, id));
    const bridges = [...picture.callBridges.values()].filter(({ cluster }) => seesCluster(this.scope, cluster.id));
    const people = [...picture.participants.values()].filter(({ meeting }) => holds(meeting) && this.server.sees(this.scope, meeting));
    return [
      ...meetings.map((data): Change => ({ event: 'meeting', data })),
      ...bridges.map((data): Change => ({ event: 'call-bridge', data })),
      ...people.map((data): Change => ({ event: 'participant', data })),
    ];
  }

  hold(meeting: string): void {
    if (this.held.has(meeting)) return;
    this.held.add(meeting);
    this.#readMembers(meeting);
    // What is on its way is older than what was just read, and has to be followed by what came in between.
    this.#want(this.#heard());
  }

  release(meeting: string): void {
    if (!this.held.delete(meeting)) return;
    for (const id of [...(this.picture.participantsByMeeting.get(meeting) ?? [])]) applyChange(this.picture, { event: 'participant-left', data: { id, meeting, reason: null } });
    this.#want(null);
  }

  #want(from: string | null): void {
    this.#wish += 1;
    if (from !== null) this.#unanswered.push({ wish: this.#wish, from });
    this.#viewer.want({ wish: this.#wish, topics: [...lists, ...[...this.held].map(peopleTopic)], ...(from !== null && { from }) });
  }

  /** The place up to which everything that is looked at has been heard. */
  #heard(): string {
    return [this.#place, ...this.#unanswered.map(({ from }) => from)].reduce((a, b) => (seqOf(a) < seqOf(b) ? a : b));
  }

  break(): void {
    this.#stop();
    const from = this.#heard();
    this.#unanswered = [];
    [this.#viewer, this.#stop] = this.#connect(from);
    this.#want(from);
  }

  /** Reads until nothing more comes. */
  settle(): void {
    for (let round = 0; round < 1_000; round += 1) {
      this.read(10);
      if (this.#inFlight.length === 0 && !this.#viewer.isBehind) return;
    }
    throw new Error('the stream does not come to rest');
  }
}

const seqOf = (id: string) => Number(id.split('-')[1]);

function saidIn(frame: Buffer): Said {
  const [id = '', event = '', data = ''] = frame.toString().split('\n').map((line) => line.slice(line.indexOf(' ') + 1));
  return { id, event, data: JSON.parse(data) as unknown } as Said;
}

function carryOut(server: Server, pages: readonly Page[], doing: Step): void {
  switch (doing.do) {
    case 'meeting':
      return server.say({ event: 'meeting', data: exampleMeeting({ id: doing.id, cluster: { id: doing.cluster, name: doing.cluster }, space: doing.space, participantCount: doing.count }) });
    case 'end':
      return server.end(doing.id);
    case 'person':
      if (!server.picture.meetings.has(doing.meeting)) return;
      return server.say({ event: 'participant', data: exampleParticipant({ id: doing.id, meeting: doing.meeting, movedFrom: doing.from === null ? null : { participant: 'x', meeting: doing.from } }) });
    case 'leave':
      return server.leave(doing.id);
    case 'bridge':
      if (doing.gone) return server.say({ event: 'call-bridge-removed', data: { id: doing.id } });
      return server.say({ event: 'call-bridge', data: exampleBridge({ id: doing.id, cluster: { id: doing.cluster, name: doing.cluster, mode: 'operate' } }) });
    case 'tick':
      return server.tick();
    case 'read':
      return pages[doing.viewer]?.read(doing.frames);
    case 'break':
      return pages[doing.viewer]?.break();
    case 'hold':
      return pages[doing.viewer]?.hold(doing.meeting);
    case 'release':
      return pages[doing.viewer]?.release(doing.meeting);
  }
}

/** What is compared: who somebody was moved from is hidden and shown by what was live when it was told. */
function shown({ meetings, participants, callBridges }: Picture) {
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  return {
    meetings: [...meetings.values()].sort(byId),
    people: [...participants.values()].map((person) => ({ ...person, movedFrom: null })).sort(byId),
    callBridges: [...callBridges.values()].sort(byId),
  };
}

test('whatever happens and however slow they are, in the end all viewers see what is', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 250 }), (steps) => {
      const server = new Server();
      const pages = scopes.map((scope) => new Page(server, scope));
      for (const doing of steps) carryOut(server, pages, doing);
      server.tick();
      for (const page of pages) {
        page.settle();
        const expected = emptyPicture();
        for (const change of page.snapshot((meeting) => page.held.has(meeting))) applyChange(expected, change);
        expect(shown(page.picture)).toEqual(shown(expected));
      }
    }),
    { numRuns: 400 },
  );
});
