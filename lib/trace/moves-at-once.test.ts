import { expect, test } from 'vitest';
import { diagnose } from '@/lib/trace/diagnose';
import type { Finding } from '@/lib/trace/finding';
import type { Heard } from '@/lib/trace/heard';
import { heardIn } from '@/lib/trace/log/heard-in-log';
import { LogReader } from '@/lib/trace/log/log-reader';

const call = 'ae778701-7fed-410c-b3e6-c2860907a3f4';
const conference = '0165d312-108c-49ec-9473-61230065c512';

/** Somebody, told apart by a digit. */
const old = (who: number) => `26de0160-30b5-4d7b-8a05-30447${who}af284a`;
const made = (who: number) => `dd2bc8c6-fa80-495f-9a20-1da19${who}10cfab`;

type Line = readonly [ms: number, node: string, text: string];

/** The request to move somebody, and that the bridge begins with it. */
function asked(who: number, ms: number): Line[] {
  return [
    [ms, 'cbcms2', `API trace ${who}: POST for "/api/v1/calls/${call}/participants" (from 192.0.2.50)`],
    [ms, 'cbcms2', `API trace ${who}:  movedParticipant=${old(who)}&needsActivation=false`],
    [ms + 1, 'cbcms2', `move participant operation: moving WC3 participant ${old(who)} (guest10000000${who}) (homed on callbridge 'cbcms1') to call ${call}`],
    [ms + 1, 'cbcms2', `guest login request ${who}: credential storage scheduled (queue length: 1)`],
    [ms + 1, 'cbcms2', `created guest account with user ID "guest20000000${who}"`],
  ];
}

function stored(who: number, ms: number): Line[] {
  return ['credential storage executed', 'credential storage in progress', 'successfully stored credentials'].map((words) => [ms, 'cbcms2', `guest login request ${who}: ${words}`]);
}

/** All of a move whose browser leaves the old call; answered so much later. */
function left(who: number, ms: number, answeredMs = 5): Line[] {
  const answer = ms + answeredMs;
  return [
    ...asked(who, ms),
    ...stored(who, ms + 2),
    [answer, 'cbcms2', `API call leg ${made(who)} in call ${conference} (API call ${call})`],
    [answer, 'cbcms2', `192.0.2.50: API user "api" created new participant ${made(who)}, call ${call}`],
    [answer, 'cbcms2', `API trace ${who}: sending 200 response, size 0`],
    [answer, 'cbcms2', `API trace ${who}: Location: /api/v1/participants/${made(who)}`],
    [answer + 1, 'cbcms2', `new session created for user "guest20000000${who}"`],
    [answer + 1, 'cbcms2', `instantiating user "guest20000000${who}"`],
    [answer + 3, 'wbcms1', `client_backend: INFO : WebSocket : move message sent to participant ${old(who)}`],
    [answer + 9, 'wbcms1', `client_backend: INFO : WebApp Audit : Session: ${who} : Participant Guest ${who} performed action of leave call`],
    [answer + 9, 'cbcms1', `user "guest10000000${who}": deactivating due to session resource teardown`],
    [answer + 9, 'cbcms1', `call ${who}: tearing down ("guest10000000${who}" conference media)`],
    [answer + 9, 'cbcms1', `participant "guest10000000${who}" left space 837fea8b-663a-4abd-93e9-33b4219b9854 (Space 1)`],
    [answer + 9, 'cbcms1', `call ${who}: destroying API call leg ${old(who)}`],
    [answer + 9, 'cbcms1', `removing guest account 'guest10000000${who}' (name 'Guest ${who}') on call drop`],
  ];
}

function refused(ms: number, why = 'token-expired'): Line {
  return [ms, 'wbcms1', `client_backend: INFO : WebSocket : Session: ${ms} : JWT refused: ${why}`];
}

/** Somebody comes in to the new call. */
function arrived(who: number, ms: number): Line[] {
  return [
    [ms, 'cbcms2', `call ${100 + who}: allocated for guest20000000${who} / "Guest ${who}" conference participation (Chrome)`],
    [ms, 'cbcms2', `call ${100 + who}: configured - API call leg ${made(who)}`],
    [ms, 'cbcms2', `call ${100 + who}: setting up combined RTP session for DTLS (combined media and control)`],
    [ms, 'cbcms2', `participant "guest20000000${who}" joined space 59b9e43e-b277-4d33-a244-e896d20f2049 (Space 2)`],
    [ms, 'cbcms2', `participant "guest20000000${who}" (${made(who)}) joined conference ${conference} via WB3`],
  ];
}

/** What lines come to, of each of those who were moved. */
function found(lines: readonly Line[]): Record<string, Pick<Finding, 'cause' | 'confidence' | 'otherCauses'>> {
  const heard: Heard[] = [];
  const readers = new Map(['cbcms1', 'cbcms2', 'wbcms1'].map((node) => [node, new LogReader(`${node}.log`, (line) => heard.push(...[heardIn(line, ({ ms }) => ms) ?? []].flat()))]));
  for (const [at, [ms, node, text]] of [...lines].sort(([a], [b]) => a - b).entries()) {
    const time = new Date(Date.UTC(2026, 0, 15, 10) + ms).toISOString().slice(11, 23);
    readers.get(node)?.read(`Jan 15 ${time} user.info ${node} ${node === 'wbcms1' ? '' : 'host:server:  INFO : '}${text}`, at + 1);
  }
  for (const reader of readers.values()) reader.finish();
  return Object.fromEntries(diagnose(heard).map(({ move, finding: { cause, confidence, otherCauses } }) => [move.participant, { cause, confidence, otherCauses }]));
}

test('a refused token is that of the only one on their way, but not for sure: lines of others may be missing', () => {
  expect(found([...left(1, 0), refused(100)])).toEqual({ [old(1)]: expect.objectContaining({ cause: 'token-expired', confidence: 'medium' }) });
});

test('of two on their way a refused token is likely that of the one who was just told to come over, and the other did not come', () => {
  const told = found([...left(1, 0), ...left(2, 5_000), refused(5_100)]);
  expect(told[old(2)]).toMatchObject({ cause: 'token-expired', confidence: 'medium', otherCauses: expect.arrayContaining(['client-left']) });
  expect(told[old(1)]).toMatchObject({ cause: 'client-left', confidence: 'medium', otherCauses: expect.arrayContaining(['token-expired']) });
});

test('of two who were told in one moment nothing tells whose token was refused', () => {
  const told = found([...left(1, 0), ...left(2, 500), refused(1_000)]);
  for (const who of [1, 2]) expect(told[old(who)]).toMatchObject({ cause: 'insufficient-evidence', otherCauses: expect.arrayContaining(['client-left', 'token-expired']) });
});

test('lines that name nobody are not missed with a move that the bridge made beside another', () => {
  const told = found([...left(1, 0, 100), ...left(2, 50, 100)]);
  for (const who of [1, 2]) expect(told[old(who)]).toMatchObject({ cause: 'client-left', confidence: 'medium' });
});

test('of two moves at once, the one that failed is told by the credentials that were never stored', () => {
  const failed: Line[] = [...asked(2, 50), [150, 'cbcms2', 'API trace 2: sending 400 response, size 90'], [150, 'cbcms2', 'API trace 2: <?xml version="1.0"?><failureDetails><callBridgeUnavailable /></failureDetails>']];
  expect(found([...left(1, 0, 100), ...failed])[old(2)]).toMatchObject({ cause: 'guest-account-not-stored', confidence: 'medium' });
  expect(found([...left(1, 0, 100), ...failed, ...stored(2, 160)])[old(2)]).toMatchObject({ cause: 'insufficient-evidence' });
  // The number under which credentials were to be stored may come again.
  const later: Line[] = [[170, 'cbcms2', 'guest login request 2: credential storage scheduled (queue length: 1)'], ...stored(2, 171)];
  expect(found([...left(1, 0, 100), ...failed, ...later])[old(2)]).toMatchObject({ cause: 'guest-account-not-stored', confidence: 'medium' });
});

test('how somebody had come to the old call, just before, is not missed with the move', () => {
  const came: Line[] = [[-3_000, 'cbcms1', 'call 1: allocated for guest100000001 / "Guest 1" conference participation (Chrome)'], [-3_000, 'cbcms1', `call 1: configured - API call leg ${old(1)}`]];
  expect(found([...came, ...left(1, 0)])[old(1)]).toMatchObject({ cause: 'client-left', confidence: 'medium' });
});

test('whoever was refused when nobody else could be is not who is refused next, however long that takes', () => {
  const told = found([...left(1, 0), refused(100), ...left(2, 3_000), refused(9_000), ...left(3, 9_500)]);
  expect(told[old(1)]).toMatchObject({ cause: 'token-expired', confidence: 'medium' });
  expect(told[old(2)]).toMatchObject({ cause: 'token-expired', confidence: 'medium' });
  expect(told[old(3)]).toMatchObject({ cause: 'client-left', confidence: 'medium' });
});

test('whoever came in is not who was refused, also where of whom they became only the leg is told', () => {
  const untold = left(1, 0).filter(([, , text]) => !text.startsWith('API trace') && !text.includes('API user'));
  const told = found([...untold, ...left(2, 200), refused(900), ...arrived(1, 1_100)]);
  expect(told[old(1)]).toMatchObject({ cause: null });
  expect(told[old(2)]).toMatchObject({ cause: 'token-expired', confidence: 'medium' });
});

test('where nobody shows to have come in a refused token can be of whoever is on their way', () => {
  const told = found([...left(1, 0), ...left(2, 200), refused(900)]);
  expect(told[old(2)]).toMatchObject({ cause: 'insufficient-evidence', confidence: 'low' });
});

test('whom the call bridge turned away is who was refused for that, and nobody else beside them', () => {
  const why = 'encryption-required';
  const turnedAway: Line[] = [[400, 'cbcms2', `participant ${made(1)} may not join: ${why}`], refused(401, why)];
  const told = found([...left(1, 0), ...left(2, 200), ...turnedAway]);
  expect(told[old(1)]).toMatchObject({ cause: why, confidence: 'high' });
  expect(told[old(2)]).toMatchObject({ cause: 'client-left', confidence: 'medium' });
});

test('whoever was told to come over after somebody had been refused was not that one', () => {
  const told = found([...left(1, 0), ...left(2, 100), refused(500), ...left(3, 1_000)]);
  for (const who of [1, 2]) expect(told[old(who)]).toMatchObject({ cause: 'insufficient-evidence' });
  expect(told[old(3)]).toMatchObject({ cause: 'client-left', confidence: 'medium' });
});

test('where as many were refused as are on their way, all for one reason, it was all of them', () => {
  const told = found([...left(1, 0), ...left(2, 200), ...left(3, 400), refused(900), refused(1_000), refused(1_100)]);
  for (const who of [1, 2, 3]) expect(told[old(who)]).toMatchObject({ cause: 'token-expired', confidence: 'medium', otherCauses: expect.arrayContaining(['client-left']) });
});

test('where they were refused for several reasons nothing tells who for which', () => {
  const told = found([...left(1, 0), ...left(2, 200), refused(900), refused(1_000, 'token-unknown')]);
  for (const who of [1, 2]) expect(told[old(who)]).toMatchObject({ cause: 'insufficient-evidence', otherCauses: expect.arrayContaining(['token-expired', 'token-unknown']) });
});

/** Somebody's new call ends: its session too, where their browser had come for it. */
function gone(who: number, ms: number): Line[] {
  return [
    [ms, 'cbcms2', `user "guest20000000${who}": deactivating due to session resource teardown`],
    [ms, 'cbcms2', `call ${100 + who}: tearing down ("guest20000000${who}" conference media)`],
    [ms, 'cbcms2', `participant "guest20000000${who}" left space 59b9e43e-b277-4d33-a244-e896d20f2049 (Space 2)`],
    [ms, 'cbcms2', `call ${100 + who}: destroying API call leg ${made(who)}`],
  ];
}

test('whose new call ended with lines missing of that did not surely stay away, nor did whose session ended there', () => {
  const [session, ...withoutSession] = gone(1, 20_000);
  expect(found([...left(1, 0), ...withoutSession])[old(1)]).toMatchObject({ cause: 'client-left', confidence: 'medium' });
  const torn = withoutSession.filter(([, , text]) => !text.includes('left space'));
  expect(found([...left(1, 0), ...torn])[old(1)]).toMatchObject({ cause: 'insufficient-evidence' });
  expect(found([...left(1, 0), ...(session ? [session] : []), ...withoutSession])[old(1)]).toMatchObject({ cause: 'insufficient-evidence' });
});
