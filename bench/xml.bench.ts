import { spawnSync } from 'node:child_process';
import { deepStrictEqual } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SaxesParser } from 'saxes';
import type { ListedParticipant } from '@/server/bridge-client/bridge-objects';
import { readListedParticipant } from '@/server/bridge-client/rest-documents';
import { readXml } from '@/server/bridge-client/xml';
import { compare, type Row } from './harness';

const people = 1_000;
const rounds = 25;
const perRound = 20;

/** From a list of 1,000 participants to objects, as Usher reads it, against saxes with the same objects made by hand. */
export async function bench(): Promise<Row[]> {
  const xml = listOfPeople();
  deepStrictEqual(byUsher(xml), byHand(xml));
  tellOfXmllint(xml);
  const row = await compare({
    name: 'XML of 1,000 participants to objects, against saxes by hand (ms)',
    goal: 1.3,
    rounds,
    runSubject: () => timed(() => byUsher(xml)),
    runPeer: () => timed(() => byHand(xml)),
  });
  return [row];
}

function byUsher(xml: string): ListedParticipant[] {
  const read = readXml(xml);
  if (!read.ok) throw new Error(read.reason);
  return read.root.children.map(readListedParticipant);
}

/** What somebody would write who needs these objects and nothing else: no tree, but the same refusals. */
function byHand(xml: string): ListedParticipant[] {
  const found: ListedParticipant[] = [];
  const parser = new SaxesParser({ xmlns: false, position: false });
  let depth = 0;
  let text = '';
  let current = { id: '', name: '', call: null as string | null, callBridge: null as string | null };
  parser.on('doctype', () => {
    throw new Error('a DOCTYPE');
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    if (depth > 32) throw new Error('too deep');
    text = '';
    if (name === 'participant') current = { id: attributes['id'] ?? '', name: '', call: null, callBridge: null };
  });
  const addText = (part: string) => (text += part);
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    if (name === 'participant') found.push(current);
    else if (name === 'name' || name === 'call' || name === 'callBridge') current[name] = text.trim();
  });
  parser.write(xml).close();
  return found;
}

function listOfPeople(): string {
  const guid = (kind: string, number: number) => `${kind}${String(number).padStart(7, '0')}-2f1b-4c75-8e12-7a35b9c0f605`;
  const entries = Array.from({ length: people }, (_, number) => {
    const home = number % 3 === 0 ? `<callBridge>${guid('c', number % 5)}</callBridge>` : '';
    return `<participant id="${guid('a', number)}"><name>Person ${number} &amp; guest</name><call>${guid('b', number % 40)}</call>${home}</participant>`;
  });
  return `<?xml version="1.0"?><participants total="${people}">${entries.join('')}</participants>`;
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  for (let n = 0; n < perRound; n += 1) work();
  return (performance.now() - start) / perRound;
}

/** For information: what a parser in C takes for the same bytes, its own start included. */
function tellOfXmllint(xml: string): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'usher-bench-xml-'));
  try {
    const file = path.join(folder, 'participants.xml');
    writeFileSync(file, xml);
    const start = performance.now();
    const { error } = spawnSync('xmllint', ['--noout', '--timing', file], { stdio: 'inherit' });
    console.log(error ? '  xmllint is not installed' : `  xmllint, with its start: ${(performance.now() - start).toFixed(1)} ms`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
