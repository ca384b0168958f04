import { describe, expect, it } from 'vitest';
import { readClientFrame, readJoinRequest } from './client-frames';

const settings = { audioMuted: true, videoMuted: false, layout: 'automatic' };

describe('a join', () => {
  it('trims the name and takes an empty passcode for none', () => {
    const text = JSON.stringify({ numericId: '1001', name: ' Ana ', passcode: '' });
    expect(readJoinRequest(text)).toEqual({ numericId: '1001', name: 'Ana' });
  });

  it.each(['李小龙', 'Zoë', 'علی رضا', '👩‍👩‍👧 family'])('takes the name %s', (name) => {
    expect(readJoinRequest(JSON.stringify({ numericId: '1', name }))?.name).toBe(name);
  });

  it.each(['a\nb', 'a\u0000b', '\u202eevil', 'a\u2066b', '   '])('refuses the name %j, which hides something', (name) => {
    expect(readJoinRequest(JSON.stringify({ numericId: '1', name }))).toBeNull();
  });
});

describe('a frame', () => {
  it.each([
    { type: 'request', id: 1, request: 'POST /api/call/session/start', data: { jwt: 'x', settings } },
    { type: 'request', id: 2, request: 'PUT /api/call/session/settings', data: settings },
    { type: 'request', id: 3, request: 'POST /api/call/session/chat', data: { text: 'Hello' } },
    { type: 'request', id: 4, request: 'PUT /api/call/session/presentation', data: { presenting: true } },
    { type: 'request', id: 5, request: 'POST /api/call/session/end', data: { reason: 'moved' } },
    { type: 'reply', id: 6, status: 200 },
  ])('of the protocol is read: %j', (frame) => {
    expect(readClientFrame(JSON.stringify(frame))).toEqual(frame);
  });

  it.each([
    'null',
    '[]',
    '{"type":"request"}',
    JSON.stringify({ type: 'request', id: -1, request: 'POST /api/call/session/end', data: { reason: 'leave' } }),
    JSON.stringify({ type: 'request', id: 1, request: 'POST /api/call/session/end', data: { reason: 'because' } }),
    JSON.stringify({ type: 'request', id: 1, request: 'PUT /api/call/session/settings', data: { ...settings, layout: 'upsideDown' } }),
    JSON.stringify({ type: 'request', id: 1, request: 'POST /api/call/session/chat', data: { text: '  ' } }),
    JSON.stringify({ type: 'request', id: 1, request: 'POST /api/call/session/chat', data: { text: 'x'.repeat(2001) } }),
  ])('that is none is refused: %s', (text) => {
    expect(readClientFrame(text)).toBeNull();
  });
});
