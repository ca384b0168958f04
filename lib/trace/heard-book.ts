import type { Heard } from '@/lib/trace/heard';

/** What was said, found by whom and what it names, and by where and when it was said: however much there is, a look costs the same. */
export class HeardBook {
  readonly #byKey = new Map<string, Heard[]>();
  readonly #byPlace = new Map<string, Heard[]>();
  readonly #order = new Map<Heard, number>();

  /** @param all in the order in which each place said it */
  constructor(readonly all: readonly Heard[]) {
    all.forEach((one, at) => {
      this.#order.set(one, at);
      for (const key of keysOf(one)) put(this.#byKey, key, one);
      put(this.#byPlace, one.place, one);
    });
    for (const said of this.#byPlace.values()) said.sort((a, b) => a.atMs - b.atMs);
  }

  /** What names something, by {@link keys}, in the order in which it was heard. */
  about(key: string): readonly Heard[] {
    return this.#byKey.get(key) ?? [];
  }

  /** What a place said between two moments, both included, in the order in which it was heard. Milliseconds since 1970. */
  between(place: string, fromMs: number, untilMs: number): Heard[] {
    const said = this.#byPlace.get(place) ?? [];
    return said.slice(firstAt(said, fromMs), firstAt(said, untilMs + 1)).sort((a, b) => this.#orderOf(a) - this.#orderOf(b));
  }

  /** Whether one was heard after another. */
  isAfter(one: Heard, other: Heard): boolean {
    return this.#orderOf(one) > this.#orderOf(other);
  }

  /** Of each one, in the order of time; what was said at one time in the order in which it was heard. */
  inOrder(heard: readonly Heard[]): Heard[] {
    return [...new Set(heard)].sort((a, b) => a.atMs - b.atMs || this.#orderOf(a) - this.#orderOf(b));
  }

  #orderOf(one: Heard): number {
    return this.#order.get(one) ?? 0;
  }
}

/** How things are named that count at one place only, or are no ids. Participants, legs and accounts go by their ids. */
export const keys = {
  numberedCall: (number: number, place: string) => `call ${number} ${place}`,
  client: (name: string) => `client ${name}`,
  refused: 'refused',
  legsOfConference: (conference: string, place: string) => `legs of ${conference} ${place}`,
  legsOfCall: (call: string, place: string) => `legs of call ${call} ${place}`,
  space: (conference: string) => `space of ${conference}`,
};

function keysOf({ said, place }: Heard): string[] {
  const found = [
    'participant' in said && said.participant,
    'leg' in said && said.leg,
    'account' in said && said.account,
    'number' in said && keys.numberedCall(said.number, place),
    said.says === 'client-did' && keys.client(said.name),
    said.says === 'token-refused' && keys.refused,
    said.says === 'leg-made' && keys.legsOfConference(said.conference, place),
    said.says === 'leg-made' && keys.legsOfCall(said.call, place),
    said.says === 'space' && keys.space(said.conference),
  ];
  return found.filter((key) => typeof key === 'string');
}

function put(index: Map<string, Heard[]>, key: string, one: Heard): void {
  const found = index.get(key);
  if (found) found.push(one);
  else index.set(key, [one]);
}

/** Where what was said at a moment or later begins, in what is sorted by time. */
function firstAt(said: readonly Heard[], ms: number): number {
  let [low, high] = [0, said.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((said[middle]?.atMs ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
