import { randomBytes } from 'node:crypto';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '@/server/bridge-client/clock';
import { startEmulator, type Emulator } from '@/server/emulator/emulator';
import { emulatedBridge } from '../support/emulated-bridge';
import { eventually } from '../support/eventually';
import { startIntakeStage, type IntakeStage } from '../support/intake-stage';
import { rawExchange, rawRequest } from '../support/raw-http';

const id = 'emulator-cbcms1';
let emulator: Emulator;
let stage: IntakeStage;
/** Where cbcms1 posts to. */
let path: string;
/** By how much the time goes faster than it does. */
let aheadMs = 0;

beforeAll(async () => {
  emulator = await startEmulator({ basePort: 0, scenario: 'empty', dataDir: null, seed: 'intake' });
  stage = await startIntakeStage({ clock: { now: () => Date.now() + aheadMs, after: systemClock.after }, emulator: { authority: emulator.authorityPem, account: emulator.account, nodes: emulator.nodes } });
  path = await pathOf('cbcms1');
});
afterAll(async () => {
  await stage.close();
  await emulator.close();
});

/** Where a bridge posts to, once Usher has taken a slot of it. */
const pathOf = (name: string) =>
  eventually(async () => new URL(/<uri>([^<]*)</.exec(await emulatedBridge(emulator, name).get('system/cdrReceivers'))?.[1] ?? '').pathname);
const figures = () => stage.bridges.cdr.figuresOf(id);
const refused = () => figures()?.refused ?? 0;
const unreadable = () => figures()?.unreadable ?? 0;
const post = (to: string, body: string, headers: Record<string, string> = {}) =>
  rawRequest(stage.cdrUrl, { method: 'POST', path: to, headers: { 'content-type': 'text/xml', 'content-length': String(Buffer.byteLength(body)), ...headers }, body });
const records = (session: string, first: number, count: number) =>
  `<records session="${session}">${Array.from({ length: count }, (_, n) => `<record type="callEnd" recordIndex="${first + n + 1}" correlatorIndex="${first + n}"><call id="c"/></record>`).join('')}</records>`;

describe('without the secret of a bridge', () => {
  test.each([
    ['another one', () => `/cdr/${id}/${randomBytes(32).toString('hex')}`],
    ['that of another bridge', () => path.replace('cbcms1', 'cbcms2')],
    ['a piece of it', () => path.slice(0, -1)],
    ['it and more', () => `${path}0`],
    ['none', () => `/cdr/${id}/`],
    ['a bridge that there is not', () => path.replace(id, 'somebody')],
    ['other letters', () => path.replace(id, '%00%ff')],
  ])('there is nothing, as at any address that there is not: %s', async (_, to) => {
    const nowhere = await post('/cdr/nobody/nothing', records('s', 0, 1));
    expect(nowhere.status).toBe(404);
    const answer = await post(to(), records('s', 0, 1));
    expect(answer.status).toBe(404);
    expect(figures()?.received ?? 0).toBe(0);
  });

  test('the answer is the same, to the byte, whether or not there is such a bridge', async () => {
    const [one, other] = [await post(`/cdr/${id}/0`, ''), await post('/cdr/nobody/0', '')];
    expect({ ...one, headers: { ...one.headers, date: null } }).toEqual({ ...other, headers: { ...other.headers, date: null } });
  });

  test('the body is not read, and it is counted', async () => {
    const before = refused();
    const strangers = stage.bridges.cdr.totals.refused;
    // A megabyte is announced, and none of it ever comes: whoever waited for it would not answer.
    const answer = await rawExchange(stage.cdrUrl, `POST /cdr/${id}/wrong HTTP/1.1\r\nHost: usher\r\nContent-Length: 1000000\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer).toMatch(/connection: close/i);
    expect(refused()).toBe(before + 1);
    await post('/cdr/nobody/wrong', '');
    expect(stage.bridges.cdr.totals.refused).toBe(strangers + 2);
  });

  test('other methods find nothing either', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD']) expect((await rawRequest(stage.cdrUrl, { method, path })).status, method).toBe(404);
  });
});

describe('with the secret', () => {
  test('records are acknowledged, and doubled ones are too', async () => {
    expect(await post(path, records('once', 0, 3))).toMatchObject({ status: 200, text: '' });
    const before = figures();
    expect((await post(path, records('once', 0, 3))).status).toBe(200);
    expect(figures()).toMatchObject({ received: before?.received, doubled: (before?.doubled ?? 0) + 3 });
  });

  test('what cannot be read is refused, so that it is sent again, and let go when it comes for the third time', async () => {
    const before = unreadable();
    const hostile = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><records session="s">&b;</records>';
    const statuses = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await post(path, hostile)).status);
    expect(statuses).toEqual([422, 422, 200, 422]);
    expect(unreadable()).toBe(before + 4);
    expect((await post(path, `<records session="s">${'<x>'.repeat(5_000)}`)).status).toBe(422);
    expect((await post(path, records('fine', 0, 1))).status).toBe(200);
  });

  test('a post that is too large is refused before it is there', async () => {
    const before = refused();
    const announced = await rawExchange(stage.cdrUrl, `POST ${path} HTTP/1.1\r\nHost: usher\r\nContent-Length: 600000\r\n\r\n`);
    expect(announced).toMatch(/^HTTP\/1\.1 413 /);
    const chunk = `4000\r\n${' '.repeat(0x4000)}\r\n`;
    const unannounced = await rawExchange(stage.cdrUrl, `POST ${path} HTTP/1.1\r\nHost: usher\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(40)}`);
    expect(unannounced).toMatch(/^(HTTP\/1\.1 413 |$)/);
    expect(refused()).toBe(before + 2);
  });

  test('nothing of a post that breaks off is taken, and what comes again is', async () => {
    const before = { refused: refused(), received: figures()?.received ?? 0 };
    const whole = records('cut', 0, 20);
    const socket = net.connect(Number(new URL(stage.cdrUrl).port), '127.0.0.1');
    await new Promise<void>((resolve) => socket.write(`POST ${path} HTTP/1.1\r\nHost: usher\r\nContent-Length: ${whole.length}\r\n\r\n${whole.slice(0, 400)}`, () => resolve()));
    socket.destroy();
    await expect.poll(refused).toBe(before.refused + 1);
    expect(figures()?.received).toBe(before.received);
    expect((await post(path, whole)).status).toBe(200);
    expect(figures()).toMatchObject({ received: before.received + 20 });
  });

  test('a flood is turned away and counted, and nothing of it is lost that is sent again', async () => {
    const before = { refused: refused(), received: figures()?.received ?? 0, missing: figures()?.missing };
    let turnedAway = 0;
    const send = async (body: string): Promise<void> => {
      for (let tries = 0; tries < 1_000; tries += 1) {
        const { status, headers } = await post(path, body);
        if (status === 200) return;
        expect([status, headers['retry-after']]).toEqual([503, '2']);
        turnedAway += 1;
        aheadMs += 250;
      }
    };
    await Promise.all(Array.from({ length: 40 }, (_, n) => send(records('flood', n * 500, 500))));
    expect(turnedAway).toBeGreaterThan(0);
    expect(figures()).toMatchObject({ refused: before.refused + turnedAway, received: before.received + 20_000, missing: before.missing });
  });

  test('one bridge that floods takes nothing away from another', async () => {
    for (let n = 0; n < 20; n += 1) await post(path, records('rush', n * 900, 900));
    expect((await post(path, records('rush', 0, 1))).status).toBe(503);
    expect((await post(await pathOf('cbcms2'), records('other', 0, 1))).status).toBe(200);
  });
});
