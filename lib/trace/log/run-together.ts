import { guidPattern } from '@/lib/trace/log/guid';

/** Lines in which people's names stand, and how such a line ends: whatever else a name holds, that comes after it. */
const named: readonly (readonly [RegExp, RegExp])[] = [
  [/^call \d+: allocated for \S+ \/ "/i, /" conference participation(?: \([^()]*\))?$/i],
  [new RegExp(`^participant "[^"]*" (?:left|joined) (?:space|conference) ${guidPattern} \\(`, 'i'), /\)$/],
  [/^removing guest account '[^']*' \(name '/i, /'\) on call drop$/i],
  [/^API "/i, new RegExp(`Internal GUID: ${guidPattern}$`, 'i')],
  [/^WebApp Audit : /i, /performed action of (?:join|leave) call$/i],
];

/** Lines in whose quotes nobody's name stands: ids, accounts, bridges, paths. */
const nameless = new RegExp(
  [
    '^API trace \\d+: (?:(?:GET|POST|PUT|DELETE) for "|content data size|sending \\d|Location: |  +\\w+=)',
    '^(?:move participant operation|replace query for conference|guest login request|new session created for user|instantiating user|created guest account|destroying guest account)',
    `^participant "[^"]*" \\(${guidPattern}\\) joined conference`,
    '^user "[^"]*": deactivating',
    '^call \\d+: tearing down \\("',
    '^\\S+: API user "[^"]*" created new participant',
  ].join('|'),
  'i',
);
const quoted = /"|<|(?:^|[\s(=:])'/;
const anything = /^/;

/** How a line ends in which people's names may stand; null if none can. */
function endAfterName(text: string): RegExp | null {
  const known = named.find(([begin]) => begin.test(text));
  if (known) return known[1];
  return nameless.test(text) || !quoted.test(text) ? null : anything;
}

/**
 * Where, among lines that ran together into one, the first one is that may be part of somebody's name in one before it: names hold whatever people
 * write, quotes and whole lines too, but a line ends as the bridge ends it. @returns its place; null if all are surely lines
 */
export function firstUnsure(lines: readonly string[]): number | null {
  const end = lines.at(-1) ?? '';
  const at = lines.findIndex((line, place) => place < lines.length - 1 && endAfterName(line)?.test(end) === true);
  return at < 0 ? null : at + 1;
}
