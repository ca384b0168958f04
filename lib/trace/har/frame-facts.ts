import { guidFrom, guidPattern } from '@/lib/trace/log/guid';

/** What a frame of a WebSocket holds that can be of a move, however it is nested. */
export interface FrameFacts {
  /** The path below `/api/call/session` that the frame is about, as in `move`; empty for that path itself, null where it names none. */
  readonly path: string | null;
  /** As it is spelled: a method before the path, or on its own. */
  readonly method: string | null;
  readonly numericIds: readonly string[];
  /** GUIDs in it, also in the claims of a token. */
  readonly ids: readonly string[];
  /** Guest accounts in it, also in the claims of a token. */
  readonly accounts: readonly string[];
  /** Whom it names as the participant. */
  readonly participant: string | null;
  readonly hasToken: boolean;
  /** As of HTTP; null where the frame has none. */
  readonly status: number | null;
  /** What it says went wrong. */
  readonly error: string | null;
}

type Draft = { path: (FrameFacts['path'] & string) | null; pathDepth: number; method: string | null; numericIds: Set<string>; ids: Set<string>; accounts: Set<string>; participant: string | null; hasToken: boolean; status: number | null; error: string | null };

/** A frame says what it is about within so much; what goes beyond it is not looked at. */
const mostValues = 10_000;
const deepest = 24;
const mostOfAKind = 50;

const sessionPath = /^(?:([A-Z]{3,7})\s+)?(?:\w+:\/\/[^/\s]+)?\/api\/call\/session(?:\/([\w-]{1,40}))?\/?(?:\?.*)?$/i;
const guids = new RegExp(`(?<![\\w-])${guidPattern}(?![\\w-])`, 'gi');
const guestAccounts = /\bguest\d{6,12}\b/g;
const tokens = /\beyJ[\w-]{8,}\.([\w-]{2,8192})\.[\w-]*/g;

/**
 * Looks through a frame. The schema of what a web bridge and a browser say to each other is not public: the path and the numeric id are
 * looked for wherever they are, in JSON within strings and in the claims of tokens too. Tokens are decoded, not verified, and not kept.
 * Source: docs/cms-wire.md, sections 6.2 and 7.
 */
export function frameFacts(text: string): FrameFacts {
  const draft: Draft = {
    path: null, pathDepth: Infinity, method: null, numericIds: new Set(), ids: new Set(), accounts: new Set(),
    participant: null, hasToken: false, status: null, error: null,
  };
  const begin = text.search(/[{[]/);
  const whole = jsonIn(text) ?? (begin > 0 ? jsonIn(text.slice(begin)) : undefined);
  walk(whole ?? text, draft);
  const { path, method, participant, hasToken, status, error } = draft;
  return { path, method, participant, hasToken, status, error, numericIds: [...draft.numericIds], ids: [...draft.ids], accounts: [...draft.accounts] };
}

/** The JSON that a text is; undefined if it is none. */
function jsonIn(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

interface Node {
  readonly key: string;
  readonly value: unknown;
  readonly depth: number;
}

/** By a list of its own, not by calls: how deep a frame is nested is for whoever sends it to say. */
function walk(whole: unknown, draft: Draft): void {
  const open: Node[] = [{ key: '', value: whole, depth: 0 }];
  for (let seen = 0; seen < mostValues; seen += 1) {
    const node = open.pop();
    if (!node) return;
    const { value, depth } = node;
    if (typeof value === 'object' && value !== null) {
      if (depth >= deepest) continue;
      const inner = Array.isArray(value) ? value.map((one: unknown) => ['', one] as const) : Object.entries(value);
      for (const [key, one] of inner.slice(0, mostValues).reverse()) open.push({ key: key === '' ? node.key : key, value: one, depth: depth + 1 });
    } else open.push(...read(node, draft));
  }
}

/** Takes in one value. @returns what is in it */
function read({ key, value, depth }: Node, draft: Draft): Node[] {
  if (typeof value !== 'string' && typeof value !== 'number') return [];
  const text = String(value);
  readNamed(key.toLowerCase().replace(/[^a-z]/g, ''), text, draft);
  if (typeof value === 'number') return [];
  const path = sessionPath.exec(text.trim());
  // The least nested is what the frame is about: somebody may have written such a path into the chat.
  if (path && depth < draft.pathDepth) Object.assign(draft, { path: (path[2] ?? '').toLowerCase(), pathDepth: depth, method: path[1]?.toUpperCase() ?? draft.method });
  for (const [id] of text.matchAll(guids)) add(draft.ids, guidFrom(id));
  for (const [account] of text.matchAll(guestAccounts)) add(draft.accounts, account);
  const inner = depth < deepest ? [jsonIn(text), ...claimsIn(text, draft)] : [];
  return inner.filter((one) => one !== undefined).map((one) => ({ key: '', value: one, depth: depth + 1 }));
}

/** What a value says by the name that it goes by. @param key its letters only */
function readNamed(key: string, text: string, draft: Draft): void {
  if (key.endsWith('numericid') && /^\d{1,32}$/.test(text.trim())) add(draft.numericIds, text.trim());
  if (key === 'participant' || key === 'participantid') draft.participant ??= guidFrom(text);
  if (key === 'method' && /^[a-z]{3,7}$/i.test(text)) draft.method ??= text.toUpperCase();
  if ((key === 'status' || key === 'statuscode' || key === 'code') && /^[1-5]\d\d$/.test(text)) draft.status ??= Number(text);
  if (key.startsWith('error') || key === 'reason') draft.error ??= text.slice(0, 200);
}

function claimsIn(text: string, draft: Draft): unknown[] {
  return [...text.matchAll(tokens)].slice(0, mostOfAKind).map(([, claims = '']) => {
    draft.hasToken = true;
    try {
      return JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))) as unknown;
    } catch {
      return undefined;
    }
  });
}

function add(set: Set<string>, text: string | null): void {
  if (text !== null && set.size < mostOfAKind) set.add(text);
}
