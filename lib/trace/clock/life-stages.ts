import { says, type Heard } from '@/lib/trace/heard';
import type { Saying } from '@/lib/trace/log/saying';
import { moveDrafts } from '@/lib/trace/move-drafts';

/** Where in a life something was said: what is of a later stage was said later, by whatever clock. */
export interface Stage {
  /** Whose life, in what respect. */
  readonly life: string;
  readonly at: number;
  readonly heard: Heard;
}

/** The stages of somebody's time in one call, in their order. Source: `docs/architecture.md`, the eleven steps. */
const stages = ['made', 'sent-for', 'asking', 'token-taken', 'in', 'moved-on', 'told', 'told-in-browser', 'leaving', 'gone'] as const;
type StageName = (typeof stages)[number];

/** How long it takes at the most to the next stage, in milliseconds; whoever is in a call may stay there. */
const nextWithinMs: readonly number[] = [15_000, 30_000, 10_000, 10_000, Infinity, 15_000, 10_000, 30_000, 10_000];

/** A bridge answers within so long, or not at all. */
const answerWithinMs = 10_000;

/** How long it is at the most between two stages of a life, in milliseconds. */
export function longestMs(life: string, from: number, to: number): number {
  if (life.startsWith(ofSighting)) return seenWithinMs;
  if (!life.startsWith(ofPerson)) return answerWithinMs;
  return nextWithinMs.slice(from, to).reduce((sum, ms) => sum + ms, 0);
}

/** Usher hears of what happens within so long, also where it has to look for it. */
const seenWithinMs = 60_000;

const ofPerson = 'person ';
const ofSighting = 'seen ';

const stageOf: Partial<Record<Saying['says'], StageName>> = {
  'account-created': 'made', 'leg-made': 'made', 'session-made': 'made', 'instance-made': 'made',
  'token-taken': 'token-taken',
  'call-allocated': 'in', 'leg-configured': 'in', joined: 'in', 'joined-place': 'in',
  move: 'moved-on',
  'move-told': 'told', 'no-web-bridge': 'told',
  'session-ended': 'gone', 'call-ended': 'gone', left: 'gone', 'leg-ended': 'gone', 'account-ended': 'gone',
};

/** Only guests have an account for one call alone. Source: docs/cms-wire.md, section 6.3. */
const guest = /^guest\d+$/;

/** All that was said of lives in calls, and of requests that move people. */
export function stagesIn(heard: readonly Heard[]): Stage[] {
  return [...heard.flatMap(stagesOfPerson), ...stagesInBrowsers(heard.filter(({ source }) => source === 'har')), ...stagesOfRequests(heard), ...stagesOfMaking(heard), ...sightings(heard)];
}

function stagesOfPerson(heard: Heard): Stage[] {
  const { said, source } = heard;
  const stage = stageOf[said.says];
  if (stage === undefined || source !== 'log') return [];
  const names = ['participant' in said && said.participant, 'leg' in said && said.leg, 'account' in said && guest.test(said.account) && said.account];
  return names.flatMap((name) => (typeof name === 'string' ? [person(name, stage, heard)] : []));
}

function person(name: string, stage: StageName, heard: Heard): Stage {
  return { life: `${ofPerson}${name}`, at: stages.indexOf(stage), heard };
}

/** What recordings show of the one whose call a WebSocket is, and of the one whom they are to become. */
function stagesInBrowsers(heard: readonly Heard[]): Stage[] {
  const owners = new Map<string, ReadonlySet<string>>();
  const socketOf = ({ said, place }: Heard) => ('socket' in said ? `${said.socket} ${place}` : '');
  const namesIn = ({ ids, accounts }: { readonly ids: readonly string[]; readonly accounts: readonly string[] }) => [...ids, ...accounts.filter((account) => guest.test(account))];
  for (const one of heard.filter(says('session-asked'))) owners.set(socketOf(one), new Set(namesIn(one.said)));
  return heard.flatMap((one): Stage[] => {
    const owner = owners.get(socketOf(one)) ?? new Set();
    const ofOwner = (stage: StageName) => Array.from(owner, (name) => person(name, stage, one));
    switch (one.said.says) {
      case 'session-asked':
        return ofOwner('asking');
      case 'session-runs':
        return ofOwner('in');
      case 'browser-told':
        return [...ofOwner('told-in-browser'), ...namesIn(one.said).flatMap((name) => (owner.has(name) ? [] : [person(name, 'sent-for', one)]))];
      case 'browser-left':
        return ofOwner('leaving');
      default:
        return [];
    }
  });
}

/** Usher asks, the bridge has the request or begins with it, the bridge answers, Usher has the answer. */
function stagesOfRequests(heard: readonly Heard[]): Stage[] {
  const own = heard.filter(({ source }) => source === 'request');
  if (own.length === 0) return [];
  const drafts = moveDrafts(heard.filter(({ source }) => source === 'log'));
  return own.filter(says('asked')).flatMap((asked, _, all): Stage[] => {
    const { participant } = asked.said;
    const logged = drafts.filter((draft) => draft.participant === participant);
    const isOnly = all.filter(({ said }) => said.participant === participant).length === 1 && logged.length === 1;
    const [draft] = logged;
    // Of several requests about the same person it is not told which line is whose.
    if (!isOnly || !draft) return [];
    const begun = draft.request?.lines[0] ?? draft.operation;
    const answer = draft.request?.lines.find(says('answer'));
    const answered = own.filter(says('answer')).find(({ line }) => line === asked.line);
    return [asked, begun, answer, answered].flatMap((one, at) => (one ? [{ life: `request ${participant}`, at, heard: one }] : []));
  });
}

/** What happens on a bridge, and then Usher hears of it. */
function sightings(heard: readonly Heard[]): Stage[] {
  const events = heard.filter(({ source }) => source === 'event');
  if (events.length === 0) return [];
  const happened = { appeared: 'leg-made', connected: 'leg-configured', gone: 'leg-ended' } as const;
  const lines = new Map(heard.flatMap((one) => (one.source === 'log' && 'leg' in one.said ? [[`${one.said.says} ${one.said.leg}`, one] as const] : [])));
  return events.flatMap((seen): Stage[] => {
    const { said } = seen;
    if (said.says !== 'appeared' && said.says !== 'connected' && said.says !== 'gone') return [];
    const life = `${ofSighting}${said.says} ${said.participant}`;
    const line = lines.get(`${happened[said.says]} ${said.participant}`);
    return line ? [{ life, at: 0, heard: line }, { life, at: 1, heard: seen }] : [];
  });
}

/** The bridge that is asked begins, the chosen one makes the newcomer, the first one says so. */
function stagesOfMaking(heard: readonly Heard[]): Stage[] {
  const made = new Map(heard.filter(says('leg-made')).map((one) => [one.said.leg, one]));
  const reported = new Map(heard.filter(says('participant-made')).map((one) => [one.said.participant, one]));
  return moveDrafts(heard).flatMap(({ operation, newParticipant }) => {
    if (newParticipant === null) return [];
    return [operation, made.get(newParticipant), reported.get(newParticipant)].flatMap((one, at) => (one ? [{ life: `making ${newParticipant}`, at, heard: one }] : []));
  });
}
