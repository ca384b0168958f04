// Moves one person: says first what would happen, moves, waits for the end.
// USHER_TOKEN=usher_... npx tsx move.ts PARTICIPANT MEETING
import { randomUUID } from 'node:crypto';

interface Item {
  readonly name: string;
  readonly state: string;
  readonly verdict: { readonly allowed: boolean; readonly reason: string | null; readonly consequences: readonly { readonly code: string }[] };
}

const usher = process.env.USHER_URL ?? 'http://127.0.0.1:3000';
const [participant, meeting] = process.argv.slice(2);

/** Asks for a move, or with `dryRun` for what it would do. Throws what Usher says is wrong. */
async function move(dryRun: boolean, headers: Record<string, string> = {}): Promise<readonly Item[]> {
  const response = await fetch(`${usher}/api/v1/moves`, {
    method: 'POST',
    headers: { authorization: `Bearer ${process.env.USHER_TOKEN}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ participants: [participant], to: { meeting }, dryRun }),
  });
  const answer = (await response.json()) as { items: Item[]; detail: string };
  if (!response.ok) throw new Error(answer.detail);
  return answer.items;
}

const judged = await move(true);
for (const { name, verdict } of judged) console.log(name, verdict.allowed ? 'can go' : `cannot: ${verdict.reason}`, verdict.consequences.map(({ code }) => code).join(', '));
if (judged.some(({ verdict }) => !verdict.allowed)) process.exit(1);

// The key makes it safe to send the same again after any failure.
const ended = await move(false, { 'idempotency-key': randomUUID(), prefer: 'wait=40' });
for (const { name, state } of ended) console.log(name, state);
process.exitCode = ended.every(({ state }) => state === 'joined') ? 0 : 1;
