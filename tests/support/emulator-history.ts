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
  readonly moves: readonly MoveAsked[];
}

/** Reads it from the control port. Throws if the emulator does not keep all of it any more: then nothing can be held against it. */
export async function readHistory(control: string): Promise<EmulatorHistory> {
  const { history } = z.object({ history: z.array(deedSchema) }).parse(await (await fetch(`${control}/history`)).json());
  if (history.some(({ number }, index) => number !== index + 1)) throw new Error('The emulator has forgotten where its history begins.');
  return { lives: livesIn(history), moves: history.flatMap(moveIn) };
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
export function personOf({ lives }: EmulatorHistory, id: string): string {
  const from = lives.get(id)?.movedFrom ?? null;
  return from === null ? id : personOf({ lives, moves: [] }, from);
}

/** Whoever an id has become, over any number of moves, itself first. */
export function successorsOf(history: EmulatorHistory, id: string): Life[] {
  const own = history.lives.get(id);
  const next = [...history.lives.values()].filter(({ movedFrom }) => movedFrom === id);
  return [...(own ? [own] : []), ...next.flatMap((life) => successorsOf(history, life.id))];
}
