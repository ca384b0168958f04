import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { asLogged } from '@/lib/trace/log/as-logged';
import { diagnosedFiles } from '@/server/diagnoses/example-diagnosis';

const eventLog = readFileSync(path.join(import.meta.dirname, '../../lib/trace/examples/guest-move.log'), 'utf8')
  .replaceAll(/(?<=\S) (?=2021-03-04 15:50)/g, '\n').split('\n').map((line) => line.trimEnd()).filter((line) => line !== '');
const syslog = eventLog.map((line) => line.replace(/^2021-03-04\s+(\S+)\s+Info\s+/, 'Mar 04 $1 user.info cms-a host:server:  INFO : '));

const each = (change: (line: string, at: number) => string) => (lines: readonly string[]) => lines.map(change).join('\n');
const wrapped = (line: string, before = '') => line.replaceAll(/(.{1,76})(?:\s+|$)/g, `$1\n${before}`).trimEnd();

const ways: Readonly<Record<string, (lines: readonly string[]) => string>> = {
  'with tabs after the date and between columns': each((line) => line.replace(/^(\S+) +(\S+) +/, '$1\t$2\t')),
  'with tabs for wide gaps': each((line) => line.replaceAll(/ {2,}/g, '\t')),
  'with spaces that do not break': each((line) => line.replaceAll(' ', '\u00a0')),
  'with every other space one that does not break': each((line) => line.replaceAll(/ (?= )/g, '\u00a0')),
  'in a quotation': each((line) => `> ${line}`),
  'in a quotation of a quotation': each((line) => `>> ${line}`),
  'with numbers of lines': each((line, at) => `${at + 1}: ${line}`),
  'with numbers and tabs': each((line, at) => `${String(at + 1).padStart(6)}\t${line}`),
  'in a block of code': (lines) => `\`\`\`text\n${lines.join('\n')}\n\`\`\``,
  'written for a web page': each((line) => line.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')),
  'with curly quotes': each((line) => line.replaceAll(/"([^"]*)"/g, '“$1”').replaceAll(/'([^']*)'/g, '‘$1’')),
  'wrapped at spaces, as mails are': each((line) => wrapped(line)),
  'wrapped and in a quotation': each((line) => `> ${wrapped(line, '> ')}`),
};

test.each(Object.keys(ways))('a log that somebody pasted %s tells the same of a move', async (way) => {
  for (const [name, lines] of [['eventlog.txt', eventLog], ['syslog.txt', syslog]] as const) {
    const text = ways[way]?.(lines) ?? '';
    const { moves, skipped } = await diagnosedFiles([[name, text]]);
    expect([name, moves.map(({ newParticipant, finding }) => [newParticipant?.slice(0, 8), finding.symptom, finding.confidence]), skipped]).toEqual([name, [['dd2bc8c6', 'joined', 'high']], []]);
  }
});

test.each([
  'participant "guest1" joined space x (“The” John’s &quot;Room&quot;)',
  "removing guest account 'guest1' (name 'A&#39;) on call drop ‘B’') on call drop",
  'call 7: <SIP> ringing',
])('what belongs to a name stays as it is: %s', (line) => {
  expect(asLogged(line)).toBe(line);
});

test('a log that says nothing of a move is said to be that', async () => {
  const { skipped } = await diagnosedFiles([['a.log', 'Mar  4 10:00:00.000 user.info cms-a host:server:  INFO : call 1: ringing\n']]);
  expect(skipped.map(({ why }) => why)).toEqual(['It looks like a log, but no line of it says anything of a move.']);
});
