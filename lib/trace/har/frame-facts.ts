import { claimsIn, jsonIn } from '@/lib/trace/har/frame-json';
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
  /** Whether it says that something went wrong. */
  readonly hasError: boolean;
  /** What may say why: errors, reasons, messages and the like of the frame itself, not of what it carries. */
  readonly reasons: readonly string[];
}

type Draft = {
  path: string | null;
  pathDepth: number;
  method: string | null;
  readonly numericIds: Set<string>;
  readonly ids: Set<string>;
  readonly accounts: Set<string>;
  participant: string | null;
  hasToken: boolean;
  status: number | null;
  hasError: boolean;
  readonly reasons: Set<string>;
};

/** A frame says what it is about within so much; what goes beyond it is not looked at. */
const mostValues = 10_000;
const deepest = 24;
const mostOfAKind = 50;
const longestName = 64;
/** One more than a reason may have: what was cut is none. */
const longestReason = 201;

const sessionPath = /^(?:([A-Z]{3,7})\s+)?(?:\w+:\/\/[^/\s]+)?\/api\/call\/session(?:\/([\w-]{1,40}))?\/?(?:\?.*)?$/i;
const addressLike = /^(?:[A-Z]{3,7} )?(?:\w{1,10}:\/)?\/\S*\?/;
const askedNumericId = /[?&]numeric[_-]?id=(\d{1,32})(?=[&#]|$)/gi;
const guids = new RegExp(`(?<![\\w-])${guidPattern}(?![\\w-])`, 'gi');
const guestAccounts = /\bguest\d{6,12}\b/g;

/** What stands in the outermost array, and what has a name without letters. */
const member = '*';
const noLetters = '?';
const httpBody = 'http';
/** What has one of these names may be what somebody wrote. */
const personal = new Set([member, 'message', 'body']);

/** What a frame is wrapped in. Within anything else is what it carries: chat, names, whoever is in the call. Letters only. */
const wrappers = new Set(['', member, 'request', 'response', 'reply', 'answer', 'result', 'message', 'http', 'data', 'body', 'payload', 'params', 'error', 'errors', 'status', 'reason', 'headers']);
/** Names of what a frame is about. */
const pathKeys = new Set(['', 'request', 'path', 'url', 'uri', 'resource', 'endpoint', 'requestpath', 'requesturl', 'requesturi']);
/** Names of what says why. */
const reasonKeys = new Set(['error', 'errors', 'errorcode', 'errormessage', 'errorreason', 'errortext', 'reason', 'reasons', 'code', 'status', 'statuscode', 'statusmessage', 'statustext', 'message']);

/**
 * Looks through a frame. The schema of what a web bridge and a browser say to each other is not public: the numeric id and ids are looked for
 * wherever they are, in JSON within strings and in the claims of tokens too; what the frame is about and how it was answered only where people
 * write nothing. Tokens are decoded, not verified, and not kept. Source: docs/cms-wire.md, sections 6.2 and 7.
 */
export function frameFacts(text: string): FrameFacts {
  const draft: Draft = {
    path: null, pathDepth: Infinity, method: null, numericIds: new Set(), ids: new Set(), accounts: new Set(),
    participant: null, hasToken: false, status: null, hasError: false, reasons: new Set(),
  };
  const begin = text.search(/[{[]/);
  const whole = jsonIn(text) ?? (begin > 0 ? jsonIn(text.slice(begin)) : undefined);
  walk(whole ?? text, draft);
  const { path, method, participant, hasToken, status, hasError } = draft;
  const { numericIds, ids, accounts, reasons } = draft;
  return { path, method, participant, hasToken, status, hasError, numericIds: [...numericIds], ids: [...ids], accounts: [...accounts], reasons: [...reasons] };
}

interface Node {
  /** Its name, letters only; that of its array, in one. */
  readonly key: string;
  readonly value: unknown;
  readonly depth: number;
  readonly whose: Whose;
}

/** The frame's own; of a text in it that may be a person's as well; carried by it, as names, chat and tokens are. */
type Whose = 'own' | 'in-text' | 'carried';

/** By a list of its own, not by calls: how deep a frame is nested is for whoever sends it to say. */
function walk(whole: unknown, draft: Draft): void {
  const open: Node[] = [{ key: '', value: whole, depth: 0, whose: 'own' }];
  for (let seen = 0; seen < mostValues; seen += 1) {
    const node = open.pop();
    if (!node) return;
    if (typeof node.value === 'object' && node.value !== null) {
      if (node.depth < deepest) open.push(...inner(node, node.value));
    } else open.push(...read(node, draft));
  }
}

/** What is in an object or an array, the first last. */
function inner({ key, depth, whose }: Node, value: object): Node[] {
  const members: (readonly [string, unknown])[] = Array.isArray(value) ? value.map((one: unknown) => ['', one]) : Object.entries(value).map(([name, one]) => [nameIn(value, name), one]);
  const named = Array.isArray(value) ? [] : pairIn(value);
  const inside = wrappers.has(key) ? whose : 'carried';
  const ofArray = key === '' ? member : key;
  const nameOf = (name: string) => (name === '' ? ofArray : isNumericId(key) && (name === 'value' || name === 'id') ? key : name);
  return [...members, ...named].slice(0, mostValues).reverse().map(([name, one]) => ({ key: nameOf(name), value: one, depth: depth + 1, whose: inside }));
}

/** `{"name": "numericId", "value": "1002"}` is a value with its name. */
function pairIn(value: object): (readonly [string, unknown])[] {
  const { name, key, value: one } = value as Partial<Record<string, unknown>>;
  const called = lettersOf(typeof name === 'string' ? name : typeof key === 'string' ? key : '');
  return isNumericId(called) ? [[called, one]] : [];
}

/** What HTTP sends in a frame of that kind no person wrote as it stands; a `body` by itself may be chat. */
function nameIn(value: object, name: string): string {
  const letters = lettersOf(name) || noLetters;
  const { type } = value as Partial<Record<string, unknown>>;
  return letters === 'body' && (type === 'http' || type === 'request' || type === 'response') ? httpBody : letters;
}

function lettersOf(name: string): string {
  return name.slice(0, longestName).toLowerCase().replace(/[^a-z]/g, '');
}

function isNumericId(key: string): boolean {
  return key.endsWith('numericid') || key.endsWith('numericids');
}

/** Takes in one value. @returns what is in it */
function read(node: Node, draft: Draft): Node[] {
  const { key, value, depth, whose } = node;
  // The digits of what is too large to be a number are not known.
  if (typeof value === 'number' ? Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)) : typeof value === 'string') readNamed(node, String(value), draft);
  if (typeof value !== 'string') return [];
  if (whose === 'own' && pathKeys.has(key)) readPath(value.trim(), depth, draft);
  if (whose === 'own' && addressLike.test(value)) for (const [, id = null] of value.matchAll(askedNumericId)) add(draft.numericIds, id);
  for (const [id] of value.matchAll(guids)) add(draft.ids, guidFrom(id));
  for (const [account] of value.matchAll(guestAccounts)) add(draft.accounts, account);
  if (depth >= deepest) return [];
  const claims = claimsIn(value, mostOfAKind);
  draft.hasToken ||= claims.length > 0;
  const within = jsonIn(value);
  return [
    ...(within === undefined ? [] : [{ key, value: within, depth: depth + 1, whose: whose === 'own' && personal.has(key) ? 'in-text' : whose } as const]),
    ...claims.map((one) => ({ key: '', value: decoded(one), depth: depth + 1, whose: 'carried' } as const)),
  ];
}

/** The least nested is what the frame is about. */
function readPath(text: string, depth: number, draft: Draft): void {
  const path = sessionPath.exec(text);
  if (path && depth < draft.pathDepth) Object.assign(draft, { path: (path[2] ?? '').toLowerCase(), pathDepth: depth, method: path[1]?.toUpperCase() ?? draft.method });
}

/** What a value says by the name that it goes by. */
function readNamed({ key, whose }: Node, text: string, draft: Draft): void {
  if (isNumericId(key) && /^\d{1,32}$/.test(text.trim())) add(draft.numericIds, text.trim());
  if (key === 'participant' || key === 'participantid') draft.participant ??= guidFrom(text);
  if (key === 'method' && /^[a-z]{3,7}$/i.test(text)) draft.method ??= text.toUpperCase();
  if (whose !== 'carried' && reasonKeys.has(key)) add(draft.reasons, text.slice(0, longestReason));
  if (whose !== 'own') return;
  if ((key === 'status' || key === 'statuscode' || key === 'code') && /^[1-5]\d\d$/.test(text)) draft.status ??= Number(text);
  if (key.startsWith('error') || key === 'reason') draft.hasError = true;
}

function decoded(claims: string): unknown {
  try {
    return JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))) as unknown;
  } catch {
    return undefined;
  }
}

function add(set: Set<string>, text: string | null): void {
  if (text !== null && set.size < mostOfAKind) set.add(text);
}
