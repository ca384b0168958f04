import { jsonParser, type Token } from 'stream-json/core/parser.js';

/** A part of a JSON text that is wanted: by its name where it is told of, with what is in it. The members of an array go by `*`. */
export interface Wanted<Name extends string> {
  readonly name?: Name;
  /** How much of a value is kept, in characters; without it none is. */
  readonly longest?: number;
  readonly inner?: Readonly<Record<string, Wanted<Name>>>;
}

export interface JsonListener<Name extends string> {
  /** A value of a wanted part. @param text as far as it is kept */
  value(name: Name, text: string): void;
  /** A wanted object or array has ended. */
  end(name: Name): void;
}

/** Why JSON could not be read on, for a person. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

interface Open<Name extends string> {
  readonly wanted: Wanted<Name> | undefined;
  readonly isArray: boolean;
}

const pieceLength = 16_384;
const longestKey = 64;
/** JSON that people write or browsers export is not nested as deep. */
const deepest = 64;

/** Takes JSON in piece by piece and tells of the parts of it that are wanted. Of all else nothing is kept, however large it is. */
export class JsonLeaves<Name extends string> {
  // Strings come in pieces: put together nothing of them would be bounded.
  readonly #parse = jsonParser({ packValues: false, streamValues: true });
  readonly #open: Open<Name>[] = [];
  #key = '';
  #text = '';
  #part: Wanted<Name> | undefined;
  #isKey = false;
  #hasEnded = false;

  constructor(
    private readonly root: Wanted<Name>,
    private readonly listener: JsonListener<Name>,
  ) {}

  /** Whether the whole text has come. */
  get isWhole(): boolean {
    return this.#hasEnded;
  }

  /** Throws a {@link JsonError} where this is no JSON. */
  push(text: string): void {
    // In small pieces: what came in one with an error is lost.
    for (let from = 0; from < text.length; from += pieceLength) {
      for (const token of this.#parsed(text.slice(from, from + pieceLength))) this.#take(token);
    }
  }

  #parsed(text: string): readonly Token[] {
    try {
      const tokens = this.#parse(text);
      return typeof tokens === 'symbol' ? [] : tokens.values;
    } catch {
      throw new JsonError('From here on this is no JSON.');
    }
  }

  #take(token: Token): void {
    switch (token.name) {
      case 'startObject':
      case 'startArray':
        return this.#begin(token.name === 'startArray');
      case 'endObject':
      case 'endArray':
        return this.#end();
      case 'startKey':
        [this.#isKey, this.#key] = [true, ''];
        return;
      case 'endKey':
        this.#isKey = false;
        return;
      case 'startString':
      case 'startNumber':
        [this.#part, this.#text] = [this.#partHere(), ''];
        return;
      case 'stringChunk':
      case 'numberChunk':
        return this.#keep(token.value);
      case 'endString':
      case 'endNumber':
        if (this.#part?.name !== undefined && this.#part.longest !== undefined) this.listener.value(this.#part.name, this.#text);
    }
  }

  #begin(isArray: boolean): void {
    if (this.#open.length >= deepest) throw new JsonError('From here on it is nested more deeply than a HAR is.');
    this.#open.push({ wanted: this.#partHere(), isArray });
  }

  #end(): void {
    const name = this.#open.pop()?.wanted?.name;
    if (name !== undefined) this.listener.end(name);
    this.#hasEnded = this.#open.length === 0;
  }

  #keep(chunk: string): void {
    if (this.#isKey) {
      // One more than is compared: a key that was cut is none that is wanted.
      if (this.#key.length <= longestKey) this.#key += chunk.slice(0, longestKey + 1);
      return;
    }
    const room = (this.#part?.longest ?? 0) - this.#text.length;
    if (room > 0) this.#text += chunk.slice(0, room);
  }

  /** What is wanted of what stands here. */
  #partHere(): Wanted<Name> | undefined {
    const around = this.#open.at(-1);
    if (!around) return this.root;
    const key = around.isArray ? '*' : this.#key;
    const inner = around.wanted?.inner;
    return inner && Object.hasOwn(inner, key) ? inner[key] : undefined;
  }
}
