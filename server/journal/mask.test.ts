import fc from 'fast-check';
import { expect, test } from 'vitest';
import { masked } from './mask';

const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJndWVzdDEifQ.c2lnbmF0dXJl-_x';

test.each([
  ['API trace 41:  passcode=4711&', 'API trace 41:  passcode=********&'],
  ['name=a&password=p%40ss&x=1', 'name=a&password=********&x=1'],
  ['https://join.example/meeting/1001?secret=AbC.dEf-123&trace=true', 'https://join.example/meeting/1001?secret=********&trace=true'],
  ['{"username":"ann","password":"a \\u0041 b","trace":0}', '{"username":"ann","password":********,"trace":0}'],
  ['<coSpace><passcode>123</passcode><secret>abc</secret></coSpace>', '<coSpace><passcode>********</passcode><secret>********</secret></coSpace>'],
  ['Authorization: Basic YXBpOmVtdWxhdG9y', 'Authorization: ********'],
  ['"authorization": "Bearer abcdefgh12"}', '"authorization": ********'],
  ['sent Basic YXBpOmVtdWxhdG9y to it', 'sent Basic ******** to it'],
  ['X-Cisco-CMS-Auth-Token: 5b3f2a6e-1111-4222-8333-444455556666', 'X-Cisco-CMS-Auth-Token: ********'],
  ['GET /events/v1?authToken=5b3f2a6e-1111', 'GET /events/v1?authToken=********'],
  ['https://cmm.example/meetings/cdr/1/?token=abc', 'https://cmm.example/meetings/cdr/1/?token=********'],
  ['url=https://usher.example/cdr/b1/s3cr3t-part', 'url=https://usher.example/cdr/b1/********'],
  [`token ${jwt} was issued`, 'token ******** was issued'],
  [`jwt=${jwt}`, 'jwt=********'],
  ['ftp://ops:pa:ss@host/file', 'ftp://ops:********@host/file'],
  ["wrong passcode '9999' from sip:a@b", 'wrong passcode ******** from sip:a@b'],
  ['dtmfSequence=1234#', 'dtmfSequence=********'],
  ['Set-Cookie: session=abc; Path=/', 'Set-Cookie: ********'],
  ['jwt=eyJhbGciOiJSU0EtT0FFUCJ9.a-1.b_2.c3.d4 sent', 'jwt=******** sent'],
  ['password=""password', 'password=********password'],
])('hides what is secret and nothing else: %s', (text, expected) => {
  expect(masked(text)).toBe(expected);
});

test.each([
  'movedParticipant=26de0160-30b5-4d7b-8a05-304472af284a&needsActivation=false',
  'sending auth response (jwt length=1064, connection=12)',
  'issuing JWT ID 26de0160-30b5-4d7b-8a05-304472af284a',
  'call 20: setting up combined RTP session for DTLS (combined media and control)',
  'Space GUID: 59b9e43e-b277-4d33-a244-e896d20f2049 <--> Call Correlator GUID: c3958a89-3007-4959-99e7-f6ea84609aac',
  'API trace 7: POST for "/api/v1/authTokens" (from 192.0.2.5)',
  'WWW-Authenticate: Basic realm="acano"',
])('leaves what is not secret: %s', (text) => {
  expect(masked(text)).toBe(text);
});

test('masking what is masked changes nothing, and never throws', () => {
  const parts = fc.constantFrom('password', '=', '&', ' ', '"', "'", ':', '<secret>', '://', '@', 'eyJhbGciOiJ', 'Bearer ', '/cdr/', 'x', '\n', '%');
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 40 }), (pieces) => {
      const once = masked(pieces.join(''));
      expect(masked(once)).toBe(once);
    }),
  );
});
