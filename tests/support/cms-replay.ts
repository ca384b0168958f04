import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { pino } from 'pino';
import { expect, vi } from 'vitest';
import type { Participant } from '@/lib/meeting/participant';
import type { Verdict } from '@/lib/move/verdict';
import { createBridges, type Bridges } from '@/server/clusters/bridges';
import { addInputSchema } from '@/server/clusters/call-bridge-input';
import { memoryDatabase } from '@/server/db/memory-database';
import { callToAsk } from '@/server/moves/situation';
import { patience, testSecret } from './followed-emulator';
import { compare, judgeClosely, type Answered } from './verdict-outcome';

/** A cluster that verdicts are held against: one of its bridges, over HTTPS. */
export interface CmsToReplay {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** PEM of the authority that vouches for its certificates; null where the system's do. */
  readonly authority: string | null;
  /** Whether people may be moved. */
  readonly moves: boolean;
}

/** The cluster that the environment names; null if it names none. */
export async function cmsNamedBy(env: NodeJS.ProcessEnv): Promise<CmsToReplay | null> {
  const { CONTRACT_CMS_URL: url, CONTRACT_CMS_USER: user = '', CONTRACT_CMS_PASSWORD: password = '', CONTRACT_CMS_CA: file } = env;
  if (url === undefined || url === '') return null;
  const authority = file === undefined ? null : await readFile(file, 'utf8');
  return { url, user, password, authority, moves: env.CONTRACT_CMS_MOVE === 'yes' };
}

/** Somebody who is in a meeting, and one they might go to. */
interface Row {
  readonly participant: Participant;
  /** Id of a live meeting, or of none. */
  readonly to: string;
}

/** One row that was tried: its name, and the two sides of it. */
export type Replayed = { readonly name: string } & ReturnType<typeof compare>;

/**
 * Judges everybody who is in a meeting of the cluster now, against each of its meetings and against one that is none, and
 * asks the bridges for what they surely refuse; where people may be moved, for everything. Nobody is moved twice.
 * Each row is judged, asked for and looked at before the next, since the meetings go on meanwhile.
 */
export async function replay(cms: CmsToReplay): Promise<Replayed[]> {
  const db = await memoryDatabase();
  const bridges = createBridges({ db, secret: testSecret, log: pino({ enabled: false }) });
  try {
    await bridges.start();
    await follow(bridges, cms);
    const replayed: Replayed[] = [];
    for (const row of rowsOf(bridges)) replayed.push(...(await tried(bridges, row, cms.moves)));
    return replayed;
  } finally {
    await bridges.stop();
    await db.destroy();
  }
}

/** Follows every bridge of the cluster, and waits until everybody is known. */
async function follow({ clusters, inventory, closeLook }: Bridges, { url, user, password, authority }: CmsToReplay): Promise<void> {
  const trust = authority === null ? { kind: 'system' } : { kind: 'authority', value: authority };
  const first = await clusters.add(addInputSchema.parse({ address: url, username: user, password, trust }));
  for (const { address, callBridge } of await clusters.discover(first.id)) {
    if (callBridge === null) await clusters.add(addInputSchema.parse({ address, sameAccountAs: first.id, trust }));
  }
  // Where a cluster is only observed, that is a reason of Usher's own. Nothing here moves but what `tried` asks for.
  await clusters.setMode(first.cluster.id, 'operate');
  const { callBridges, meetings, participants } = inventory.picture;
  await vi.waitFor(() => {
    const away = [...callBridges.values()].filter(({ state, feeds }) => state !== 'connected' || feeds.events !== 'active');
    expect(away.map(({ name }) => name)).toEqual([]);
    expect(participants.size, 'people in live meetings').toBeGreaterThan(0);
  }, patience);
  await closeLook.take([...meetings.keys()]);
  await vi.waitFor(() => expect([...participants.values()].filter(({ kind }) => kind === 'unknown')).toEqual([]), patience);
}

/** Everybody against every meeting, and against one that is none. */
function rowsOf({ inventory: { picture } }: Bridges): Row[] {
  const targets = [...picture.meetings.keys(), randomUUID()];
  return [...picture.participants.values()].flatMap((participant) => targets.map((to) => ({ participant, to })));
}

/** Nothing where the bridge is not asked: whoever has been moved is not there under their old id, and what may pass is left alone. */
async function tried(bridges: Bridges, { participant: { id, name }, to }: Row, moves: boolean): Promise<Replayed[]> {
  const { inventory } = bridges;
  const before = inventory.participant(id);
  const [verdict] = await judgeClosely(bridges, { participants: [id], to: { meeting: to } });
  if (!before || !verdict || !(moves || isSurelyRefused(before, verdict))) return [];
  const meeting = inventory.meeting(to)?.name ?? 'none';
  const said = { participant: id, verdict, ...(await ask(bridges, before, to)) };
  if (said.newcomer !== '') await arrival(bridges, said);
  return [{ name: `${name} to ${meeting}`, ...compare(said, { from: before.meeting, to }, inventory.picture.participants) }];
}

/** Whether a bridge refuses by itself, and goes on to: other refusals may have passed by the time it is asked, or are Usher's. */
function isSurelyRefused({ state, canMove }: Participant, { reasons }: Verdict): boolean {
  const isHeldByBridge = state === 'connected' && canMove === false;
  return isHeldByBridge || reasons.includes('same-meeting') || reasons.includes('target-ended');
}

/** The POST that Usher itself would send; for a meeting that is none, to the bridge that somebody is homed on. */
async function ask({ inventory, clusters }: Bridges, { id, callBridge: home }: Participant, to: string): Promise<Pick<Answered, 'status' | 'newcomer'>> {
  const meeting = inventory.meeting(to);
  const call = meeting ? callToAsk(meeting, home.id, { inventory }) : { callBridge: home.id, id: to };
  const answer = await clusters.writerFor(call?.callBridge ?? '')?.moveParticipant(call?.id ?? '', id);
  if (!answer) throw new Error('No bridge of the meeting can be asked.');
  if (answer.ok) return { status: 200, newcomer: answer.value.participant };
  if (answer.error.status === null) throw new Error(answer.error.detail);
  return { status: answer.error.status, newcomer: '' };
}

/** Waits until somebody who was taken is connected in the new meeting and gone from the old one. */
async function arrival({ inventory }: Bridges, { participant, newcomer }: Answered): Promise<void> {
  const seen = (): unknown => [inventory.participant(participant), inventory.participant(newcomer)?.state];
  await vi.waitFor(() => expect(seen()).toEqual([null, 'connected']), patience);
}
