import { expect, test } from 'vitest';
import { readRecords } from './read-records';
import { toldByRecord } from './told-by-record';

function told(record: string, participant: string | null = null) {
  const reading = readRecords(`<records session="s">${record}</records>`);
  const [read] = reading.ok ? reading.post.records : [];
  return read ? toldByRecord(read, participant) : undefined;
}

const of = (type: string, about: string) => `<record type="${type}" time="2026-01-15T10:31:07Z" recordIndex="1" correlatorIndex="0">${about}</record>`;

test('who called from where is added to a coming', () => {
  const leg = '<callLeg id="l1"><remoteParty>ana@example.com</remoteParty><remoteAddress>203.0.113.7</remoteAddress><direction>incoming</direction></callLeg>';
  expect(told(of('callLegStart', leg), 'p1')).toEqual({ of: 'coming', id: 'p1', word: { party: 'ana@example.com', address: '203.0.113.7', direction: 'incoming', reason: null, alarms: [] } });
});

test('why a leg ended, and what was wrong with its media, is added to a leaving', () => {
  const alarms = '<alarm><type>packetLoss</type><durationPercentage>12.5</durationPercentage></alarm><alarm type="excessiveJitter" durationPercentage="3"/><alarm/>';
  expect(told(of('callLegEnd', `<callLeg id="l1"><reason>timeout</reason>${alarms}</callLeg>`), 'p1')?.word).toEqual({
    party: null,
    address: null,
    direction: null,
    reason: 'timeout',
    alarms: [{ type: 'packetLoss', percent: 12.5 }, { type: 'excessiveJitter', percent: 3 }],
  });
});

test('of a recording it is told where to, of a stream only the host: the rest may be its key', () => {
  expect(told(of('recordingStart', '<recording id="r"><path>/space1/a.mp4</path><recorderUri>rec@example.com</recorderUri><call>c1</call></recording>'))).toMatchObject({ of: 'recording-on', id: 'c1', word: { party: '/space1/a.mp4', address: 'rec@example.com' } });
  expect(told(of('streamingStart', '<streaming id="r"><streamUrl>rtmp://user:secret@live.example.com/app/key</streamUrl><call>c1</call></streaming>'))?.word).toMatchObject({ party: 'live.example.com' });
});

test.each(['callStart', 'callLegUpdate', 'callEnd', 'recordingEnd'])('nothing is added by a %s', (type) => {
  expect(told(of(type, '<call id="c1"><name>x</name></call>'), 'p1')).toBeNull();
});
