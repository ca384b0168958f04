import { connect, createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import type { ClusterMode } from '@/lib/meeting/call-bridge';
import { readBridgeAddress } from '@/server/bridge-client/bridge-address';
import { bridgeClient, type BridgeClient } from '@/server/bridge-client/bridge-client';
import type { Answer } from '@/server/bridge-client/bridge-error';
import type { TransportLimits } from '@/server/bridge-client/bridge-transport';
import { inspectCertificate } from '@/server/bridge-client/certificate';
import { systemClock, type Clock } from '@/server/bridge-client/clock';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { EventsClient, type EventsListener, type EventsState } from '@/server/bridge-client/events/events-client';
import { trustSchema, type Trust } from '@/server/bridge-client/trust';
import { scriptedBridge, xml, type Answering, type ScriptedBridge } from '../support/scripted-bridge';
import { makeTestCertificate } from '../support/test-certificate';

const quick: TransportLimits = { totalMs: 400, connectMs: 300, headersMs: 400, bodyMs: 400 };
const system: Trust = { kind: 'system', value: '' };
const newParticipant = '1f0b9d77-4444-4c39-b7d5-aa00bb00cc02';

const toClose: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

async function bridge(answering: Answering, certificate?: { key: string; cert: string }): Promise<ScriptedBridge> {
  const started = await scriptedBridge(answering, certificate);
  toClose.push(() => started.close());
  return started;
}

interface ClientOptions {
  trust?: Trust;
  limits?: TransportLimits;
  mode?: () => ClusterMode;
}

function clientOf(origin: string, { trust = system, limits, mode = () => 'operate' }: ClientOptions = {}): BridgeClient {
  const read = readBridgeAddress(origin);
  if (!read.ok) throw new Error(read.reason);
  const access = { address: read.address, username: 'api', password: 'secret-word', trust };
  const client = bridgeClient({ ...access, clock: systemClock, random: () => 0, limits }, mode);
  toClose.push(() => client.close());
  return client;
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

function errorOf(answer: Answer<unknown>) {
  if (answer.ok) throw new Error('an error was expected');
  return answer.error;
}

describe('what a bridge answers to a read', () => {
  const statusDocument = '<status><softwareVersion>3.9</softwareVersion></status>';

  test('comes back as what it says, asked for with the account', async () => {
    const seen: (string | undefined)[] = [];
    const { origin } = await bridge((request, response) => {
      seen.push(request.headers.authorization);
      xml(response, statusDocument);
    });
    const status = await clientOf(origin).reader.systemStatus();
    expect(status.ok && status.value.softwareVersion).toBe('3.9');
    expect(seen).toEqual([`Basic ${Buffer.from('api:secret-word').toString('base64')}`]);
  });

  test.each<[string, Answering, RegExp, string]>([
    ['401', (_, response) => void response.writeHead(401).end(), /user name or the password/, 'bridge-refused'],
    ['503 again and again', (_, response) => void response.writeHead(503).end(), /busy/, 'bridge-refused'],
    ['HTML', (_, response) => void response.end('<!DOCTYPE html><html></html>'), /web page/, 'bridge-unreachable'],
    ['a DOCTYPE', (_, response) => xml(response, '<!DOCTYPE status><status/>'), /DOCTYPE/, 'bridge-unreachable'],
    ['endless nesting', (_, response) => xml(response, '<status>'.repeat(5000)), /deep/, 'bridge-unreachable'],
    ['another document', (_, response) => xml(response, '<html></html>'), /"html" where "status"|web page/, 'bridge-unreachable'],
    ['an empty body', (_, response) => void response.end(), /nothing/, 'bridge-unreachable'],
    ['no HTTP at all', (request) => void request.socket.end('SSH-2.0-OpenSSH_9.2\r\n'), /HTTP/, 'bridge-unreachable'],
    ['a reset', (request) => void request.socket.destroy(), /closed the connection/, 'bridge-unreachable'],
    ['half a body', (_, response) => {
      response.writeHead(200, { 'content-length': '500' }).write('<status>');
      setImmediate(() => response.socket?.destroy());
    }, /middle of its answer/, 'bridge-unreachable'],
    ['half a body that claims to be whole', (_, response) => xml(response, '<status><softwareVersion>3'), /cannot be read/, 'bridge-unreachable'],
    ['nothing', () => undefined, /did not answer in time/, 'bridge-unreachable'],
    ['a body that never ends', (_, response) => void response.writeHead(200).write('<status>'), /did not finish in time/, 'bridge-unreachable'],
  ])('is an error in words of its own for %s', async (_, answering, detail, code) => {
    const { origin } = await bridge(answering);
    const error = errorOf(await clientOf(origin, { limits: quick }).reader.systemStatus());
    expect(error.detail).toMatch(detail);
    expect(error.code).toBe(code);
    expect(error.detail).not.toContain('secret-word');
  });

  test('is cut off beyond 16 MB', async () => {
    const { origin } = await bridge((_, response) => {
      response.writeHead(200);
      const chunk = `<a>${'x'.repeat(1024 * 1024)}</a>`;
      const more = () => {
        while (!response.destroyed && response.write(chunk));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    expect(errorOf(await clientOf(origin).reader.systemStatus()).detail).toMatch(/more than can be an answer/);
  });

  test('is asked for again when the bridge was busy or broke off, and then taken', async () => {
    let asked = 0;
    const { origin } = await bridge((request, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(503).end();
      else if (asked === 2) request.socket.destroy();
      else xml(response, statusDocument);
    });
    expect((await clientOf(origin).reader.systemStatus()).ok).toBe(true);
    expect(asked).toBe(3);
  });

  test('is followed over pages that are smaller than asked for, and ends where the total is wrong', async () => {
    const all = Array.from({ length: 23 }, (_, index) => `<call id="c${index}"><name>${index}</name></call>`);
    let claimed = all.length;
    const { origin } = await bridge((request, response) => {
      const offset = Number(new URL(request.url ?? '', 'http://x').searchParams.get('offset'));
      xml(response, `<calls total="${claimed}">${all.slice(offset, offset + 10).join('')}</calls>`);
    });
    const { reader } = clientOf(origin);
    const calls = await reader.calls();
    expect(calls.ok && calls.value.map(({ name }) => name)).toEqual(all.map((_, index) => String(index)));
    claimed = 1_000_000;
    const again = await reader.calls();
    expect(again.ok && again.value.length).toBe(23);
  });

  test('never has more than four requests under way at a bridge', async () => {
    const held: (() => void)[] = [];
    const started = await bridge((_, response) => {
      held.push(() => xml(response, statusDocument));
      if (held.length === 4) for (const answer of held.splice(0)) answer();
    });
    const { reader } = clientOf(started.origin);
    const answers = await Promise.all(Array.from({ length: 12 }, () => reader.systemStatus()));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(started.mostAtOnce).toBe(4);
  });
});

describe('a bridge that cannot be reached', () => {
  test('is told apart by what to check, and surely did nothing', async () => {
    const { origin, close } = await scriptedBridge(() => undefined);
    await close();
    const refused = errorOf(await clientOf(origin).writer.moveParticipant('c', 'p'));
    expect(refused).toMatchObject({ code: 'bridge-unreachable', mayHaveActed: false });
    expect(refused.detail).toMatch(/refuses connections/);

    const unknown = errorOf(await clientOf('https://no-such-host.invalid').writer.moveParticipant('c', 'p'));
    expect(unknown).toMatchObject({ code: 'bridge-unreachable', mayHaveActed: false });
    expect(unknown.detail).toMatch(/not known to DNS|could not be made|does not take connections/);
  });

  test('is said not to speak TLS where it does not', async () => {
    const { origin } = await bridge(() => undefined);
    const error = errorOf(await clientOf(origin.replace('http:', 'https:')).writer.moveParticipant('c', 'p'));
    expect(error).toMatchObject({ mayHaveActed: false });
    expect(error.detail).toMatch(/TLS/);
  });
});

describe('the certificate of a bridge', () => {
  const answering: Answering = (_, response) => xml(response, '<status/>');

  test('is shown before anything is sent, and then trusted by its fingerprint', async () => {
    const certificate = await makeTestCertificate();
    const started = await bridge(answering, certificate);
    const read = readBridgeAddress(started.origin);
    if (!read.ok) throw new Error(read.reason);
    const shown = await inspectCertificate(read.address);
    expect(shown.ok && shown.value).toMatchObject({ subject: 'CN=127.0.0.1', issuer: 'CN=127.0.0.1' });
    expect(started.requests).toEqual([]);
    const trust = trustSchema.parse({ kind: 'fingerprint', value: shown.ok ? shown.value?.fingerprint : '' });
    const client = clientOf(started.origin, { trust });
    expect((await client.reader.systemStatus()).ok).toBe(true);
    expect(client.transport.certificate?.notAfter).toBe(shown.ok ? shown.value?.notAfter : '');
  });

  test('that is another than the pinned one is refused before the password leaves', async () => {
    const started = await bridge(answering, await makeTestCertificate());
    const trust = trustSchema.parse({ kind: 'fingerprint', value: 'ab'.repeat(32) });
    const error = errorOf(await clientOf(started.origin, { trust }).writer.moveParticipant('c', 'p'));
    expect(error).toMatchObject({ code: 'bridge-unreachable', mayHaveActed: false });
    expect(error.detail).toMatch(/another certificate than the one that was confirmed/);
    expect(started.requests).toEqual([]);
  });

  test('is trusted by its authority, and not by the system or another authority', async () => {
    const certificate = await makeTestCertificate();
    const other = await makeTestCertificate();
    const { origin } = await bridge(answering, certificate);
    const authority = (value: string): Trust => trustSchema.parse({ kind: 'authority', value });
    expect((await clientOf(origin, { trust: authority(certificate.cert) }).reader.systemStatus()).ok).toBe(true);
    for (const trust of [system, authority(other.cert)]) {
      expect(errorOf(await clientOf(origin, { trust }).reader.systemStatus()).detail).toMatch(/not vouched for/);
    }
  });

  test('for another host name is refused with that reason', async () => {
    const certificate = await makeTestCertificate();
    const { origin } = await bridge(answering, certificate);
    const trust = trustSchema.parse({ kind: 'authority', value: certificate.cert });
    const error = errorOf(await clientOf(origin.replace('127.0.0.1', 'localhost'), { trust }).reader.systemStatus());
    expect(error.detail).toMatch(/another host name/);
  });
});

describe('a move', () => {
  const accepting: Answering = (_, response) => {
    response.writeHead(200, { location: `/api/v1/participants/${newParticipant}` }).end();
  };

  test('is the request that bridges are known to get, and brings the new id', async () => {
    let body = '';
    const started = await bridge((request, response) => {
      body = request.form.toString();
      accepting(request, response);
    });
    const moved = await clientOf(started.origin).writer.moveParticipant('the-call', 'old');
    expect(moved).toEqual({ ok: true, value: { participant: newParticipant } });
    expect(started.requests).toEqual(['POST /api/v1/calls/the-call/participants']);
    expect(body).toBe('movedParticipant=old&needsActivation=false');
    await clientOf(started.origin).writer.moveParticipant('the-call', 'muted', { lobby: 'open', settings: { audioMute: true } });
    expect(body).toBe('movedParticipant=muted&needsActivation=false&rxAudioMute=true');
  });

  test('is not what a call to an address is, which says whom to call and what is muted, and brings the new id too', async () => {
    const bodies: string[] = [];
    const started = await bridge((request, response) => {
      bodies.push(request.form.toString());
      accepting(request, response);
    });
    const { writer } = clientOf(started.origin);
    expect(await writer.callAddress('the-call', 'room7@example.org', {})).toEqual({ ok: true, value: { participant: newParticipant } });
    await writer.callAddress('the-call', 'room7@example.org', { audioMute: true, videoMute: true });
    expect(bodies).toEqual(['remoteParty=room7%40example.org', 'remoteParty=room7%40example.org&rxAudioMute=true&rxVideoMute=true']);
  });

  test.each([
    [{ lobby: 'admit', settings: {} }, 'movedParticipant=old&deactivated=false'],
    [{ lobby: 'wait', settings: {} }, 'movedParticipant=old'],
    [
      { lobby: 'open', settings: { audioMute: true, videoMute: true, layout: 'onePlusN', importance: 3, label: 'A & B' } },
      'movedParticipant=old&needsActivation=false&rxAudioMute=true&rxVideoMute=true&chosenLayout=onePlusN&importance=3&nameLabelOverride=A+%26+B',
    ],
  ] as const)('says how they are to enter: %o', async (entry, wanted) => {
    let body = '';
    const started = await bridge((request, response) => {
      body = request.form.toString();
      accepting(request, response);
    });
    expect((await clientOf(started.origin).writer.moveParticipant('the-call', 'old', entry)).ok).toBe(true);
    expect(body).toBe(wanted);
  });

  test('is not sent in observe, even if the mode changes while it waits in line', async () => {
    let mode: ClusterMode = 'operate';
    const held: (() => void)[] = [];
    const started = await bridge((request, response) => {
      if (request.method === 'POST') return accepting(request, response);
      held.push(() => xml(response, '<status/>'));
      if (held.length < 4) return;
      mode = 'observe';
      for (const answer of held) answer();
    });
    const client = clientOf(started.origin, { mode: () => mode });
    const reads = Array.from({ length: 4 }, () => client.reader.systemStatus());
    const waiting = client.writer.moveParticipant('c', 'p');
    await Promise.all(reads);
    expect(errorOf(await waiting)).toMatchObject({ code: 'cluster-observe-only', mayHaveActed: false });
    expect(errorOf(await client.writer.moveParticipant('c', 'p')).code).toBe('cluster-observe-only');
    expect(started.requests.filter((request) => request.startsWith('POST'))).toEqual([]);
  });

  test.each<[string, Answering, boolean]>([
    ['a refusal', (_, response) => xml(response, '<failureDetails><callDoesNotExist /></failureDetails>', 400), false],
    ['401', (_, response) => void response.writeHead(401).end(), false],
    ['503', (_, response) => void response.writeHead(503).end(), false],
    ['500', (_, response) => void response.writeHead(500).end(), true],
    ['a reset', (request) => void request.socket.destroy(), true],
    ['no answer', () => undefined, true],
    ['a 200 without a Location', (_, response) => void response.writeHead(200).end(), true],
    ['a Location elsewhere', (_, response) => void response.writeHead(200, { location: `http://evil.example/api/v1/participants/${newParticipant}` }).end(), true],
    ['a Location of something else', (_, response) => void response.writeHead(200, { location: `/api/v1/calls/${newParticipant}` }).end(), true],
    ['a Location that is no id', (_, response) => void response.writeHead(200, { location: '/api/v1/participants/../../x' }).end(), true],
  ])('is sent once, and says rightly whether the bridge may have acted, after %s', async (_, answering, mayHaveActed) => {
    const started = await bridge(answering);
    const error = errorOf(await clientOf(started.origin, { limits: quick }).writer.moveParticipant('c', 'p'));
    expect(error.mayHaveActed).toBe(mayHaveActed);
    expect(started.requests.length).toBe(1);
  });

  test('that waits for a connection longer than it may is never sent afterwards', async () => {
    const certificate = await makeTestCertificate();
    const started = await bridge(accepting, certificate);
    const trust = trustSchema.parse({ kind: 'authority', value: certificate.cert });
    // Takes connections, but lets nothing through yet: the handshake is held up.
    const held: (() => void)[] = [];
    const gate = createServer((socket) => {
      held.push(() => socket.pipe(connect(Number(new URL(started.origin).port), '127.0.0.1')).pipe(socket));
    });
    await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
    toClose.push(() => void gate.close());
    const { port } = gate.address() as AddressInfo;
    const client = clientOf(`https://127.0.0.1:${port}`, { trust, limits: { ...quick, connectMs: 3000 } });
    const late = errorOf(await client.writer.moveParticipant('c', 'p'));
    expect(late).toMatchObject({ code: 'bridge-unreachable', mayHaveActed: false });
    for (const resume of held) resume();
    // Whatever still leaves would be on that connection, before this.
    await client.reader.systemStatus();
    expect(started.requests.filter((request) => request.startsWith('POST'))).toEqual([]);
  });
});

/** A bridge whose events say what the test says. */
async function eventsBridge(onConnection: (socket: WebSocket, url: string) => void): Promise<ScriptedBridge> {
  const started = await bridge((request, response) => {
    if (request.url === '/api/v1/authTokens') response.writeHead(200, { 'x-cisco-cms-auth-token': 'token-1' }).end();
    else response.writeHead(404).end();
  });
  const sockets = new WebSocketServer({ noServer: true });
  started.server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (webSocket) => onConnection(webSocket, request.url ?? ''));
  });
  return started;
}

interface Heard {
  states: EventsState[];
  calls: unknown[];
  rosters: unknown[];
  refused: string[];
}

function listen(origin: string, on: Partial<EventsListener> = {}, clock: Clock = systemClock): { events: EventsClient; heard: Heard } {
  const client = clientOf(origin);
  const heard: Heard = { states: [], calls: [], rosters: [], refused: [] };
  const listener: EventsListener = {
    onState: (state) => {
      heard.states.push(state);
      on.onState?.(state);
    },
    onWord: () => undefined,
    onSettled: () => on.onSettled?.(),
    onCalls: (entries, how) => {
      heard.calls.push(...entries);
      on.onCalls?.(entries, how);
    },
    onCallInfo: () => undefined,
    onRoster: (call, entries, how) => {
      heard.rosters.push({ call, entries });
      on.onRoster?.(call, entries, how);
    },
    onGap: () => on.onGap?.(),
    onRefused: (reason) => heard.refused.push(reason),
    onDeactivated: (call) => on.onDeactivated?.(call),
  };
  const events = new EventsClient({
    transport: client.transport,
    reader: client.reader,
    listener,
    clock,
    random: () => 0,
  });
  toClose.push(() => events.stop());
  return { events, heard };
}

const say = (socket: WebSocket, message: object) => socket.send(JSON.stringify({ type: 'message', message }));

describe('the events of a bridge', () => {
  test('are subscribed to as a whole set, acknowledged each, and settle once all is active', async () => {
    const requests: { index: number; type: string; call?: string }[][] = [];
    const acks: number[] = [];
    const url: string[] = [];
    const acknowledged = deferred<void>();
    const started = await eventsBridge((socket, path) => {
      url.push(path);
      let messageId = 1;
      socket.on('message', (data) => {
        const frame = JSON.parse(String(data));
        if (frame.type === 'messageAck') {
          acks.push(frame.messageAck.messageId);
          if (acks.length === 4) acknowledged.resolve();
          return;
        }
        const { subscriptions } = frame.message;
        requests.push(subscriptions);
        socket.send(JSON.stringify({ type: 'messageAck', messageAck: { messageId: frame.message.messageId, status: 'success' } }));
        const states = subscriptions.map(({ index }: { index: number }) => ({ index, state: 'active' }));
        say(socket, { messageId: messageId++, type: 'subscriptionUpdate', subscriptions: states });
        if (requests.length === 1) {
          const updates = ['a', 'b'].map((call) => ({ call, updateType: 'add', name: call }));
          say(socket, { messageId: messageId++, type: 'callListUpdate', subscriptionIndex: 1, updates });
        } else {
          say(socket, {
            messageId: messageId++,
            type: 'rosterUpdate',
            subscriptionIndex: 3,
            updates: [{ participant: 'p', updateType: 'add', name: 'Ana', state: 'connected' }],
          });
        }
      });
    });
    let settledOnce = 0;
    const { events, heard } = listen(started.origin, { onSettled: () => (settledOnce += 1) });
    events.start();
    await acknowledged.promise;
    expect(settledOnce).toBe(1);
    expect(url).toEqual(['/events/v1?authToken=token-1']);
    expect(requests.map((request) => request.map(({ index, type, call }) => `${index} ${type} ${call ?? ''}`.trim()))).toEqual([
      ['1 calls'],
      ['1 calls', '2 callInfo a', '3 callRoster a', '4 callInfo b', '5 callRoster b'],
    ]);
    expect(heard.states).toEqual(['connecting', 'active']);
    expect(heard.rosters).toMatchObject([{ call: 'a', entries: [{ participant: 'p', name: 'Ana' }] }]);
    expect(acks).toEqual([1, 2, 3, 4]);
  });

  test('that were lost on the way are told anew; those that come twice or too late are not taken in', async () => {
    const requests: number[][] = [];
    const again = deferred<void>();
    const started = await eventsBridge((socket) => {
      socket.on('message', (data) => {
        const frame = JSON.parse(String(data));
        if (frame.type === 'messageAck') return;
        const { subscriptions } = frame.message;
        requests.push(subscriptions.map(({ index }: { index: number }) => index));
        if (requests.length > 1) return again.resolve();
        say(socket, { messageId: 1, type: 'subscriptionUpdate', subscriptions: [{ index: 1, state: 'active' }] });
        const callList = (messageId: number, name: string) =>
          say(socket, { messageId, type: 'callListUpdate', subscriptionIndex: 1, updates: [{ call: 'a', updateType: 'update', name }] });
        for (const [messageId, name] of [[2, 'first'], [4, 'after a gap'], [3, 'late'], [4, 'twice']] as const) callList(messageId, name);
      });
    });
    let gaps = 0;
    const { events, heard } = listen(started.origin, { onGap: () => (gaps += 1) });
    events.start();
    await again.promise;
    await expect.poll(() => heard.refused).toHaveLength(2);
    expect(requests[1]).not.toContain(1);
    expect(heard.calls).toMatchObject([{ name: 'first' }, { name: 'after a gap' }]);
    expect(gaps).toBe(1);
  });

  /** A bridge that lists calls in so many messages, fifty milliseconds apart. @returns the requests, in order */
  async function requestsFor(calls: number, messages: number): Promise<string[]> {
    const requests: string[] = [];
    const all = deferred<void>();
    const connected = deferred<WebSocket>();
    const started = await eventsBridge((socket) => {
      socket.on('message', (data) => {
        const text = String(data);
        if (JSON.parse(text).type === 'messageAck') return;
        requests.push(text);
        if (requests.length === 1) connected.resolve(socket);
        if (text.includes(`"call ${calls - 1}"`)) all.resolve();
      });
    });
    const clock = new ManualClock();
    let taken = deferred<void>();
    const { events } = listen(started.origin, { onCalls: () => taken.resolve() }, clock);
    events.start();
    const socket = await connected.promise;
    say(socket, { messageId: 1, type: 'subscriptionUpdate', subscriptions: [{ index: 1, state: 'active' }] });
    for (let n = 0; n < messages; n += 1) {
      taken = deferred();
      const ofThis = Array.from({ length: calls / messages }, (_, index) => `call ${n * (calls / messages) + index}`);
      const updates = ofThis.map((call) => ({ call, updateType: 'add', name: call }));
      say(socket, { messageId: n + 2, type: 'callListUpdate', subscriptionIndex: 1, updates });
      await taken.promise;
      clock.advance(50);
    }
    clock.advance(1_000);
    await all.promise;
    return requests;
  }

  test('of a bridge with 450 calls are asked for by one request where they come at once, and never by one for each', async () => {
    const atOnce = await requestsFor(450, 1);
    const oneByOne = await requestsFor(450, 450);
    expect(atOnce).toHaveLength(2);
    expect(oneByOne.at(-1)?.length).toBeLessThan(200_000);
    // Twenty calls a second: each request is the whole set, so the longer it is, the more of them have to share one.
    expect(oneByOne.length).toBeLessThanOrEqual(180);
    expect(oneByOne.reduce((bytes, request) => bytes + request.length, 0)).toBeLessThan(12_000_000);
  });

  test.each<[string, (socket: WebSocket) => void]>([
    ['garbage', (socket) => socket.send('{"type":')],
    ['a binary frame', (socket) => socket.send(Buffer.from([1, 2, 3]))],
    ['a message beyond 4 MB', (socket) => socket.send('x'.repeat(5 * 1024 * 1024))],
    ['a close', (socket) => socket.close()],
    ['a broken connection', (socket) => socket.terminate()],
  ])('are connected anew after %s', async (spoiltBy, spoil) => {
    let connections = 0;
    const again = deferred<void>();
    const started = await eventsBridge((socket) => {
      socket.on('error', () => undefined);
      connections += 1;
      if (connections === 1) spoil(socket);
      else again.resolve();
    });
    const { events, heard } = listen(started.origin);
    events.start();
    await again.promise;
    expect(heard.states.slice(0, 3)).toEqual(['connecting', 'waiting', 'connecting']);
    expect(heard.refused).toHaveLength(['garbage', 'a binary frame', 'a message beyond 4 MB'].includes(spoiltBy) ? 1 : 0);
  });

  test('that a bridge does not have are not asked for again and again', async () => {
    const started = await bridge((_, response) => xml(response, '<failureDetails><unrecognisedObject /></failureDetails>', 404));
    const settled = deferred<void>();
    const { events, heard } = listen(started.origin, { onState: (state) => state === 'unsupported' && settled.resolve() });
    events.start();
    await settled.promise;
    expect(heard.states).toEqual(['connecting', 'unsupported']);
    expect(started.requests).toEqual(['POST /api/v1/authTokens']);
  });

  test('that a bridge closes off at the upgrade count as not there', async () => {
    const started = await bridge((_, response) => void response.writeHead(200, { 'x-cisco-cms-auth-token': 't' }).end());
    started.server.on('upgrade', (_, socket) => socket.end('HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n'));
    const settled = deferred<void>();
    const { events } = listen(started.origin, { onState: (state) => state === 'unsupported' && settled.resolve() });
    events.start();
    await settled.promise;
    expect(events.state).toBe('unsupported');
  });

  test('whose subscriptions end for a call that was not taken back are reported', async () => {
    const ended = deferred<string>();
    const started = await eventsBridge((socket) => {
      let messageId = 1;
      socket.on('message', (data) => {
        const frame = JSON.parse(String(data));
        if (frame.type !== 'message') return;
        const { subscriptions } = frame.message as { subscriptions: { index: number }[] };
        const state = ({ index }: { index: number }) => ({ index, state: index === 3 ? 'deactivated' : 'active' });
        say(socket, { messageId: messageId++, type: 'subscriptionUpdate', subscriptions: subscriptions.map(state) });
        if (subscriptions.length === 1) {
          say(socket, { messageId: messageId++, type: 'callListUpdate', subscriptionIndex: 1, updates: [{ call: 'a', updateType: 'add' }] });
        }
      });
    });
    const { events } = listen(started.origin, { onDeactivated: (call) => ended.resolve(call) });
    events.start();
    expect(await ended.promise).toBe('a');
  });

  test('stop for good, whatever they were doing', async () => {
    const opened = deferred<WebSocket>();
    const started = await eventsBridge((socket) => opened.resolve(socket));
    const { events, heard } = listen(started.origin);
    events.start();
    const socket = await opened.promise;
    const closed = new Promise((resolve) => socket.once('close', resolve));
    events.stop();
    await closed;
    expect(heard.states.at(-1)).toBe('stopped');
  });
});

test('nothing is left listening after these tests', async () => {
  const { origin, close } = await scriptedBridge(() => undefined);
  await close();
  const { port } = new URL(origin);
  const refused = await new Promise((resolve) => connect(Number(port), '127.0.0.1').once('error', resolve).once('connect', resolve));
  expect(refused).toBeInstanceOf(Error);
});
