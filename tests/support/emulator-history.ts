import { z } from 'zod';

const stay = z.object({
  number: z.number(),
  at: z.string(),
  participant: z.string(),
  name: z.string(),
  callBridge: z.string(),
  meeting: z.string(),
  state: z.string(),
  inLobby: z.boolean(),
  audioMuted: z.boolean(),
  movedFrom: z.string().nullable(),
});

const deedSchema = z.discriminatedUnion('what', [
  stay.extend({ what: z.enum(['came', 'changed']) }),
  stay.extend({ what: z.literal('left'), reason: z.string() }),
  z.object({
    what: z.literal('asked'),
    number: z.number(),
    at: z.string(),
    askedAt: z.string(),
    callBridge: z.string(),
    agent: z.string().nullable(),
    method: z.string(),
    path: z.string(),
    body: z.string(),
    status: z.number(),
    created: z.string().nullable(),
  }),
]);
type Deed = z.infer<typeof deedSchema>;
export type Stay = Exclude<Deed, { what: 'asked' }>;

/** A move that a bridge was asked for. */
export interface MoveAsked {
  readonly number: number;
  readonly askedAt: string;
  readonly agent: string | null;
  /** Whom it moves. */
  readonly participant: string;
  readonly status: number;
  readonly created: string | null;
}

/** One participant id from its coming to its leaving. */
export interface Life {
  readonly id: string;
  readonly name: string;
  readonly meeting: string;
  readonly movedFrom: string | null;
  /** In order; the last one is of its leaving, if it has left. */
  readonly stays: readonly Stay[];
  readonly hasLeft: boolean;
}

/** What the emulator says that was so: each participant id's life, and each move that its bridges were asked for. */
export interface EmulatorHistory {
  readonly lives: ReadonlyMap<string, Life>;
  /** By participant: whom moves have made from them. */
  readonly successors: ReadonlyMap<string, readonly Life[]>;
  readonly moves: readonly MoveAsked[];
}

/** An emulator's history as it grows. It keeps some twenty thousand deeds: whoever wants more reads on before they are forgotten. */
export class HistoryReader {
  readonly #read: Deed[] = [];

  /** @param control the emulator's control port */
  constructor(private readonly control: string) {}

  /** Takes in what is new. Throws if the emulator has forgotten some of it: then nothing can be held against it. */
  async readOn(): Promise<void> {
    const { history } = z.object({ history: z.array(deedSchema) }).parse(await (await fetch(`${this.control}/history?after=${this.#read.length}`)).json());
    const first = this.#read.length + 1;
    if (history.some(({ number }, index) => number !== first + index)) throw new Error('The emulator has forgotten a part of its history.');
    this.#read.push(...history);
  }

  async history(): Promise<EmulatorHistory> {
    await this.readOn();
    return historyOf(livesIn(this.#read), this.#read.flatMap(moveIn));
  }
}

export function historyOf(lives: ReadonlyMap<string, Life>, moves: readonly MoveAsked[]): EmulatorHistory {
  const successors = new Map<string, Life[]>();
  for (const life of lives.values()) if (life.movedFrom !== null) successors.set(life.movedFrom, [...(successors.get(life.movedFrom) ?? []), life]);
  return { lives, successors, moves };
}

/** All that the emulator has done so far. */
export function readHistory(control: string): Promise<EmulatorHistory> {
  return new HistoryReader(control).history();
}

function livesIn(history: readonly Deed[]): Map<string, Life> {
  const lives = new Map<string, Life>();
  for (const deed of history) {
    if (deed.what === 'asked') continue;
    const stays = [...(lives.get(deed.participant)?.stays ?? []), deed];
    const { participant: id, name, meeting, movedFrom } = deed;
    lives.set(id, { id, name, meeting, movedFrom, stays, hasLeft: deed.what === 'left' });
  }
  return lives;
}

function moveIn(deed: Deed): MoveAsked[] {
  if (deed.what !== 'asked' || deed.method !== 'POST') return [];
  const participant = new URLSearchParams(deed.body).get('movedParticipant')?.toLowerCase() ?? '';
  const { number, askedAt, agent, status, created } = deed;
  return participant === '' ? [] : [{ number, askedAt, agent, participant, status, created }];
}

/** Whether somebody took part in the meeting at that moment: connected, and not in its lobby. */
export function takesPart({ what, state, inLobby }: Stay): boolean {
  return what !== 'left' && state === 'connected' && !inLobby;
}

/** The first id of the person whom an id belongs to. */
export function personOf(history: EmulatorHistory, id: string): string {
  const from = history.lives.get(id)?.movedFrom ?? null;
  return from === null ? id : personOf(history, from);
}

/** Whoever an id has become, over any number of moves, itself first. */
export function successorsOf(history: EmulatorHistory, id: string): Life[] {
  const own = history.lives.get(id);
  const next = history.successors.get(id) ?? [];
  return [...(own ? [own] : []), ...next.flatMap((life) => successorsOf(history, life.id))];
}

/**
 * The history as far as it could be known: without who somebody was before, where no event told and they left, so that nobody can
 * read it any more.
 * @param told of whom an event said it
 */
export function asFarAsTold(history: EmulatorHistory, told: ReadonlySet<string>): EmulatorHistory {
  const isUnknown = ({ id, hasLeft }: Life) => hasLeft && !told.has(id);
  return {
    ...history,
    lives: new Map([...history.lives].map(([id, life]) => [id, isUnknown(life) ? { ...life, movedFrom: null } : life])),
    successors: new Map([...history.successors].map(([id, lives]) => [id, lives.filter((life) => !isUnknown(life))])),
  };
}
