import { expect, test } from 'vitest';
import { apiTrace } from './api-trace';
import { createNodeLog } from './bridge-log';

function traced(body: string): string[] {
  const log = createNodeLog({ now: () => 0 });
  const trace = apiTrace(log, 41);
  trace.request('POST', '/api/v1/calls/x/participants', '192.0.2.50', 'application/x-www-form-urlencoded', body);
  trace.response(200, { Location: '/api/v1/participants/y' }, '');
  return log.after(0).map(({ text }) => text);
}

test('a request is written as the product writes it: 48 characters a line, a parameter a line', () => {
  expect(traced('movedParticipant=70aa5c52-3333-4f7e-8e21-aa00bb00cc01&needsActivation=false')).toEqual([
    'API trace 41: POST for "/api/v1/calls/x/participants" (from 192.0.2.50)',
    'API trace 41: content data size 75, type "application/x-www-form-urlencoded":',
    'API trace 41:  movedParticipant=70aa5c52-3333-4f7e-8e21-aa00bb0',
    'API trace 41:      0cc01&',
    'API trace 41:  needsActivation=false',
    'API trace 41: sending 200 response, size 0',
    'API trace 41: Location: /api/v1/participants/y',
  ]);
});

test('an answer is written without the passcodes and secrets in it', () => {
  const log = createNodeLog({ now: () => 0 });
  apiTrace(log, 7).response(200, {}, '<coSpace><passcode>1234</passcode><name>a</name><secret>s.3</secret></coSpace>');
  expect(log.after(0).at(-1)?.text).toBe('API trace 7: <coSpace><passcode>********</passcode><name>a</name><secret>********</secret></coSpace>');
});

test('a passcode is never written', () => {
  expect(traced('name=a&Passcode=1234&x=1').join('\n')).not.toContain('1234');
});
