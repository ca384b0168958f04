import { expect, test } from 'vitest';
import { writeRecords } from './record-text';

const record = { type: 'callStart', time: '2026-01-15T10:00:00Z', correlatorIndex: 0, content: '<call id="c"></call>' } as const;

test('a newline follows each start of a record and each end, and nothing else', () => {
  const batch = [{ record, recordIndex: 1, missingBefore: 0 }, { record: { ...record, correlatorIndex: 5 }, recordIndex: 2, missingBefore: 4 }];
  expect(writeRecords('s', 'b', batch)).toBe(
    '<?xml version="1.0"?><records session="s" callBridge="b">' +
      '<record type="callStart" time="2026-01-15T10:00:00Z" recordIndex="1" correlatorIndex="0">\n<call id="c"></call></record>\n' +
      '<record type="callStart" time="2026-01-15T10:00:00Z" recordIndex="2" correlatorIndex="5" numPreceedingRecordsMissing="4">\n<call id="c"></call></record>\n' +
      '</records>',
  );
});

test('a bridge that is in no cluster does not name itself', () => {
  expect(writeRecords('s', null, [])).toBe('<?xml version="1.0"?><records session="s"></records>');
});
