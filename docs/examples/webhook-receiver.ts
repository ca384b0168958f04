// A receiver of Usher's webhooks that checks the signature, with Node's own modules: USHER_WEBHOOK_SECRET=whsec_... npx tsx webhook-receiver.ts
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const secret = process.env.USHER_WEBHOOK_SECRET ?? '';
/** What is older may be a recording that somebody plays again. */
const oldestSeconds = 300;
/** An order of a thousand people is about a megabyte. */
const mostBytes = 4 * 1024 * 1024;

/** Whether the header `Usher-Signature: t=<seconds>,v1=<hex>` is Usher's for this very body. */
function isFromUsher(header: string, body: string): boolean {
  const [, seconds = '', given = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  if (Math.abs(Date.now() / 1_000 - Number(seconds)) > oldestSeconds) return false;
  const expected = createHmac('sha256', secret).update(`${seconds}.${body}`).digest();
  const signed = Buffer.from(given, 'hex');
  return signed.length === expected.length && timingSafeEqual(signed, expected);
}

createServer((request, response) => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > mostBytes) request.destroy();
    else chunks.push(chunk);
  });
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString('utf8');
    if (!isFromUsher(String(request.headers['usher-signature']), body)) return void response.writeHead(401).end();
    // Answer first: Usher waits ten seconds, and tells the same again if it hears nothing.
    response.writeHead(204).end();
    const { id, kind, item, order } = JSON.parse(body) as { id: string; kind: string; item?: { name: string; state: string }; order?: { id: string } };
    console.log(id, kind, order?.id ?? '', item ? `${item.name}: ${item.state}` : '');
  });
}).listen(Number(process.env.PORT ?? 9000), '127.0.0.1');
