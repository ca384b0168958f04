// npm run audit:verify -- FILE: checks an exported audit log without Usher. Says whether the chain holds from the first record to the
// last, and names the first that does not fit (exit code 1). The rule is that of server/audit/chain.ts.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const eraseAction = 'erase-audit';

/** Why a record does not follow the one before; null if it does. */
function fault(record, head) {
  if (record.seq !== head.seq + 1) return `record ${head.seq + 1} is missing`;
  const fields = [head.digest, record.seq, Date.parse(record.at), record.by?.kind, record.by?.id, record.action, record.result, record.contentDigest];
  if (record.digest !== sha256(JSON.stringify(fields))) return 'its digest is not that of what it says';
  if (record.content !== null && record.contentDigest !== sha256(String(record.content))) return 'its content was changed';
  return null;
}

/** The last record that an erasure accounts for; 0 for any other record. */
function erasedUpTo({ action, content }) {
  if (action !== eraseAction || content === null) return 0;
  const upTo = JSON.parse(content).details?.upTo;
  return typeof upTo === 'number' ? upTo : 0;
}

function parsed(line) {
  try {
    const record = JSON.parse(line);
    return typeof record === 'object' && record !== null ? record : null;
  } catch {
    return null;
  }
}

/** @returns what was found: how many records are good, the last digest, and the first fault, if there is one */
async function verify(file) {
  let head = { seq: 0, digest: sha256('usher audit') };
  let erased = { first: 0, last: 0 };
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line === '') continue;
    const record = parsed(line);
    const why = record ? fault(record, head) : 'it is not JSON';
    if (why) return { head, broken: head.seq + 1, why };
    if (erased.last > 0 && erased.last <= erasedUpTo(record)) erased = { first: 0, last: 0 };
    if (record.content === null) erased = { first: erased.first || record.seq, last: record.seq };
    head = { seq: record.seq, digest: record.digest };
  }
  if (erased.first > 0) return { head, broken: erased.first, why: 'its content is gone, and no record says who erased it' };
  return { head, broken: null, why: null };
}

const [file, ...more] = process.argv.slice(2);
if (file === undefined || more.length > 0) {
  console.error('Usage: npm run audit:verify -- FILE');
  process.exit(2);
}
try {
  const { head, broken, why } = await verify(file);
  if (broken === null) {
    console.log(`${head.seq} records, none changed. The last digest is ${head.digest}`);
  } else {
    console.error(`Broken at record ${broken}: ${why}.`);
    process.exitCode = 1;
  }
} catch (error) {
  console.error(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
