import { expect, test } from 'vitest';
import { detectOperation } from './operation';

test.each([
  ['GET', '/api/v1/calls', 'list-calls', {}],
  ['GET', '/API/V1/CALLS/', 'list-calls', {}],
  ['GET', '//api/v1/calls', 'list-calls', {}],
  ['POST', '/api/v1/calls/AB/participants/', 'add-call-participant', { call: 'ab' }],
  ['GET', '/api/v1/cospaces/1/accessmethods/2', 'get-object', { kind: 'accessMethods', parent: '1', object: '2' }],
  ['POST', '/api/v1/coSpaces/', 'create-object', { kind: 'coSpaces', object: '' }],
  ['PUT', '/api/v1/System/Profiles', 'change-object', { kind: 'systemProfiles', object: 'systemProfiles' }],
  ['GET', '/api/v1/system/status', 'get-status', {}],
])('%s %s is %s', (method, path, operation, ids) => {
  expect(detectOperation(method, path)).toEqual({ ok: true, operation, ids });
});

test.each([
  ['GET', '/', 404],
  ['GET', '/api/v1', 404],
  ['GET', '/api/v2/calls', 404],
  ['GET', '/api/v1/calls//participants', 404],
  ['GET', 'http://elsewhere/api/v1/calls', 404],
  ['DELETE', '/api/v1/calls', 400],
])('%s %s is refused with %i', (method, path, status) => {
  expect(detectOperation(method, path)).toMatchObject({ ok: false, answer: { status } });
});
