import { guidFrom, guidPattern } from '@/lib/trace/log/guid';
import type { Saying, StorageStage } from '@/lib/trace/log/saying';

/** The parts that a pattern found, by name. */
class Parts {
  constructor(private readonly found: Record<string, string | undefined>) {}

  text(name: string): string {
    return (this.found[name] ?? '').trim();
  }

  number(name: string): number {
    return Number(this.found[name]);
  }

  guid(name: string): string {
    return guidFrom(this.text(name)) ?? this.text(name);
  }

  has(name: string): boolean {
    return this.found[name] !== undefined;
  }
}

/** How a line is worded, what all such lines have in them, and what it says. */
interface Wording {
  /** Texts without it need no further look. */
  readonly has: string;
  readonly pattern: RegExp;
  readonly says: (parts: Parts) => Saying;
}

function wording(has: string, pattern: string, says: Wording['says']): Wording {
  return { has, pattern: new RegExp(pattern.replace(/ID:(\w+)/g, `(?<$1>${guidPattern})`), 'i'), says };
}

/** Only the first: a failure document is short, and what was cut cannot be read. */
const mostTags = 8;

function tagsIn(xml: string): string[] {
  return [...xml.matchAll(/<(\w+)\b[^<>]*\/>/g)].slice(0, mostTags).flatMap(([, tag]) => tag ?? []);
}

const stages: readonly (readonly [string, StorageStage])[] = [
  ['credential storage scheduled', 'scheduled'],
  ['credential storage executed', 'executed'],
  ['credential storage in progress', 'in-progress'],
  ['successfully stored credentials', 'stored'],
];

/**
 * The wordings, those that most lines have first. Numbers of requests and calls count at one bridge only.
 * Source: docs/cms-wire.md, sections 8.2 to 8.4; lines of the emulator's own, where the product's are not known, are marked.
 */
const wordings: readonly Wording[] = [
  wording('API trace ', '^API trace (?<trace>\\d+): (?<method>GET|POST|PUT|DELETE) for "(?<path>[^"]*)" \\(from (?<from>[^)]*)\\)', (p) => ({
    says: 'request', trace: p.number('trace'), method: p.text('method').toUpperCase(), path: p.text('path'), from: p.text('from'),
  })),
  wording('API trace ', '^API trace (?<trace>\\d+): sending (?<status>\\d{3}) response', (p) => ({ says: 'answer', trace: p.number('trace'), status: p.number('status') })),
  wording('API trace ', '^API trace (?<trace>\\d+): Location: \\S*/participants/ID:participant', (p) => ({ says: 'location', trace: p.number('trace'), participant: p.guid('participant') })),
  wording('failureDetails', '^API trace (?<trace>\\d+): .*<failureDetails>(?<tags>.*)', (p) => ({ says: 'failure', trace: p.number('trace'), tags: tagsIn(p.text('tags')) })),
  // A parameter takes several lines: those after its first are indented further, where that was kept.
  wording('API trace ', '^API trace (?<trace>\\d+): +(?<text>\\w+=[\\w%.+*=&-]*|[\\w%.+*&-]+(?=\\s*$))', (p) => ({
    says: 'payload', trace: p.number('trace'), text: p.text('text'), goesOn: !/^\w+=/.test(p.text('text')),
  })),
  wording('move participant operation', '^move participant operation: moving (?<client>.*?) ?participant ID:participant \\((?<account>[^)]*)\\) \\(homed on (?:(?<here>this callbridge)|(?:callbridge )?\'?(?<home>[^\')]*)\'?)\\) to call ID:call', (p) => ({
    says: 'move', client: p.text('client'), participant: p.guid('participant'), account: p.text('account'), isHomedHere: p.has('here'), home: p.text('home') || null, call: p.guid('call'),
  })),
  wording('guest login request', '^guest login request (?<request>\\d+): (?<stage>.*)', (p) => ({
    says: 'storage', request: p.number('request'), stage: stages.find(([words]) => p.text('stage').startsWith(words))?.[1] ?? null,
  })),
  wording('created guest account', '^created guest account with user ID "(?<account>[^"]*)"', (p) => ({ says: 'account-created', account: p.text('account') })),
  wording('replace query', "^replace query for conference ID:conference: response from '(?<bridge>[^']*)' \\(priority: -?\\d+, load level: (?<load>\\d+)", (p) => ({
    says: 'placement', what: 'answer', conference: p.guid('conference'), callBridge: p.text('bridge'), load: p.number('load'),
  })),
  wording('replace query', "^replace query for conference ID:conference: using \\w+ server '(?<bridge>[^']*)'(?: \\(priority: -?\\d+, load level: (?<load>\\d+))?", (p) => ({
    says: 'placement', what: 'choice', conference: p.guid('conference'), callBridge: p.text('bridge'), load: p.has('load') ? p.number('load') : null,
  })),
  // The emulator's own.
  wording('no server with capacity', '^replace query for conference ID:conference: no server with capacity', (p) => ({
    says: 'placement', what: 'no-room', conference: p.guid('conference'), callBridge: null, load: null,
  })),
  wording('API call leg', '^API call leg ID:leg in call ID:conference \\(API call ID:call\\)', (p) => ({ says: 'leg-made', leg: p.guid('leg'), conference: p.guid('conference'), call: p.guid('call') })),
  wording('created new participant', '^(?<from>\\S+): API user "(?<user>[^"]*)" created new participant ID:participant, call ID:call', (p) => ({
    says: 'participant-made', participant: p.guid('participant'), call: p.guid('call'), user: p.text('user'), from: p.text('from'),
  })),
  wording('new session created', '^new session created for user "(?<account>[^"]*)"', (p) => ({ says: 'session-made', account: p.text('account') })),
  wording('instantiating user', '^instantiating user "(?<account>[^"]*)"', (p) => ({ says: 'instance-made', account: p.text('account') })),
  // The emulator's own.
  wording('no C2W connection', '^no C2W connection to the web bridge of participant ID:participant', (p) => ({ says: 'no-web-bridge', participant: p.guid('participant') })),
  wording('session resource teardown', '^user "(?<account>[^"]*)": deactivating due to session resource teardown', (p) => ({ says: 'session-ended', account: p.text('account') })),
  wording(': tearing down', '^call (?<number>\\d+): tearing down \\("(?<account>[^"]*)"', (p) => ({ says: 'call-ended', number: p.number('number'), account: p.text('account') })),
  wording('participant "', '^participant "(?<account>[^"]*)" left (?:space|conference) ID:place \\((?<name>.*)\\)', (p) => ({ says: 'left', account: p.text('account'), place: p.guid('place'), name: p.text('name') })),
  wording('destroying API call leg', '^call (?<number>\\d+): destroying API call leg ID:leg', (p) => ({ says: 'leg-ended', number: p.number('number'), leg: p.guid('leg') })),
  wording('removing guest account', "^removing guest account '(?<account>[^']*)' \\(name '(?<name>.*)'\\) on call drop", (p) => ({ says: 'account-ended', account: p.text('account'), name: p.text('name') })),
  wording('destroying guest account', '^destroying guest account with user ID "(?<account>[^"]*)"', (p) => ({ says: 'account-ended', account: p.text('account'), name: null })),
  wording('allocated for', '^call (?<number>\\d+): allocated for (?<account>\\S+) / "(?<name>.*)" conference participation(?: \\((?<browser>[^)]*)\\))?', (p) => ({
    says: 'call-allocated', number: p.number('number'), account: p.text('account'), name: p.text('name'), browser: p.text('browser'),
  })),
  wording('configured - API call leg', '^call (?<number>\\d+): configured - API call leg ID:leg', (p) => ({ says: 'leg-configured', number: p.number('number'), leg: p.guid('leg') })),
  wording('setting up combined RTP', '^call (?<number>\\d+): setting up combined RTP session', (p) => ({ says: 'media-set-up', number: p.number('number') })),
  wording('participant "', '^participant "(?<account>[^"]*)" joined (?:space|conference) ID:place \\((?<name>.*)\\)', (p) => ({ says: 'joined-place', account: p.text('account'), place: p.guid('place'), name: p.text('name') })),
  wording('participant "', '^participant "(?<account>[^"]*)" \\(ID:participant\\) joined conference ID:conference', (p) => ({
    says: 'joined', account: p.text('account'), participant: p.guid('participant'), conference: p.guid('conference'),
  })),
  // The emulator's own.
  wording('may not join', '^participant ID:participant may not join: (?<why>[\\w-]+)', (p) => ({ says: 'not-admitted', participant: p.guid('participant'), why: p.text('why') })),
  wording('Call Correlator GUID', '^API "(?<name>.*)" Space GUID: ID:space <--> Call Correlator GUID: ID:correlator <--> Internal GUID: ID:conference', (p) => ({
    says: 'space', name: p.text('name'), space: p.guid('space'), correlator: p.guid('correlator'), conference: p.guid('conference'),
  })),
  wording('Got authenticated JWT', '^WebSocket : Got authenticated JWT for (?<account>\\S+) callbridge \\S+ call ID:call participant ID:participant', (p) => ({
    says: 'token-taken', account: p.text('account'), call: p.guid('call'), participant: p.guid('participant'),
  })),
  // The emulator's own, this and the next.
  wording('JWT refused', '^WebSocket : Session: (?<session>\\S+) : JWT refused: (?<why>[\\w-]+)', (p) => ({ says: 'token-refused', session: p.text('session'), why: p.text('why') })),
  wording('move message', '^WebSocket : move message (?<sent>sent to|for) participant ID:participant', (p) => ({ says: 'move-told', participant: p.guid('participant'), isDelivered: p.text('sent') === 'sent to' })),
  wording('WebApp Audit', '^WebApp Audit : Session: (?<session>\\S+) : Participant (?<name>.*) performed action of (?<what>join|leave) call', (p) => ({
    says: 'client-did', session: p.text('session'), name: p.text('name'), what: p.text('what') === 'join' ? 'join' : 'leave',
  })),
];

/** Whatever says something of a move has one of these in it, as it is written here. */
export const anchors: readonly string[] = [...new Set(wordings.map(({ has }) => has))];

/** What a bridge says of a move is shorter. Of more than that no pattern could be tried at every place in reasonable time. */
const longestText = 4_096;

/** What the text of a line says; null if that is nothing about a move, as with most lines. */
export function sayingIn(whole: string): Saying | null {
  const text = whole.slice(0, longestText);
  for (const { has, pattern, says } of wordings) {
    if (!text.includes(has)) continue;
    const groups = pattern.exec(text)?.groups;
    if (groups) return says(new Parts(groups));
  }
  return null;
}
