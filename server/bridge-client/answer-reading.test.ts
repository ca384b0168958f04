import { describe, expect, test } from 'vitest';
import { judgeReply, readDocument, saysUnknown } from './answer-reading';

const at = 'https://cms.example.org';
const reply = (status: number, body = '') => ({ status, headers: {}, body });
const failure = (tag: string) => `<?xml version="1.0"?><failureDetails>${tag}</failureDetails>`;

describe('the answer of a bridge', () => {
  test.each([
    [401, '', 'bridge-refused', /user name or the password/, false],
    [403, '', 'bridge-refused', /role "api"/, false],
    [503, '', 'bridge-refused', /busy/, false],
    [302, '', 'bridge-unreachable', /Web Admin/, false],
    [404, '<html><body>nginx</body></html>', 'bridge-unreachable', /web page/, false],
    [500, '', 'bridge-unreachable', /error of its own \(500\)/, true],
    [502, '<html>', 'bridge-unreachable', /web page/, true],
    [400, failure('<callDoesNotExist />'), 'bridge-refused', /callDoesNotExist/, false],
    [404, failure('<callDoesNotExist/>'), 'bridge-refused', /callDoesNotExist/, false],
    [400, failure('<parameterError parameter="movedParticipant" error="invalidValue" />'), 'bridge-refused', /movedParticipant \(invalidValue\)/, false],
    [400, 'no', 'bridge-refused', /does not say why/, false],
  ])('%i %s is put into words, with what is known of its effect', (status, body, code, detail, mayHaveActed) => {
    const answer = judgeReply(at, reply(status, body));
    expect(answer.ok ? null : answer.error).toMatchObject({ code, status, mayHaveActed });
    expect(answer.ok ? '' : answer.error.detail).toMatch(detail);
  });

  test('names the failure tag that a program can go by', () => {
    const answer = judgeReply(at, reply(400, failure('<participantLimitReached />')));
    expect(answer.ok ? null : answer.error.failureTag).toBe('participantLimitReached');
  });

  test.each([
    ['<!DOCTYPE html><html>', /web page/],
    ['', /nothing/],
    ['<calls total="1"><call', /cannot be read/],
    ['<status></status>', /"status" where "calls"/],
  ])('that is 200 and not the document asked for is said to be so: %s', (body, detail) => {
    const answer = readDocument(at, reply(200, body), 'calls');
    expect(answer.ok ? '' : answer.error.detail).toMatch(detail);
  });

  test('that something does not exist is understood in all its forms', () => {
    const errorOf = (status: number, body: string) => {
      const answer = judgeReply(at, reply(status, body));
      if (answer.ok) throw new Error('not an error');
      return answer.error;
    };
    expect(saysUnknown(errorOf(404, ''))).toBe(true);
    expect(saysUnknown(errorOf(404, failure('<coSpaceDoesNotExist />')))).toBe(true);
    expect(saysUnknown(errorOf(400, failure('<callDoesNotExist />')))).toBe(true);
    expect(saysUnknown(errorOf(400, failure('<unrecognisedObject />')))).toBe(true);
    expect(saysUnknown(errorOf(400, failure('<parameterError parameter="x" error="y" />')))).toBe(false);
    expect(saysUnknown(errorOf(503, ''))).toBe(false);
  });
});
