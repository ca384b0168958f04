import { allTopics, topicsNamed, type Topics } from '@/lib/meeting/topics';
import type { Wish } from '@/lib/meeting/wish';
import type { Scope } from '@/lib/access/scope';
import type { Change } from '@/lib/meeting/change';
import type { Presence } from '@/lib/meeting/presence';
import type { Entry } from '@/server/changes/change-log';
import { encode, type Encoding } from '@/server/changes/encode';
import { PresenceTold } from '@/server/changes/presence-told';
import type { Presences } from '@/server/changes/presences';
import { Round, type Turn } from '@/server/changes/round';
import { changeSeen, type View } from '@/server/changes/view';

/** Where a viewer's changes go. */
export interface Sink {
  readonly encoding: Encoding;
  /** Hands the frames on together. @returns whether more can follow at once; if not, `Viewer.drained` is called once it can */
  write(frames: readonly Buffer[]): boolean;
}

/** What a viewer reads from: the hub. */
export interface Source {
  readonly seq: number;
  readonly floor: number;
  after(seq: number): Entry[];
  /** The place in the stream that an id names, if it can be taken up from there. */
  placeOf(id: string): number | null;
  maySee(scope: Scope | null, meeting: string): boolean;
  bytesOf(turn: Turn, change: Change, encoding: Encoding): Buffer;
  readonly presences: Presences;
  bytesOfPresence(presence: Presence, id: string, encoding: Encoding): Buffer;
  reset(encoding: Encoding): Buffer;
  /** The id of a place in the stream. */
  idOf(seq: number): string;
}

export interface ViewerOptions {
  readonly topics?: Topics;
  readonly scope: Scope | null;
  /** The id of the last change seen, or null to begin now. */
  readonly from: string | null;
  readonly sink: Sink;
  /** By which this stream says whom its operator carries; of that nothing is told here. Left out for one that cannot say it. */
  readonly stream?: string;
}

/** How much is handed to a sink at once, in bytes: what waits for a viewer who does not read is no more than this. */
const mostAtOnceBytes = 32 * 1024;

/**
 * One stream's reader. It holds a place in the stream and no changes: whoever is slow, or was away, gets the latest of each thing
 * since then once there is room, each in its turn; what he costs is bounded by how many things there are, not by how far behind he is.
 */
export class Viewer {
  readonly #source: Source;
  readonly #sink: Sink;
  readonly #stream: string | null;
  readonly #presenceTold = new PresenceTold();
  #view: View;
  #heard: number;
  /** Where he was when he had last heard everything; 0 for one who came back, since where he stopped is in the middle of something. */
  #since: number;
  /** What he is being told; null while everything has been. */
  #round: Round | null = null;
  #isBehind = false;
  #mustReset = false;
  /** The number of a wish that was not answered yet. */
  #unanswered: number | null = null;

  constructor(source: Source, { topics = allTopics, scope, from, sink, stream }: ViewerOptions) {
    this.#source = source;
    this.#sink = sink;
    this.#stream = stream ?? null;
    this.#view = { topics, scope };
    this.#heard = this.#since = source.seq;
    if (from !== null) this.#takeUp(from);
  }

  /** Whether what has been said waits for room. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  /** The id of the place in the stream up to which everything was handed on. */
  get place(): string {
    return this.#source.idOf(this.#heard);
  }

  /** Sends what was said since, as far as there is room. */
  flush(): void {
    while (!this.#isBehind) {
      const frames = this.#next();
      if (frames.length === 0) return;
      this.#isBehind = !this.#sink.write(frames);
    }
  }

  /** There is room again. */
  drained(): void {
    this.#isBehind = false;
    this.flush();
  }

  /** Other topics from now on. @returns false if there is no such topic */
  want({ wish, topics: names, from }: Wish): boolean {
    const topics = topicsNamed(names);
    if (!topics) return false;
    this.#view = { ...this.#view, topics };
    this.#unanswered = wish;
    if (from !== undefined) this.#takeUp(from);
    this.flush();
    return true;
  }

  /** Goes back to a place in the stream, if that is before where it is. Things are told whole, so that telling them again does no harm. */
  #takeUp(from: string): void {
    const place = this.#source.placeOf(from);
    if (place === null) this.#mustReset = true;
    else this.#heard = Math.min(this.#heard, place);
    this.#since = 0;
    this.#round = null;
  }

  #answer(): Buffer[] {
    const wish = this.#unanswered;
    if (wish === null) return [];
    this.#unanswered = null;
    return [encode({ event: 'wish', data: { wish } }, this.place, this.#sink.encoding)];
  }

  /** The frames that come next: none if everything has been told. */
  #next(): Buffer[] {
    const { seq, floor } = this.#source;
    if (this.#mustReset || this.#heard < floor) {
      this.#mustReset = false;
      this.#round = null;
      this.#heard = this.#since = seq;
      this.#presenceTold.forget();
      return [this.#source.reset(this.#sink.encoding)];
    }
    const frames = [...this.#answer(), ...this.#presences()];
    let bytes = 0;
    do {
      const round = (this.#round ??= new Round(this.#source, this.#heard));
      for (let turn = round.take(); turn; turn = round.take()) {
        const frame = this.#frameOf(turn);
        this.#heard = turn.seq;
        if (!frame) continue;
        frames.push(frame);
        bytes += frame.length;
        if (bytes < mostAtOnceBytes) continue;
        round.pause();
        return frames;
      }
      this.#heard = this.#since = round.goal;
      this.#round = null;
    } while (this.#heard < seq);
    return frames;
  }

  #presences(): Buffer[] {
    const { topics, scope } = this.#view;
    const maySee = (meeting: string) => this.#source.maySee(scope, meeting);
    const next = this.#presenceTold.next(this.#source.presences, { wanted: topics.presence, own: this.#stream, maySee });
    return next.map((presence) => this.#source.bytesOfPresence(presence, this.place, this.#sink.encoding));
  }

  #frameOf(turn: Turn): Buffer | null {
    const { scope } = this.#view;
    const change = changeSeen(this.#view, turn.entry, this.#since, (meeting) => this.#source.maySee(scope, meeting));
    return change && this.#source.bytesOf(turn, change, this.#sink.encoding);
  }
}
