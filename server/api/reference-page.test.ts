import { expect, test } from 'vitest';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnv } from '@/server/api/api';
import { describeApi } from '@/server/api/openapi';
import { referencePage } from '@/server/api/reference-page';

test('the reference is a page without scripts or anything from elsewhere, and has every address', async () => {
  const api = new OpenAPIHono<ApiEnv>();
  describeApi(api);
  const page = await api.request('/docs');
  const html = await page.text();
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(html).not.toMatch(/<script|<link|src=|https?:\/\//);
  const { paths } = (await (await api.request('/openapi.json')).json()) as { paths: Record<string, Record<string, { summary: string }>> };
  for (const [path, item] of Object.entries(paths)) {
    for (const method of Object.keys(item)) expect(html).toContain(`<h2><b>${method.toUpperCase()}</b> <code>${path}</code></h2>`);
  }
});

test('what stands in the description is text on the page, never markup', () => {
  const html = referencePage({ info: { title: '<b>&"', version: '1' }, paths: { '/x': { get: { summary: '<img>' } } } });
  expect(html).toContain('&lt;b&gt;&amp;&quot;');
  expect(html).not.toContain('<img');
});
