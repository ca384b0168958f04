import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '@/server/emulator/clock';
import type { ManualClock } from '@/server/emulator/clock';
import { createIds } from '@/server/emulator/ids';
import type { SeenPerson } from '@/server/emulator/protocol/client-session';
import { webAppAssets } from '@/server/emulator/web-app/assets';
import { startWebBridge, type WebBridgeHandle } from '@/server/emulator/web-bridge/web-bridge';
import { FakeCallBridge } from '../support/fake-call-bridge';
import { openSocket, rawExchange } from '../support/raw-http';
import { frame, opcode, openRawWebSocket, upgradeRequest } from '../support/raw-web-socket';
import { plainSettings, SessionBrowser } from '../support/session-browser';
import { makeTestCertificate } from '../support/test-certificate';

const secret = 'a secret of the cluster';
const path = '/api/call/session';

let assets: string;
let certificate: { key: string; cert: string };
let clock: ManualClock;
let webBridge: WebBridgeHandle;
let bridge: FakeCallBridge;
let other: SessionBrowser;

beforeAll(async () => {
  assets = await webAppAssets();
  certificate = await makeTestCertificate();
});
beforeEach(async () => {
  clock = manualClock();
  const ports = { http: { port: 0 }, https: { port: 0, ...certificate } };
  webBridge = await startWebBridge({ id: 'web-bridge-1', name: 'wb1', c2wSecret: secret, ...ports, assets, log: () => undefined, ids: createIds('web bridge'), clock });
  bridge = await FakeCallBridge.connect(webBridge.httpUrl, secret, 'cb1');
  other = await inCall('other');
});
afterEach(async () => {
  await bridge.close();
  await webBridge.close();
});

async function inCall(participant: string): Promise<SessionBrowser> {
  const browser = await SessionBrowser.open(webBridge.httpUrl);
  browser.start(await bridge.token(participant));
  await bridge.start(participant);
  expect(await browser.reply()).toMatchObject({ status: 200 });
  return browser;
}

/** Whoever else is in a call notices nothing: what they say still arrives. */
async function expectOtherUnaffected(): Promise<void> {
  other.request({ request: 'POST /api/call/session/chat', data: { text: 'still here' } });
  expect(await bridge.hear('chat')).toMatchObject({ participant: 'other', text: 'still here' });
}

const endless = (content: string, count: number): Buffer[] => [
  frame(opcode.text, content, false),
  ...Array.from({ length: count }, () => frame(opcode.continuation, content, false)),
];

describe('a browser', () => {
  it.each([
    ['text that is no JSON', [frame(opcode.text, 'garbage')], 1007],
    ['JSON that is no frame', [frame(opcode.text, '[1, 2]')], 1007],
    ['an unknown request', [frame(opcode.text, JSON.stringify({ type: 'request', id: 1, request: 'POST /api/call/session/move', data: {} }))], 1007],
    ['JSON of 15,000 levels', [frame(opcode.text, '['.repeat(15_000) + ']'.repeat(15_000))], 1007],
    ['text that is no UTF-8', [frame(opcode.text, Buffer.from([0xc3, 0x28]))], 1007],
    ['binary data', [frame(opcode.binary, Buffer.from([1, 2, 3]))], 1007],
    ['a frame of 40 kB', [frame(opcode.text, 'x'.repeat(40_000))], 1009],
    ['a frame of 1 MB', [frame(opcode.text, 'x'.repeat(1_000_000))], 1009],
    ['fragments of more than 32 kB altogether', endless('x'.repeat(8_000), 8), 1009],
    ['fragments without an end', endless('x', 100), 1008],
    ['empty fragments without an end', endless('', 100), 1008],
    ['an end of nothing', [frame(opcode.continuation, 'x')], 1002],
    ['a kind of frame that there is not', [frame(5, 'x')], 1002],
    ['a frame without a mask', [Buffer.from([0x81, 0x01, 0x78])], 1002],
    ['pings by the thousand', Array.from({ length: 5_000 }, () => frame(opcode.ping, 'ping')), 1008],
    ['pongs by the thousand', Array.from({ length: 5_000 }, () => frame(opcode.pong, 'pong')), 1008],
  ])('that sends %s is shown out, and nobody else', async (_what, frames, code) => {
    const raw = await openRawWebSocket(webBridge.httpUrl, path);
    raw.send(...frames);
    expect(await raw.closeCode()).toBe(code);
    await expectOtherUnaffected();
    raw.socket.destroy();
  });

  it('that sends without pause is shown out, and the call bridge told', async () => {
    const browser = await inCall('participant-1');
    for (let i = 0; i < 500; i += 1) browser.request({ request: 'PUT /api/call/session/settings', data: plainSettings });
    expect(await browser.closed).toBe(1008);
    expect(await bridge.hear('endSession')).toMatchObject({ participant: 'participant-1', reason: 'connection-lost' });
    await expectOtherUnaffected();
  });

  it('that does not go when it is shown out is cut off after five seconds', async () => {
    const raw = await openRawWebSocket(webBridge.httpUrl, path);
    raw.send(frame(opcode.text, 'garbage'));
    expect(await raw.closeCode()).toBe(1007);
    const cut = once(raw.socket, 'close');
    clock.advance(4_999);
    raw.send(...Array.from({ length: 1_000 }, () => frame(opcode.text, 'more garbage')));
    await expectOtherUnaffected();
    expect(raw.socket.closed).toBe(false);
    clock.advance(1);
    await cut;
  });

  it('that never reads is cut off before what is meant for it fills the memory', async () => {
    const browser = await inCall('reads-nothing');
    browser.socket.pause();
    const cut = bridge.hear('endSession');
    let isCut = false;
    void cut.then(() => (isCut = true));
    const people = Array.from({ length: 450 }, (_, n): SeenPerson => ({
      id: `p${n}`, name: 'x'.repeat(100), audioMuted: false, videoMuted: false, speaking: false, presenting: false, self: false,
    }));
    for (let sent = 0; sent < 1_000 && !isCut; sent += 1) {
      bridge.say({ type: 'state', participant: 'reads-nothing', space: { name: 'Space' }, people, locked: false, waiting: false });
      await turn();
    }
    expect(await cut).toMatchObject({ participant: 'reads-nothing', reason: 'connection-lost' });
    await expectOtherUnaffected();
    browser.socket.terminate();
  });

  it('that starts nothing is shown out after ten seconds, and beyond a thousand of them the next is turned away', async () => {
    const strangers: SessionBrowser[] = [];
    while (strangers.length < 1_000) {
      strangers.push(...(await Promise.all(Array.from({ length: 50 }, () => SessionBrowser.open(webBridge.httpUrl)))));
    }
    expect(await openSocket(webBridge.httpUrl, path, {})).toBe(503);
    await expectOtherUnaffected();
    clock.advance(10_000);
    expect(new Set(await Promise.all(strangers.map(({ closed }) => closed)))).toEqual(new Set([1008]));
    await inCall('participant-1');
  });

  it('that comes with a second start, or with anything before the first, is told so', async () => {
    const browser = await SessionBrowser.open(webBridge.httpUrl);
    browser.request({ request: 'POST /api/call/session/chat', data: { text: 'early' } });
    expect(await browser.reply()).toMatchObject({ status: 409, error: 'not-started' });
    const jwt = await bridge.token('participant-1');
    browser.start(jwt);
    browser.start(jwt);
    expect(await browser.reply()).toMatchObject({ status: 409, error: 'started-already' });
  });
});

describe('a connection', () => {
  it.each([
    ['C2W without the secret', '/c2w', {}, 401],
    ['C2W with a wrong secret', '/c2w', { Authorization: 'Bearer wrong' }, 401],
    ['a session from a page of another site', path, { Origin: 'http://evil.example' }, 403],
    ['a session from a page without an origin', path, { Origin: 'null' }, 403],
    ['any other path', '/api/call', {}, 404],
  ])('for %s is not upgraded', async (_what, target, headers, status) => {
    expect(await openSocket(webBridge.httpUrl, target, headers)).toBe(status);
  });

  it.each([
    ['asks for an upgrade to nothing', upgradeRequest('/api/call'), 404],
    ['asks for an address and not a path', upgradeRequest('http://127.0.0.1/api/call/session'), 400],
    ['speaks no HTTP', '\x16\x03\x01 nonsense\r\n\r\n', 400],
  ])('that %s is answered and cut off, even if it leaves its own side open', async (_what, bytes, status) => {
    const socket = connect({ port: Number(new URL(webBridge.httpUrl).port), host: '127.0.0.1', allowHalfOpen: true });
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.write(bytes);
    await once(socket, 'end');
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    // Only where nobody is there any more does writing come to an end.
    socket.on('error', () => undefined);
    for (let tries = 0; tries < 50_000 && !socket.destroyed; tries += 1) {
      socket.write('more');
      await turn();
    }
    expect(socket.destroyed).toBe(true);
    await expectOtherUnaffected();
  });

  // A browser keeps connections ready, and sends its next request on one. Of answers that came before, it takes 408 alone for no answer to that.
  it('that nobody asks anything on ends with 408, so that no browser takes its end for the answer to its next request', { timeout: 120_000 }, async () => {
    expect(await rawExchange(webBridge.httpUrl, '')).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('of C2W that sends garbage is closed, the others stay', async () => {
    const bad = await FakeCallBridge.connect(webBridge.httpUrl, secret, 'cb2');
    const closed = new Promise<number>((resolve) => bad.socket.once('close', resolve));
    bad.socket.send('{"type":"hello"');
    expect(await closed).toBe(1007);
    await expectOtherUnaffected();
  });
});
