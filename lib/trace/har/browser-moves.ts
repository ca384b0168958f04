import { says, type Heard, type HeardOf } from '@/lib/trace/heard';
import type { Saying } from '@/lib/trace/log/saying';

/** A move as the recording of a browser shows it. */
export interface BrowserMove {
  /** The recording. */
  readonly place: string;
  readonly told: HeardOf<'browser-told'>;
  readonly left: HeardOf<'browser-left'> | null;
  /** The WebSocket of the next call, and what became of it. */
  readonly opened: HeardOf<'socket-opened'> | null;
  readonly asked: HeardOf<'session-asked'> | null;
  readonly runs: HeardOf<'session-runs'> | null;
  readonly refused: HeardOf<'session-refused'> | null;
  /** Who it was in the old call, by what the browser named there; null where it named nobody. */
  readonly before: HeardOf<'session-asked'> | null;
  /** That it was told once more to come over, in the call that it had come to. */
  readonly again: HeardOf<'browser-told'> | null;
  /** What it was told earlier, of the moves that had brought it to the old call. */
  readonly earlier: readonly HeardOf<'browser-told'>[];
  /** Whether it was recorded for so long that what is not there did not happen. */
  readonly wentOn: boolean;
}

/** A browser comes over within so long, in milliseconds: in the lab it takes a fifth of a second. */
const overWithinMs = 10_000;
/** Where it shows the token that it was told, it has come over, however slow its machine is. The bridge waits for half a minute. */
const overWithTokenWithinMs = 30_000;

type Kind = Saying['says'];

/** Every move that recordings of browsers show. */
export function browserMoves(heard: readonly Heard[]): BrowserMove[] {
  const places = grouped(heard.filter(({ source }) => source === 'har'), ({ place }) => place);
  return [...places].flatMap(([place, said]) => movesAt(place, said));
}

function movesAt(place: string, heard: readonly Heard[]): BrowserMove[] {
  const told = heard.filter(says('browser-told')).sort((a, b) => a.atMs - b.atMs);
  const sockets = heard.filter(says('socket-opened')).sort((a, b) => a.atMs - b.atMs);
  const bySocket = grouped(heard, ({ said }) => ('socket' in said ? said.socket : 0));
  const endedMs = heard.findLast(says('recording-ended'))?.atMs ?? 0;
  const earlier = new Map<number, readonly HeardOf<'browser-told'>[]>();
  return told.map((one, at) => {
    const untilMs = told[at + 1]?.atMs ?? Infinity;
    const first = firstOn(bySocket, one.said.socket);
    const url = first('socket-opened', -Infinity, Infinity)?.said.url;
    const isOver = ({ said, atMs }: HeardOf<'socket-opened'>) =>
      atMs <= one.atMs + overWithinMs || (atMs <= one.atMs + overWithTokenWithinMs && showsTokenOf(one, firstOn(bySocket, said.socket)('session-asked', atMs, untilMs)));
    const opened = sockets.find((socket) => socket.said.socket !== one.said.socket && socket.said.url === url && socket.atMs >= one.atMs && socket.atMs <= untilMs && isOver(socket)) ?? null;
    const next = opened && firstOn(bySocket, opened.said.socket);
    const before = earlier.get(one.said.socket) ?? [];
    if (opened) earlier.set(opened.said.socket, [...before, one]);
    const runs = next?.('session-runs', one.atMs, untilMs) ?? null;
    return {
      place,
      told: one,
      left: first('browser-left', one.atMs, untilMs),
      before: first('session-asked', -Infinity, one.atMs),
      opened,
      asked: next?.('session-asked', one.atMs, untilMs) ?? null,
      runs,
      // What is refused later is not the session.
      refused: next?.('session-refused', one.atMs, runs?.atMs ?? untilMs) ?? null,
      again: next?.('browser-told', one.atMs, Infinity) ?? null,
      earlier: before,
      wentOn: endedMs - one.atMs >= overWithinMs,
    };
  });
}

/** Whether a session is asked for with all that the browser was told to come with: whoever only comes back later names other ids, or has another account. */
function showsTokenOf({ said: told }: HeardOf<'browser-told'>, asked: HeardOf<'session-asked'> | null): boolean {
  return asked !== null && told.ids.length > 0 && told.ids.every((id) => asked.said.ids.includes(id)) && told.accounts.every((account) => asked.said.accounts.includes(account));
}

function grouped<Key>(heard: readonly Heard[], keyOf: (one: Heard) => Key): Map<Key, Heard[]> {
  const groups = new Map<Key, Heard[]>();
  for (const one of heard) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

/** Finds the first thing of a kind that was said on a WebSocket between two times. */
function firstOn(bySocket: ReadonlyMap<number, readonly Heard[]>, socket: number) {
  const said = bySocket.get(socket) ?? [];
  return <K extends Kind>(kind: K, fromMs: number, untilMs: number): HeardOf<K> | null =>
    said.filter(says(kind)).find(({ atMs }) => atMs >= fromMs && atMs <= untilMs) ?? null;
}

/** All of it, as far as it was recorded. */
export function saidInBrowser({ told, left, opened, asked, runs, refused }: BrowserMove): Heard[] {
  return [told, left, opened, asked, runs, refused].filter((one) => one !== null);
}
