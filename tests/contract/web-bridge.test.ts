import { request as httpRequest } from 'node:http';
import { get as httpsGet } from 'node:https';
import { WebSocket } from 'ws';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createIds } from '@/server/emulator/ids';
import { webAppAssets } from '@/server/emulator/web-app/assets';
import type { ClientState } from '@/server/emulator/web-app/client/client-state';
import { type HeadlessGuest, joinHeadless } from '@/server/emulator/web-app/headless/join-headless';
import type { WebBridgeLogLine } from '@/server/emulator/web-bridge/log-line';
import { startWebBridge, type WebBridgeHandle } from '@/server/emulator/web-bridge/web-bridge';
import { FakeCallBridge } from '../support/fake-call-bridge';
import { plainSettings, SessionBrowser } from '../support/session-browser';
import { makeTestCertificate } from '../support/test-certificate';

const SECRET = 'a secret of the cluster';
const SPACE_1 = { name: 'Space 1', numericId: '1001' };

let assets: string;
let certificate: { key: string; cert: string };
let webBridge: WebBridgeHandle;
let log: WebBridgeLogLine[];
const bridges: FakeCallBridge[] = [];

beforeAll(async () => {
  assets = await webAppAssets();
  certificate = await makeTestCertificate();
});

beforeEach(async () => {
  log = [];
  webBridge = await startWebBridge({
    id: 'web-bridge-1',
    name: 'wbcms1',
    c2wSecret: SECRET,
    http: { port: 0 },
    https: { port: 0, ...certificate },
    assets,
    log: (line) => log.push(line),
    ids: createIds('web bridge'),
  });
});

afterEach(async () => {
  await Promise.all(bridges.splice(0).map((bridge) => bridge.close()));
  await webBridge.close();
});

async function callBridge(name = 'cbcms1'): Promise<FakeCallBridge> {
  const bridge = await FakeCallBridge.connect(webBridge.httpUrl, SECRET, name);
  bridges.push(bridge);
  return bridge;
}

function until(guest: HeadlessGuest, holds: (state: ClientState) => boolean): Promise<ClientState> {
  return new Promise((resolve) => {
    if (holds(guest.state)) return resolve(guest.state);
    const stop = guest.onState((state) => {
      if (!holds(state)) return;
      stop();
      resolve(state);
    });
  });
}

async function guestIn(bridge: FakeCallBridge, participant = 'participant-1'): Promise<HeadlessGuest> {
  const joining = joinHeadless({ webBridgeUrl: webBridge.httpUrl, numericId: '1001', name: 'Ana Web' });
  await bridge.admit(participant, SPACE_1);
  return joining;
}

function join(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${webBridge.httpUrl}/api/join`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

describe('joining', () => {
  it('brings a guest in with the settings that the guest comes with', async () => {
    const bridge = await callBridge();
    const joining = joinHeadless({
      webBridgeUrl: webBridge.httpUrl,
      numericId: '1001',
      name: 'Ana Web',
      settings: { audioMuted: true, layout: 'speakerOnly' },
    });
    const { settings } = await bridge.admit('participant-1', SPACE_1);
    const guest = await joining;
    expect(settings).toEqual({ audioMuted: true, videoMuted: false, layout: 'speakerOnly' });
    expect(guest.state.phase).toBe('in-call');
    expect(guest.state.space).toEqual(SPACE_1);
  });

  it('hands name, numeric id and passcode to a call bridge, and nothing else', async () => {
    const bridge = await callBridge();
    const answer = join({ numericId: '1001', name: '  Ana Web ', passcode: '4711', more: 1 });
    const { requestId, ...wish } = await bridge.hear('authRequest');
    expect(wish).toEqual({ type: 'authRequest', numericId: '1001', name: 'Ana Web', passcode: '4711' });
    bridge.say({ type: 'authResponse', requestId, ok: false, code: 'passcode-wrong' });
    expect((await answer).status).toBe(401);
  });

  it.each([
    ['meeting-not-found', 404, 'meeting-not-found'],
    ['passcode-required', 401, 'passcode-required'],
    ['passcode-wrong', 401, 'passcode-wrong'],
    ['no-capacity', 503, 'no-capacity'],
  ] as const)('answers %s with %i', async (code, status, told) => {
    const bridge = await callBridge();
    const answer = join({ numericId: '1001', name: 'Ana' });
    const { requestId } = await bridge.hear('authRequest');
    bridge.say({ type: 'authResponse', requestId, ok: false, code });
    const response = await answer;
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code: told });
  });

  it('rejects a headless join with the reason', async () => {
    const bridge = await callBridge();
    const joining = joinHeadless({ webBridgeUrl: webBridge.httpUrl, numericId: '9999', name: 'Ana' });
    const { requestId } = await bridge.hear('authRequest');
    bridge.say({ type: 'authResponse', requestId, ok: false, code: 'meeting-not-found' });
    await expect(joining).rejects.toMatchObject({ name: 'JoinFailed', reason: 'meeting-not-found' });
  });

  it('asks the call bridges in turn', async () => {
    const [first, second] = [await callBridge('cbcms1'), await callBridge('cbcms2')];
    const answers = [join({ numericId: '1', name: 'Ana' }), join({ numericId: '1', name: 'Ben' })];
    for (const bridge of [first, second]) {
      const { requestId } = await bridge.hear('authRequest');
      bridge.say({ type: 'authResponse', requestId, ok: false, code: 'meeting-not-found' });
    }
    expect((await Promise.all(answers)).map((answer) => answer.status)).toEqual([404, 404]);
  });

  it('is refused with 503 where no call bridge is connected, and where the one that was asked goes away', async () => {
    expect((await join({ numericId: '1001', name: 'Ana' })).status).toBe(503);
    const bridge = await callBridge();
    const answer = join({ numericId: '1001', name: 'Ana' });
    await bridge.hear('authRequest');
    bridge.socket.terminate();
    expect((await answer).status).toBe(503);
  });

  it('holds back the sixth wrong passcode within a minute, for that meeting only', async () => {
    const bridge = await callBridge();
    const attempt = async (numericId: string): Promise<number> => {
      const answer = join({ numericId, name: 'Ana', passcode: '0000' });
      const { requestId } = await bridge.hear('authRequest');
      bridge.say({ type: 'authResponse', requestId, ok: false, code: 'passcode-wrong' });
      return (await answer).status;
    };
    for (let tries = 0; tries < 5; tries++) expect(await attempt('1001')).toBe(401);
    const held = await join({ numericId: '1001', name: 'Ana', passcode: '1234' });
    expect(held.status).toBe(429);
    expect(Number(held.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await attempt('1002')).toBe(401);
  });

  it.each([
    ['no JSON', '{"numericId":', 422],
    ['a numeric id that is none', { numericId: '10x1', name: 'Ana' }, 422],
    ['no name', { numericId: '1001', name: '   ' }, 422],
    ['a name with a line break', { numericId: '1001', name: 'Ana\nBen' }, 422],
    ['a name of 101 characters', { numericId: '1001', name: 'a'.repeat(101) }, 422],
    ['an array', [], 422],
    ['a body of 5 kB', { numericId: '1001', name: 'a'.repeat(5000) }, 413],
  ])('refuses %s', async (_what, body, status) => {
    const response = await join(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code: 'invalid' });
  });

  it('refuses a form, which a page of another site could send', async () => {
    const response = await join('numericId=1001', { 'Content-Type': 'application/x-www-form-urlencoded' });
    expect(response.status).toBe(415);
  });
});

describe('a move', () => {
  it('takes the guest to another call bridge: end of the old session, then a new one with the new token', async () => {
    const [a, c] = [await callBridge('cbcms1'), await callBridge('cbcms3')];
    // The first join goes to the bridge that came first.
    const guest = await guestIn(a, 'old');
    guest.setMuted(true);
    guest.setLayout('allEqual');
    await a.hear('settings');
    await a.hear('settings');
    a.say({ type: 'chat', participant: 'old', message: { id: '1', from: 'Ben', text: 'Hello', at: '2026-01-15T10:00:00Z' } });
    await until(guest, (state) => state.chat.length === 1);
    guest.setPresenting(true);
    await a.hear('presentation');

    c.say({
      type: 'move',
      participant: 'old',
      newParticipant: 'new',
      accessMethod: { numericId: '1002' },
      jwt: await c.token('new'),
      space: { name: 'Space 2' },
    });
    const [ended, started] = await Promise.all([a.hear('endSession'), c.start('new')]);
    expect(ended).toEqual({ type: 'endSession', participant: 'old', reason: 'moved' });
    expect(started.settings).toEqual({ audioMuted: true, videoMuted: false, layout: 'allEqual' });

    const state = await until(guest, ({ phase }) => phase === 'in-call');
    expect(state).toMatchObject({ space: { name: 'Space 2', numericId: '1002' }, chat: [], presentation: 'off', moves: 1 });
    expect(guest.settings.audioMuted).toBe(true);
  });

  it('ends with the reason where the new session cannot start', async () => {
    const bridge = await callBridge();
    const guest = await guestIn(bridge, 'old');
    bridge.say({
      type: 'move',
      participant: 'old',
      newParticipant: 'new',
      accessMethod: { numericId: '1002' },
      jwt: await bridge.token('new'),
      space: { name: 'Space 2' },
    });
    const { connection } = await bridge.hear('startSession');
    bridge.say({ type: 'sessionRefused', connection, reason: 'no-such-call' });
    const state = await until(guest, ({ phase }) => phase === 'ended');
    expect(state.ended).toEqual({ reason: 'move-failed', detail: 'no-such-call' });
    expect(state.space).toEqual({ name: 'Space 2', numericId: '1002' });
  });

  it.each([
    ['expired', { exp: 1_600_000_000 }, 'token-expired'],
    ['of another issuer', { iss: 'somebody' }, 'token-unknown'],
    ['of a call bridge that is not connected', { callBridge: 'nobody' }, 'bridge-lost'],
  ])('fails where the new token is %s', async (_what, claims, detail) => {
    const bridge = await callBridge();
    const guest = await guestIn(bridge, 'old');
    bridge.say({
      type: 'move',
      participant: 'old',
      newParticipant: 'new',
      accessMethod: { numericId: '1002' },
      jwt: await bridge.token('new', claims),
      space: { name: 'Space 2' },
    });
    const state = await until(guest, ({ phase }) => phase === 'ended');
    expect(state.ended).toEqual({ reason: 'move-failed', detail });
  });

  it('of a participant who is not here changes nothing', async () => {
    const bridge = await callBridge();
    const guest = await guestIn(bridge);
    bridge.say({
      type: 'move',
      participant: 'somebody else',
      newParticipant: 'new',
      accessMethod: { numericId: '1002' },
      jwt: await bridge.token('new'),
      space: { name: 'Space 2' },
    });
    guest.sendChat('still here');
    expect(await bridge.hear('chat')).toMatchObject({ text: 'still here' });
    expect(guest.state).toMatchObject({ phase: 'in-call', moves: 0 });
  });
});

describe('the end of a session', () => {
  it('is told to the call bridge when the guest leaves', async () => {
    const bridge = await callBridge();
    const guest = await guestIn(bridge);
    guest.leave();
    expect(await bridge.hear('endSession')).toMatchObject({ participant: 'participant-1', reason: 'leave' });
    expect(guest.state.ended).toMatchObject({ reason: 'left' });
  });

  it('is told to the call bridge as connection-lost when the browser goes without a word', async () => {
    const bridge = await callBridge();
    const browser = await SessionBrowser.open(webBridge.httpUrl);
    browser.start(await bridge.token('participant-1'));
    await bridge.start('participant-1');
    browser.socket.terminate();
    expect(await bridge.hear('endSession')).toMatchObject({ participant: 'participant-1', reason: 'connection-lost' });
  });

  it('is told to the call bridge when the browser goes while its session is being started', async () => {
    const bridge = await callBridge();
    const browser = await SessionBrowser.open(webBridge.httpUrl);
    browser.start(await bridge.token('participant-1'));
    const { connection } = await bridge.hear('startSession');
    browser.socket.terminate();
    await browser.closed;
    bridge.say({ type: 'sessionStarted', connection, participant: 'participant-1' });
    expect(await bridge.hear('endSession')).toMatchObject({ participant: 'participant-1', reason: 'connection-lost' });
  });

  it.each([
    ['callEnded', 'meeting-ended'],
    ['dropped', 'removed'],
  ])('for %s is shown to the guest as %s', async (reason, shown) => {
    const bridge = await callBridge();
    const guest = await guestIn(bridge);
    bridge.say({ type: 'sessionEnded', participant: 'participant-1', reason });
    expect((await until(guest, ({ phase }) => phase === 'ended')).ended).toEqual({ reason: shown, detail: reason });
  });

  it('comes with the loss of the call bridge, for its own guests only', async () => {
    const [lost, kept] = [await callBridge('cbcms1'), await callBridge('cbcms2')];
    const gone = await guestIn(lost, 'participant-1');
    const stays = await guestIn(kept, 'participant-2');
    lost.socket.terminate();
    expect((await until(gone, ({ phase }) => phase === 'ended')).ended).toMatchObject({ reason: 'bridge-lost' });
    expect(stays.state.phase).toBe('in-call');
  });
});

describe('what the bridge says in a call', () => {
  it('reaches the guest: who is there, chat, and a mute that the guest did not set', async () => {
    const bridge = await callBridge();
    const guest = await guestIn(bridge);
    const people = [
      { id: 'participant-1', name: 'Ana Web', audioMuted: false, videoMuted: false, speaking: true, presenting: false, self: true },
    ];
    bridge.say({ type: 'state', participant: 'participant-1', space: { name: 'Space 1' }, people, locked: true, waiting: false });
    bridge.say({ type: 'settings', participant: 'participant-1', settings: { ...plainSettings, audioMuted: true } });
    const state = await until(guest, ({ imposed }) => imposed.audioMuted);
    expect(state).toMatchObject({ people, locked: true, waiting: false });
    expect(guest.settings.audioMuted).toBe(true);
  });

  it('opens no microphone that the guest closed', async () => {
    const bridge = await callBridge();
    const guest = await guestIn(bridge);
    guest.setMuted(true);
    await bridge.hear('settings');
    bridge.say({ type: 'settings', participant: 'participant-1', settings: plainSettings });
    expect(await bridge.hear('settings')).toMatchObject({ settings: { audioMuted: true } });
    expect(guest.settings.audioMuted).toBe(true);
  });
});

describe('tokens', () => {
  it('of one call bridge are not accepted when another one signed them', async () => {
    const [right, wrong] = [await callBridge('cbcms1'), await callBridge('cbcms2')];
    const browser = await SessionBrowser.open(webBridge.httpUrl);
    browser.start(await wrong.token('participant-1', { iss: right.name, callBridge: right.id }));
    expect(await browser.reply()).toMatchObject({ status: 401, error: 'token-unknown' });
    await browser.closed;
  });

  it('start one session at a time', async () => {
    const bridge = await callBridge();
    const jwt = await bridge.token('participant-1');
    const [first, second] = [await SessionBrowser.open(webBridge.httpUrl), await SessionBrowser.open(webBridge.httpUrl)];
    first.start(jwt);
    await bridge.start('participant-1');
    expect(await first.reply()).toMatchObject({ status: 200 });
    second.start(jwt);
    expect(await second.reply()).toMatchObject({ status: 409, error: 'token-in-use' });
  });

  it.each(['', 'x', 'a.b.c', 'e30.e30.'])('that are none (%j) are refused', async (jwt) => {
    await callBridge();
    const browser = await SessionBrowser.open(webBridge.httpUrl);
    browser.start(jwt === '' ? 'no dots' : jwt);
    expect(await browser.reply()).toMatchObject({ status: 401, error: 'token-unknown' });
  });
});

describe('the web app', () => {
  it.each(['/', '/meeting/1001', '/meeting/1001?trace=true'])('is served at %s without anything inline', async (path) => {
    const response = await fetch(`${webBridge.httpUrl}${path}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const script = /src="(\/assets\/[^"]+)"/.exec(await response.text())?.[1] ?? '';
    const asset = await fetch(`${webBridge.httpUrl}${script}`);
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect(asset.headers.get('content-type')).toContain('text/javascript');
  });

  it.each(['/meeting/abc', '/assets/../index.html', '/assets/%2e%2e/index.html', '/nowhere'])('is not at %s', async (path) => {
    expect(await rawStatus(path)).toBe(404);
  });

  it('and its sessions are there over HTTPS, too', async () => {
    const bridge = await callBridge();
    const { host } = new URL(webBridge.httpsUrl);
    const socket = new WebSocket(`wss://${host}/api/call/session`, { ca: certificate.cert, origin: `https://${host}` });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const data = { jwt: await bridge.token('participant-1'), settings: plainSettings };
    socket.send(JSON.stringify({ type: 'request', id: 1, request: 'POST /api/call/session/start', data }));
    await bridge.start('participant-1');
    const status = await new Promise((resolve) => {
      httpsGet(webBridge.httpsUrl, { ca: certificate.cert }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
    });
    expect(status).toBe(200);
    socket.close();
    expect(await bridge.hear('endSession')).toMatchObject({ reason: 'connection-lost' });
  });

  it('answers a wrong method with those that there are', async () => {
    const response = await fetch(`${webBridge.httpUrl}/`, { method: 'DELETE' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });
});

describe('the log', () => {
  it('tells of joining and leaving, and holds no token and no passcode', async () => {
    const bridge = await callBridge();
    const joining = joinHeadless({ webBridgeUrl: webBridge.httpUrl, numericId: '1001', name: 'Ana Web', passcode: '47114711' });
    const { jwt } = await bridge.admit('participant-1', SPACE_1);
    (await joining).leave();
    await bridge.hear('endSession');
    const text = log.map((line) => line.text).join('\n');
    expect(text).toContain('status 200 "POST /api/join HTTP/1.1"');
    expect(text).toContain('Got authenticated JWT for guest301557120');
    expect(text).toContain('Participant Ana Web performed action of join call');
    expect(text).toContain('Participant Ana Web performed action of leave call');
    expect(text).not.toContain(jwt);
    expect(text).not.toContain('47114711');
  });
});

/** Status of the answer to a GET whose path is sent as it is. */
function rawStatus(path: string): Promise<number> {
  const { hostname, port } = new URL(webBridge.httpUrl);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path });
    request.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject);
    request.end();
  });
}
