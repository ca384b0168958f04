import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRecords } from './read-records';

const leg = (id: string) => `<callLeg id="${id}"><displayName>Ana &amp; Bo</displayName><type>acano</type><subType>webApp</subType><rxAudio><codec>opus</codec></rxAudio></callLeg>`;
const record = (index: number, content = leg(`leg-${index}`)) =>
  `<record type="callLegStart" time="2026-01-15T10:31:07Z" recordIndex="${index + 1}" correlatorIndex="${index}">\n${content}</record>\n`;
const post = (...records: string[]) => `<?xml version="1.0"?><records session="5e55" callBridge="c0">${records.join('')}</records>`;

describe('a post', () => {
  test('is read with its session and its records, in order', () => {
    const reading = readRecords(post(record(4), record(5)));
    expect(reading).toMatchObject({ ok: true, post: { session: '5e55', unreadable: 0 } });
    expect(reading.ok && reading.post.records.map(({ index }) => index)).toEqual([4, 5]);
    expect(reading.ok && reading.post.records[0]).toEqual({
      type: 'callLegStart',
      atMs: Date.UTC(2026, 0, 15, 10, 31, 7),
      index: 4,
      missingBefore: 0,
      subject: 'leg-4',
      alarms: [],
      fields: new Map([['displayName', 'Ana & Bo'], ['type', 'acano'], ['subType', 'webApp']]),
    });
  });

  test('takes the index among those for this receiver from a bridge that has no other, and what it has given up', () => {
    const reading = readRecords(post('<record type="callEnd" time="soon" recordIndex="7" numPreceedingRecordsMissing="3"><call id="c"></call></record>'));
    expect(reading).toMatchObject({ ok: true, post: { records: [{ index: 7, missingBefore: 3, atMs: null, subject: 'c' }] } });
  });

  test('keeps a record of a type that is not known, and leaves out those that make no sense', () => {
    const odd = ['<record/>', '<record type="x" correlatorIndex="-1"><call id="c"/></record>', '<record type="x" correlatorIndex="9"/>', '<other/>', '<record type="a b" correlatorIndex="2"><call id="c"/></record>'];
    const reading = readRecords(post(...odd, '<record type="handRaised" correlatorIndex="9"><callLeg id="l"/></record>'));
    expect(reading).toMatchObject({ ok: true, post: { unreadable: odd.length, records: [{ type: 'handRaised', subject: 'l' }] } });
  });

  test('is not read where it is something else, or too much', () => {
    for (const text of [
      '',
      'not xml',
      '<records></records>',
      '<record session="s"/>',
      `<records session="${'s'.repeat(101)}"/>`,
      `<!DOCTYPE records [<!ENTITY a "b">]>${post(record(1))}`,
      `<records session="s">${'<a>'.repeat(40)}${'</a>'.repeat(40)}</records>`,
      post(...Array.from({ length: 1_001 }, (_, index) => record(index))),
    ]) {
      expect(readRecords(text).ok).toBe(false);
    }
  });
});

test('a post that is cut short is not read, wherever it is cut: its sender has it still', () => {
  const whole = post(record(1), record(2));
  fc.assert(fc.property(fc.nat(whole.length - 1), (length) => !readRecords(whole.slice(0, length)).ok));
});

test('whatever the bytes are, reading ends with an answer', () => {
  const pieces = fc.constantFrom('<records session="s">', '</records>', record(3), '<record ', 'correlatorIndex="1"', '>', '&#0;', '&lol;', '<![CDATA[', ']]>', '\u0000', '"', '<?xml?>');
  fc.assert(fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 12 }), (parts) => typeof readRecords(parts.join('')).ok === 'boolean'));
});

test('a record is bounded: many fields and long ones are cut', () => {
  const fields = Array.from({ length: 300 }, (_, n) => `<f${n}>${'x'.repeat(2_000)}</f${n}>`).join('');
  const reading = readRecords(post(`<record type="callEnd" correlatorIndex="1"><call id="c">${fields}</call></record>`));
  const read = reading.ok ? reading.post.records[0] : undefined;
  expect(read?.fields.size).toBe(100);
  expect(read?.fields.get('f0')).toHaveLength(500);
});
