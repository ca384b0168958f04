import { describe, expect, test } from 'vitest';
import { child, flagOf, numberOf, readXml, textOf } from './xml';

function rootOf(text: string) {
  const reading = readXml(text);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.root;
}

describe('XML of a bridge', () => {
  test('is read with and without a declaration', () => {
    expect(rootOf('<?xml version="1.0"?><calls total="0"></calls>').attributes['total']).toBe('0');
    expect(rootOf('<calls total="0"/>').name).toBe('calls');
  });

  test('takes both spellings of an empty element for a value that is not there', () => {
    const root = rootOf('<call><name></name><coSpace/><locked> true </locked></call>');
    expect([textOf(root, 'name'), textOf(root, 'coSpace'), textOf(root, 'tenant'), flagOf(root, 'locked')]).toEqual([
      null,
      null,
      null,
      true,
    ]);
  });

  test('gives numbers only for numbers', () => {
    const root = rootOf('<status><a>12</a><b>0.5</b><c>twelve</c><d>1e9</d></status>');
    expect(['a', 'b', 'c', 'd'].map((name) => numberOf(root, name))).toEqual([12, 0.5, null, null]);
  });

  test('resolves the predefined entities and keeps text in any script', () => {
    expect(textOf(rootOf('<p><name>Ana &amp; Łukasz &#x65B0;</name></p>'), 'name')).toBe('Ana & Łukasz 新');
  });

  test('finds nested elements only through their parents', () => {
    const root = rootOf('<participant><status><state>connected</state></status></participant>');
    expect(textOf(root, 'state')).toBeNull();
    expect(textOf(child(root, 'status'), 'state')).toBe('connected');
  });

  test.each([
    ['a DOCTYPE', '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>', /DOCTYPE/],
    ['an entity of its own', '<x>&a;</x>', /entity/],
    ['half a document', '<?xml version="1.0"?><calls total="1"><call id="1"><na', /.+/],
    ['no element at all', '', /no element|document must/],
    ['something that is not XML', 'hello', /.+/],
    ['too deep a nesting', `${'<a>'.repeat(33)}${'</a>'.repeat(33)}`, /deep/],
    ['two roots', '<a/><b/>', /.+/],
  ])('is refused with a reason for %s', (_, text, reason) => {
    const reading = readXml(text);
    expect(reading.ok ? 'read' : reading.reason).toMatch(reason);
    expect(reading.ok).toBe(false);
  });

  test('is read down to the deepest level allowed', () => {
    expect(readXml(`${'<a>'.repeat(32)}${'</a>'.repeat(32)}`).ok).toBe(true);
  });

  test('has no text longer than any can be, and says how many were cut', () => {
    const reading = readXml(`<calls><call><name>${'x'.repeat(5_000_000)}</name><cdrTag>short</cdrTag></call>${'\n  '.repeat(2_000)}</calls>`);
    if (!reading.ok) throw new Error(reading.reason);
    expect(textOf(child(reading.root, 'call'), 'name')).toBe('x'.repeat(1_024));
    expect(reading.cut).toBe(1);
  });

  test('cannot reach the prototype through names', () => {
    const root = rootOf('<__proto__ constructor="x"><toString>y</toString></__proto__>');
    expect(root.attributes['constructor']).toBe('x');
    expect(textOf(root, 'hasOwnProperty')).toBeNull();
  });
});
