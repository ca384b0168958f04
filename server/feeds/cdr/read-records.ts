import { readXml, type XmlElement } from '@/server/bridge-client/xml';

/** More than any bridge puts into a post. */
const mostRecords = 1_000;
const mostFields = 100;
const longestField = 500;
const longestId = 100;
const mostAlarms = 10;

/** A call detail record as a bridge sent it. */
export interface CdrRecord {
  /** `callLegStart` and so on, in the bridge's own spelling. */
  readonly type: string;
  /** The bridge's own time, in milliseconds since 1970; null where it told none that can be read. */
  readonly atMs: number | null;
  /**
   * Its place among all records that the bridge has made since it started (`correlatorIndex`), or, from a bridge that is too old to
   * tell, among those that it sent here (`recordIndex`).
   */
  readonly index: number;
  /** How many before it the bridge has given up sending. */
  readonly missingBefore: number;
  /** The id of the call, leg, recording or stream that it is about. */
  readonly subject: string;
  /** What it says of that, by the names of its elements; those that hold further elements are left out. */
  readonly fields: ReadonlyMap<string, string>;
  /** What was wrong with a leg's media, and for how much of the call, in per cent. */
  readonly alarms: readonly { readonly type: string; readonly percent: number | null }[];
}

/** What a post holds. */
export interface RecordPost {
  /** Another one with each start of the bridge. */
  readonly session: string;
  readonly records: readonly CdrRecord[];
  /** How many of its records make no sense by themselves. */
  readonly unreadable: number;
}

export type PostReading = { ok: true; post: RecordPost } | { ok: false; reason: string };

/**
 * Reads the body of a post. Nothing of one that is cut short or is no document is taken: its sender has it still and sends it again.
 * The size is bounded where the bytes are received. Source: docs/cms-wire.md, sections 5 and 11.4.
 */
export function readRecords(text: string): PostReading {
  const document = readXml(text);
  if (!document.ok) return document;
  const { name, attributes, children } = document.root;
  const session = attributes['session'] ?? '';
  if (name !== 'records') return { ok: false, reason: 'it does not hold records' };
  if (session === '' || session.length > longestId) return { ok: false, reason: 'it does not say of which session it is' };
  if (children.length > mostRecords) return { ok: false, reason: `it holds more than ${mostRecords} records` };
  const read = children.map(readRecord);
  const records = read.filter((record) => record !== null);
  return { ok: true, post: { session, records, unreadable: read.length - records.length } };
}

function readRecord({ name, attributes, children }: XmlElement): CdrRecord | null {
  const index = countOf(attributes['correlatorIndex'] ?? attributes['recordIndex']);
  const type = attributes['type'] ?? '';
  const [about] = children;
  const subject = about?.attributes['id'] ?? '';
  if (name !== 'record' || index === null || !/^\w{1,50}$/.test(type) || !about || subject === '' || subject.length > longestId) return null;
  const atMs = Date.parse(attributes['time'] ?? '');
  return {
    type,
    atMs: Number.isNaN(atMs) ? null : atMs,
    index,
    // The spelling is the product's.
    missingBefore: countOf(attributes['numPreceedingRecordsMissing']) ?? 0,
    subject,
    fields: fieldsOf(about),
    alarms: about.children.flatMap((child) => (child.name === 'alarm' ? (alarmIn(child) ?? []) : [])).slice(0, mostAlarms),
  };
}

function fieldsOf({ children }: XmlElement): Map<string, string> {
  const leaves = children.filter((element) => element.children.length === 0).slice(0, mostFields);
  return new Map(leaves.map(({ name, text }) => [name, text.trim().slice(0, longestField)]));
}

/** The guide names the two values, and does not show whether they are attributes or elements: either is read. */
function alarmIn({ attributes, children }: XmlElement): CdrRecord['alarms'][number] | null {
  const value = (wanted: string) => (attributes[wanted] ?? children.find(({ name }) => name === wanted)?.text ?? '').trim();
  const [type, percent] = [value('type'), value('durationPercentage')];
  return /^\w{1,50}$/.test(type) ? { type, percent: /^\d{1,3}(\.\d{1,6})?$/.test(percent) ? Number(percent) : null } : null;
}

function countOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
