import { StringDecoder } from 'node:string_decoder';
import { jsonIn } from '@/lib/trace/har/frame-json';
import { sayingInFrame } from '@/lib/trace/har/say-in-frame';
import type { Heard } from '@/lib/trace/heard';
import type { Saying } from '@/lib/trace/log/saying';
import { plain } from '@/lib/trace/plain-text';
import { JsonLeaves, type Wanted } from '@/server/diagnoses/json-leaves';
import { masked } from '@/server/journal/mask';
import { maskedJson } from '@/server/journal/mask-json';

type Part = 'entries' | 'entry' | 'messages' | 'started' | 'duration' | 'url' | 'message' | 'type' | 'time' | 'data';

/** So much of a frame is looked at, in characters. What tells a browser to come over is two thousand. */
const longestFrame = 65_536;
/** So much of it is shown. */
const longestText = 2_000;

function leaf(name: Part, longest = 2_048): Wanted<Part> {
  return { name, longest };
}

const message: Wanted<Part> = { name: 'message', inner: { type: leaf('type'), time: leaf('time'), data: leaf('data', longestFrame) } };
const entry: Wanted<Part> = {
  name: 'entry',
  inner: { startedDateTime: leaf('started'), time: leaf('duration'), request: { inner: { url: leaf('url') } }, _webSocketMessages: { name: 'messages', inner: { '*': message } } },
};
/** Of a HAR: where its WebSockets went, and their frames. Source: the HAR 1.2 format, and `_webSocketMessages` as Chrome adds it to an entry. */
const har: Wanted<Part> = { inner: { log: { inner: { entries: { name: 'entries', inner: { '*': entry } } } } } };

/** What one WebSocket and one HAR may say of moves: far more than a person in a day of meetings. */
const mostOfSocket = 200;
const mostOfHar = 5_000;

/** Once on each WebSocket is enough. */
const saidOnce = new Set<Saying['says']>(['session-asked', 'session-runs', 'session-refused']);

interface Said {
  readonly said: Saying;
  readonly atMs: number;
  readonly text: string;
}

/** Takes a HAR in as it comes, and gives what its WebSockets say of moves. Nothing of it is kept beyond that. */
export class HarReader {
  readonly #decoder = new StringDecoder('utf8');
  readonly #json = new JsonLeaves(har, { value: (name, text) => this.#value(name, text), end: (name) => this.#ended(name) });
  #isFirst = true;
  #values: Partial<Record<Part, string>> = {};
  #said: Said[] = [];
  #entry = 0;
  #hasEntries = false;
  #hasFrames = false;
  #mute = 0;
  #given = 0;
  #left = 0;
  #lastMs = 0;

  constructor(
    private readonly file: string,
    private readonly take: (heard: Heard) => void,
  ) {}

  /** How many entries there were. */
  get entries(): number {
    return this.#entry;
  }

  /** Whether it has a list of entries, as a HAR has. */
  get isHar(): boolean {
    return this.#hasEntries || this.#entry > 0;
  }

  get isWhole(): boolean {
    return this.#json.isWhole;
  }

  /** Whether it says anything of sessions. */
  get saysAnything(): boolean {
    return this.#given > 0;
  }

  /** Of how many WebSockets of calls it does not have what went over them. */
  get mute(): number {
    return this.#mute;
  }

  /** How much was said of sessions beyond what is looked at. */
  get left(): number {
    return this.#left;
  }

  /** Throws a JsonError where this is no JSON. */
  push(chunk: Buffer): void {
    const text = this.#decoder.write(chunk);
    this.#json.push(this.#isFirst ? text.replace(/^\ufeff/, '') : text);
    this.#isFirst = false;
  }

  /** The file has ended. */
  finish(): void {
    if (this.#given > 0) this.#tell({ said: { says: 'recording-ended' }, atMs: this.#lastMs, text: 'The recording ends.' }, this.#entry);
  }

  #value(name: Part, text: string): void {
    this.#values[name] = text;
  }

  #ended(name: Part): void {
    if (name === 'message') this.#endMessage();
    else if (name === 'entry') this.#endEntry();
    else if (name === 'entries') this.#hasEntries = true;
    else if (name === 'messages') this.#hasFrames = true;
  }

  #endMessage(): void {
    const { type, time, data = '', ...rest } = this.#values;
    this.#values = rest;
    const atMs = timeOf(Number(time ?? NaN));
    if (!Number.isNaN(atMs)) this.#lastMs = Math.max(this.#lastMs, atMs);
    const isFromBrowser = type === 'send';
    const said = sayingInFrame({ socket: this.#entry + 1, isFromBrowser, text: data });
    if (!said || (saidOnce.has(said.says) && this.#said.some((one) => one.said.says === said.says))) return;
    if (this.#said.length >= mostOfSocket) this.#left += 1;
    else this.#said.push({ said, atMs, text: `${isFromBrowser ? 'sent' : 'received'} ${shown(data)}` });
  }

  #endEntry(): void {
    this.#entry += 1;
    const startedMs = Date.parse(this.#values.started ?? '');
    const durationMs = Number(this.#values.duration ?? 0);
    const url = addressOf(this.#values.url ?? '');
    if (!Number.isNaN(startedMs)) this.#lastMs = Math.max(this.#lastMs, startedMs + (durationMs > 0 ? durationMs : 0));
    const isOfCall = url?.isSocket && url.address.includes('/api/call/session');
    if (this.#said.length > 0 || isOfCall) {
      const opened: Said = { said: { says: 'socket-opened', socket: this.#entry, url: url?.address ?? '' }, atMs: startedMs, text: `opened WebSocket ${masked(url?.address ?? '')}` };
      for (const one of [opened, ...this.#said]) this.#give({ ...one, atMs: Number.isNaN(one.atMs) ? startedMs : one.atMs }, this.#entry);
    }
    if (isOfCall && !this.#hasFrames) this.#mute += 1;
    this.#values = {};
    this.#said = [];
    this.#hasFrames = false;
  }

  #give(one: Said, line: number): void {
    if (Number.isNaN(one.atMs) || this.#given >= mostOfHar) {
      this.#left += 1;
      return;
    }
    this.#given += 1;
    this.#tell(one, line);
  }

  #tell({ said, atMs, text }: Said, line: number): void {
    this.take({ said, source: 'har', atMs, place: this.file, file: this.file, line, text });
  }
}

/** Chrome gives seconds since 1970, Playwright milliseconds. */
function timeOf(time: number): number {
  return time > 0 && Math.abs(time) < 1e14 ? Math.round(time < 1e11 ? time * 1_000 : time) : NaN;
}

/** A frame as it may be shown. JSON within strings is freed of what guards its quotes, or the names of secrets in it would not be known. */
function shown(text: string): string {
  const begin = text.search(/[{[]/);
  const whole = begin < 0 ? undefined : jsonIn(text.slice(begin));
  const safe = whole === undefined ? masked(text) : `${text.slice(0, begin)}${JSON.stringify(maskedJson(whole, jsonIn))}`;
  return masked(plain(safe.replace(/\\+(?=["'])/g, ''))).slice(0, longestText);
}

/** Where a WebSocket goes, without what is asked there and without ids: those of one call differ from those of the next. */
function addressOf(text: string): { address: string; isSocket: boolean } | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) return null;
  const path = url.pathname.split('/').map((part) => (/^[0-9a-f-]{16,}$/i.test(part) ? '*' : part)).join('/');
  return { address: `${url.host}${path}`.slice(0, 500), isSocket: url.protocol === 'ws:' || url.protocol === 'wss:' };
}
