import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { personSchema } from '@/lib/access/person';
import { tokenSchema } from '@/lib/access/token';
import { callBridgeSchema, clusterSchema } from '@/lib/meeting/call-bridge';
import { meetingSchema, type Meeting } from '@/lib/meeting/meeting';
import { participantSchema, type Participant } from '@/lib/meeting/participant';
import { orderSchema } from '@/lib/move/order';
import { rawExchange } from '../support/raw-http';
import { meetingNamed, untilConnected } from '../support/stage';
import { startUsher, type RunningUsher } from '../support/usher';

const peopleCount = 40;
let usher: RunningUsher;
let meeting: Meeting;
let person: Participant;

beforeAll(async () => {
  usher = await startUsher({ scenario: `scale:2x${peopleCount / 2}` });
  await untilConnected(usher, 2);
  meeting = await meetingNamed(usher, 'Space 1');
  const people = await walk('/participants', participantSchema, 500);
  person = participantSchema.parse(people[0]);
  const target = await meetingNamed(usher, 'Space 2');
  for (let n = 0; n < 5; n += 1) {
    await usher.api('/moves', { body: { participants: [`nobody ${n}`], to: { meeting: target.id } } });
  }
});
afterAll(() => usher.stop());

const sequence = z.string().regex(/^[0-9a-f]{12}-\d+$/);

function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: z.array(item), nextCursor: z.string().nullable(), total: z.int(), sequence });
}

/** All items of a list, page by page. */
async function walk<T extends z.ZodType>(path: string, item: T, limit: number): Promise<z.infer<T>[]> {
  const found: z.infer<T>[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: String(limit), ...(cursor !== null && { cursor }) });
    const { status, body } = await usher.api(`${path}?${query.toString()}`);
    expect(status).toBe(200);
    const page = pageOf(item).parse(body);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

const audited = z.strictObject({
  seq: z.int(),
  at: z.iso.datetime(),
  by: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  address: z.string().nullable(),
  action: z.string(),
  result: z.string(),
  details: z.unknown(),
  digest: z.hash('sha256'),
});

describe('a list', () => {
  test.each([
    ['/meetings', meetingSchema],
    ['/participants', participantSchema],
    ['/moves', orderSchema],
    ['/call-bridges', callBridgeSchema],
    ['/clusters', clusterSchema],
    ['/people', personSchema],
    ['/tokens', tokenSchema],
    ['/audit', audited],
  ])('%s has the form that is promised, and walks to its end without a duplicate', async (path, item) => {
    const { body } = await usher.api(path);
    const whole = pageOf(item.strict()).parse(body);
    const keyOf = (one: object) => ('id' in one ? one.id : JSON.stringify(one));
    const walked = (await walk(path, item, 2)).map(keyOf);
    expect(walked).toHaveLength(whole.total);
    expect(walked).toEqual(whole.items.map(keyOf));
    expect(new Set(walked).size).toBe(walked.length);
  });

  test('of people has them all, and of one meeting those in it', async () => {
    expect(await walk('/participants', participantSchema, 7)).toHaveLength(peopleCount);
    const inMeeting = await walk(`/meetings/${meeting.id}/participants`, participantSchema, 4);
    expect(inMeeting).toHaveLength(meeting.participantCount);
    expect(new Set(inMeeting.map((participant) => participant.meeting))).toEqual(new Set([meeting.id]));
  });

  test('finds meetings by the people in them, and people by name', async () => {
    const found = pageOf(meetingSchema).parse((await usher.api(`/meetings?search=${encodeURIComponent(person.name.toUpperCase())}`)).body);
    expect(found.items.map(({ id }) => id)).toContain(person.meeting);
    expect(pageOf(participantSchema).parse((await usher.api('/participants?search=no+such+name')).body).total).toBe(0);
  });

  test.each(['limit=0', 'limit=501', 'limit=many', 'limit=1.5', 'cursor=%21', 'cursor=YQ', `cursor=${'x'.repeat(600)}`])(
    'does not take %s',
    async (query) => {
      const answer = await usher.api(`/audit?${query}`);
      expect(answer).toMatchObject({ status: 422, body: { code: 'invalid', errors: [{ path: query.split('=')[0] }] } });
    },
  );

  test.each(['/meetings', '/participants', '/people', '/tokens', '/call-bridges', '/clusters', '/moves'])(
    '%s does not take a cursor that no list gave',
    async (path) => {
      expect(await usher.api(`${path}?cursor=%21not-base64`)).toMatchObject({ status: 422, body: { code: 'invalid', errors: [{ path: 'cursor' }] } });
    },
  );
});

describe('a single object', () => {
  test('has its form, and the point in the stream at which it was read', async () => {
    const order = pageOf(orderSchema).parse((await usher.api('/moves?limit=1')).body).items[0];
    const reads: [path: string, form: z.ZodType][] = [
      [`/meetings/${meeting.id}`, meetingSchema.extend({ sequence }).strict()],
      [`/participants/${person.id}`, participantSchema.extend({ sequence }).strict()],
      [`/moves/${order?.id}`, orderSchema.extend({ sequence }).strict()],
    ];
    for (const [path, form] of reads) form.parse((await usher.api(path)).body);
  });

  test('a meeting is found by the id of its call on any bridge', async () => {
    for (const call of meeting.calls) {
      expect((await usher.api(`/meetings/${call.id}`)).body).toMatchObject({ id: meeting.id });
      expect((await usher.api(`/meetings/${call.id}/participants`)).body).toMatchObject({ total: meeting.participantCount });
    }
  });

  test.each(['/meetings/x', '/meetings/x/participants', '/participants/x', '/moves/x', '/call-bridges/x/peers', '/meetings/%E0%A4%A', '/meetings/..%2f..%2fetc'])(
    '%s is not there, and that is said',
    async (path) => {
      const answer = await usher.api(path);
      expect(answer).toMatchObject({ status: 404, body: { code: 'not-found', status: 404 } });
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    },
  );

  test.each(['/moves/%00', `/moves/${'x'.repeat(201)}`])('%s is no id', async (path) => {
    expect(await usher.api(path)).toMatchObject({ status: 422, body: { code: 'invalid' } });
  });
});

describe('an address', () => {
  test.each(['/nowhere', '/meetings/', '/Meetings', '/moves/x/items', '/'])('%s that does not exist is 404', async (path) => {
    expect(await usher.api(path)).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  test.each([
    ['PUT', '/meetings', 'GET'],
    ['POST', '/meetings', 'GET'],
    ['DELETE', '/moves', 'GET, POST'],
    ['PUT', '/people/x', 'PATCH, DELETE'],
    ['GET', '/stop-all', 'POST'],
    ['OPTIONS', '/changes', 'GET'],
    ['POST', '/openapi.json', 'GET'],
  ])('does not take %s %s, and says what it takes: %s', async (method, path, allow) => {
    const answer = await usher.api(path, { method });
    expect(answer).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } });
    expect(answer.headers.get('allow')).toBe(allow);
  });
});

describe('a body', () => {
  const post = (body: string, contentType = 'application/json') =>
    fetch(`${usher.url}/api/v1/tokens`, { method: 'POST', body, headers: { authorization: `Bearer ${usher.token}`, 'content-type': contentType } });
  const problem = async (response: Response) => ({ status: response.status, body: (await response.json()) as unknown });

  test.each(['{', '"text"', '[]', 'null', '[{"name": "x"}]', '{"a": 1}{'])('has to be a JSON object, not %s', async (body) => {
    expect(await problem(await post(body))).toMatchObject({ status: 422, body: { code: 'invalid' } });
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonish'])('has to be declared as JSON, not as %s', async (contentType) => {
    expect(await problem(await post('{}', contentType))).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
  });

  test('may say its character set, or be of a JSON type of its own', async () => {
    for (const type of ['application/json; charset=utf-8', 'application/merge-patch+json']) {
      expect((await post('{"name": "typed", "role": "viewer"}', type)).status).toBe(201);
    }
  });

  test('says which of its fields are not understood', async () => {
    const { body } = await usher.api('/tokens', { body: { name: 'x', role: 'king', color: 'red' } });
    expect(body).toMatchObject({ code: 'invalid', errors: [{ path: 'role' }, { path: '', message: expect.stringContaining('color') }] });
  });

  test('that asks for less than everything stops nothing, since it would not be heard', async () => {
    expect((await usher.api('/stop-all', { body: { cluster: 'only this one' } })).status).toBe(422);
    const { items } = pageOf(clusterSchema).parse((await usher.api('/clusters')).body);
    expect(items.map(({ mode }) => mode)).toEqual(['operate']);
  });

  test('is where a change is said: what stands in the address is not taken for it', async () => {
    expect((await usher.api('/tokens?name=from-the-address&role=administrator', { method: 'POST' })).status).toBe(422);
    expect((await usher.api('/tokens?role=administrator', { body: { name: 'less' } })).status).toBe(422);
  });

  test.each([
    ['that says how long it is', (length: number) => `Content-Length: ${length}\r\n\r\n`],
    ['that comes in pieces', (length: number) => `Transfer-Encoding: chunked\r\n\r\n${length.toString(16)}\r\n`],
  ])('of more than 256 kB is too large: one %s', async (_, framing) => {
    const body = `{"name": "${'x'.repeat(300 * 1024)}"}`;
    const answer = await rawExchange(
      usher.url,
      `POST /api/v1/tokens HTTP/1.1\r\nHost: ${new URL(usher.url).host}\r\nAuthorization: Bearer ${usher.token}\r\n` +
        `Content-Type: application/json\r\nConnection: close\r\n${framing(body.length)}${body}\r\n0\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('"code":"too-large"');
    expect((await usher.api('/me')).status).toBe(200);
  });
});
