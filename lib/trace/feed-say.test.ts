import { describe, expect, test } from 'vitest';
import { alarmsIn, feedSayingsIn, ownRequestIn } from '@/lib/trace/feed-say';

const old = '26de0160-30b5-4d7b-8a05-304472af284a';
const made = 'dd2bc8c6-fa80-495f-9a20-1da19010cfab';
const call = 'ae778701-7fed-410c-b3e6-c2860907a3f4';
const post = (end: string) => `POST /api/v1/calls/${call}/participants movedParticipant=${old}&needsActivation=false -> ${end} (12 ms)`;
const asked = { says: 'asked', participant: old, call };

describe("Usher's own request", () => {
  test('that was taken on says whom it made, and how long the answer took', () => {
    expect(ownRequestIn(post(`200 /api/v1/participants/${made}`))).toEqual({
      asked,
      answered: [{ says: 'answer', trace: 0, status: 200 }, { says: 'location', trace: 0, participant: made }],
      tookMs: 12,
    });
  });

  test('that was refused says with which failure', () => {
    expect(ownRequestIn(post('400 participantLimitReached: cbcms1 refuses: participantLimitReached'))?.answered).toEqual([
      { says: 'answer', trace: 0, status: 400 },
      { says: 'failure', trace: 0, tags: ['participantLimitReached'] },
    ]);
    expect(ownRequestIn(post('401: cbcms1 does not accept the account.'))?.answered).toEqual([{ says: 'answer', trace: 0, status: 401 }]);
  });

  test.each([
    ['unheard: Nobody listens at cbcms1.', 'unheard'],
    ['unanswered: cbcms1 did not answer in time.', 'unanswered'],
    ['200', 'not-a-bridge'],
    ['204 /elsewhere', 'not-a-bridge'],
  ])('that ended with "%s" had no answer of a bridge', (end, how) => {
    expect(ownRequestIn(post(end))?.answered).toEqual([{ says: 'no-answer', how }]);
  });

  test('for anything else than a move is none', () => {
    expect(ownRequestIn(`POST /api/v1/calls/${call}/participants remoteParty=room@example.com -> 200 (3 ms)`)).toBeNull();
    expect(ownRequestIn(`PUT /api/v1/participants/${old} rxAudioMute=true -> 200 (3 ms)`)).toBeNull();
    expect(ownRequestIn('')).toBeNull();
  });
});

describe('an event or a record', () => {
  test('says who appeared, whom they were made from, and that they are connected', () => {
    expect(feedSayingsIn(`roster add name="Ana" state="connected" movedParticipant="${old}"`, made)).toEqual([
      { says: 'appeared', participant: made, movedFrom: old, guest: null },
      { says: 'connected', participant: made },
    ]);
    expect(feedSayingsIn(`callLegStart name="Ana" remoteParty="guest312204011" movedCallLeg="${old}"`, made)).toEqual([{ says: 'appeared', participant: made, movedFrom: old, guest: 'guest312204011' }]);
    expect(feedSayingsIn('roster add name="Ana" state="initial"', made)).toEqual([{ says: 'appeared', participant: made, movedFrom: null, guest: null }]);
    expect(feedSayingsIn('roster add name="Ana" uri="ana@example.com"', made)).toEqual([{ says: 'appeared', participant: made, movedFrom: null, guest: null }]);
  });

  test('says that somebody is connected by now, or nothing', () => {
    expect(feedSayingsIn('roster update state="connected"', made)).toEqual([{ says: 'connected', participant: made }]);
    expect(feedSayingsIn('callLegUpdate state="connected"', made)).toEqual([{ says: 'connected', participant: made }]);
    expect(feedSayingsIn('roster update state="onHold"', made)).toEqual([]);
    expect(feedSayingsIn('something else', made)).toEqual([]);
  });

  test("says who is gone and why, in the bridge's own word where it gives one", () => {
    expect(feedSayingsIn('roster remove (callMoved)', old)).toEqual([{ says: 'gone', participant: old, why: 'callMoved' }]);
    expect(feedSayingsIn('callLegEnd reason="encryptionRequired"', made)).toEqual([{ says: 'gone', participant: made, why: 'encryptionRequired' }]);
    expect(feedSayingsIn('roster remove', old)).toEqual([{ says: 'gone', participant: old, why: null }]);
  });

  test('is not taken in by a name that looks like a field', () => {
    const name = JSON.stringify(`" state="connected" movedParticipant="${old}" x="`);
    expect(feedSayingsIn(`roster add name=${name} state="initial"`, made)).toEqual([{ says: 'appeared', participant: made, movedFrom: null, guest: null }]);
  });
});

test('alarms are listed, or there are none', () => {
  expect(alarmsIn('alarms: c2wConnectionFailure, callBridgeConnectionFailure')).toEqual({ says: 'alarms', types: ['c2wConnectionFailure', 'callBridgeConnectionFailure'] });
  expect(alarmsIn('alarms: none')).toEqual({ says: 'alarms', types: [] });
  expect(alarmsIn('alarms: <script>')).toBeNull();
  expect(alarmsIn('no alarms')).toBeNull();
});
