import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { Caller } from '@/lib/access/access';
import { createApi, type ApiParts } from '@/server/api/api';
import { ChangeHub } from '@/server/changes/change-hub';
import { StreamRegistry } from '@/server/changes/stream-registry';

const caller: Caller = { kind: 'token', id: 't', name: 'script', role: 'viewer', scope: null, address: null };

/** An API of which one part does as told, and what it logs. */
function apiWith(parts: Partial<ApiParts>) {
  const logged: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const api = createApi({
    run: () => Promise.resolve({ ok: true, value: {} }),
    identify: () => Promise.resolve(caller),
    signInHint: 'Send a token.',
    changes: new ChangeHub(),
    streams: new StreamRegistry(),
    log,
    ...parts,
  });
  return { api, logged };
}

test('an outage of the database while somebody is looked up is said to be one', async () => {
  const away = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
  const { api } = apiWith({ identify: () => Promise.reject(away) });
  const answer = await api.request('/me');
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ code: 'unavailable', detail: expect.stringContaining('database') });
});

test('what nobody foresaw is in the log, and not in the answer', async () => {
  const { api, logged } = apiWith({ identify: () => Promise.reject(new TypeError('the inside of Usher')) });
  const answer = await api.request('/meetings?search=somebody');
  expect(answer.status).toBe(503);
  expect(await answer.text()).not.toContain('inside of Usher');
  expect(logged.join('')).toContain('the inside of Usher');
  expect(logged.join('')).toContain('GET /meetings');
  expect(logged.join('')).not.toContain('somebody');
});

test('nobody known gets nothing but the description', async () => {
  const { api } = apiWith({ identify: () => Promise.resolve(null) });
  for (const path of ['/me', '/nowhere', '/participants/openapi.json', '/openapi.json/']) expect((await api.request(path)).status, path).toBe(401);
  expect((await api.request('/openapi.json')).status).toBe(200);
});
