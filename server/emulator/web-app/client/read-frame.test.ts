import { expect, it } from 'vitest';
import { readBridgeFrame } from './read-frame';

const person = { id: 'p', name: 'Ana', audioMuted: true, videoMuted: false, speaking: false, presenting: false, self: true };

it.each([
  { type: 'reply', id: 1, status: 401, error: 'token-expired' },
  { type: 'request', id: 1, request: 'PUT /api/call/session/state', data: { space: { name: 'S' }, people: [person], locked: false, waiting: false } },
  { type: 'request', id: 2, request: 'POST /api/call/session/chat', data: { id: 'm', from: 'Ben', text: 'Hi', at: 'now' } },
  { type: 'request', id: 3, request: 'PUT /api/call/session/settings', data: { audioMuted: true, videoMuted: false, layout: 'stacked' } },
  { type: 'request', id: 4, request: 'POST /api/call/session/move', data: { accessMethod: { numericId: '2' }, jwt: 'x', space: { name: 'S' } } },
  { type: 'request', id: 5, request: 'POST /api/call/session/end', data: { reason: 'callEnded' } },
])('reads what the protocol knows: %j', (frame) => {
  expect(readBridgeFrame(JSON.stringify(frame))).toEqual(frame);
});

it.each([
  'x',
  'null',
  '{"type":"reply","id":1}',
  '{"type":"request","id":1,"request":"PUT /api/call/session/state"}',
  JSON.stringify({ type: 'request', id: 1, request: 'PUT /api/call/session/state', data: { space: { name: 'S' }, people: [{}], locked: true, waiting: false } }),
  JSON.stringify({ type: 'request', id: 1, request: 'POST /api/call/session/move', data: { jwt: 'x', space: { name: 'S' } } }),
  JSON.stringify({ type: 'request', id: 1, request: 'DELETE /', data: {} }),
])('reads nothing else: %s', (text) => {
  expect(readBridgeFrame(text)).toBeNull();
});
