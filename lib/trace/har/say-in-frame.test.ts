import { describe, expect, test } from 'vitest';
import { sayingInFrame } from '@/lib/trace/har/say-in-frame';

const session = '/api/call/session';

function received(frame: unknown) {
  return sayingInFrame({ socket: 1, isFromBrowser: false, text: typeof frame === 'string' ? frame : JSON.stringify(frame) });
}

describe('why a session was refused', () => {
  test.each([
    [{ status: 401, error: 'token-expired' }, 'token-expired'],
    [{ status: 401, error: { code: 'TokenExpired' } }, 'token-expired'],
    [{ data: { status: 401, response: { error: { message: 'The JWT has expired.' } } } }, 'token-expired'],
    [{ type: 'http', status: 401, body: JSON.stringify({ reason: 'token_expired' }) }, 'token-expired'],
    [{ code: 'guest-not-admitted', error: true, status: 403 }, 'guest-not-admitted'],
    [{ status: 403, message: 'Guests are not allowed' }, 'guest-not-admitted'],
    [{ status: 403, error: 'Forbidden', message: 'This meeting requires encryption' }, 'encryption-required'],
  ])('is told where the frame says just that: %j', (frame, why) => {
    expect(received(frame)).toEqual({ says: 'session-refused', socket: 1, why });
  });

  test.each([
    [{ status: 503, message: 'overloaded', account: 'guest2316075499' }],
    [{ status: 500, error: 'No media node for guest2316075499' }],
    [{ status: 500, message: 'Internal error', mediaEncryption: 'optional' }],
    [{ status: 500, tokenExpiry: 1_772_618_400, message: 'Internal' }],
    [{ status: 404, message: 'no such meeting', isGuest: true }],
    [{ status: 503, error: 'The token service failed: its session expired' }],
    [{ status: 400, error: 'encryption not required' }],
    [{ status: 403, error: 'token expired', reason: 'guest not admitted' }],
    [{ status: 403, history: [{ from: 'Ann', message: 'token expired' }] }],
    [{ status: 403, people: [{ name: 'x', error: 'encryption-required' }] }],
    [{ status: 403, error: `token expired${' '.repeat(300)}` }],
  ])('is not told where that is not certain: %j', (frame) => {
    expect(received(frame)).toEqual({ says: 'session-refused', socket: 1, why: null });
  });
});

describe('a move', () => {
  test.each([
    [{ type: 'chat', text: `${session}/move` }],
    [{ type: 'chat', message: JSON.stringify({ path: `${session}/move` }) }],
    [{ type: 'chat', data: { body: JSON.stringify({ path: `${session}/move` }) } }],
    [['chat', `POST ${session}/move`]],
    [{ type: 'roster', people: [{ name: `POST ${session}/move` }] }],
    [{ request: 'POST /api/roster', people: [{ name: `${session}/move`, path: `${session}/move` }] }],
    [{ имя: `${session}/move`, '1': `${session}/move` }],
  ])('is not told by what people write or are called: %j', (frame) => {
    expect(received(frame)).toBeNull();
  });

  test.each([
    [{ numericId: ['1002'] }],
    [{ numericIds: ['1002'] }],
    [{ numericId: { value: '1002' } }],
    [{ numericId: { value: 1002 } }],
    [{ u: '/x?numericId=1002' }],
    [{ name: 'numericId', value: '1002' }],
    [{ request: `POST ${session}/move?numericId=1002` }],
    [{ url: `https://web.example${session}/move?a=b&numericId=1002&c` }],
  ])('names the numeric id: %j', (data) => {
    expect(received({ path: `${session}/move`, data })).toMatchObject({ says: 'browser-told', numericIds: ['1002'] });
  });

  test.each([
    ['12345678901234567890', ['12345678901234567890']],
    ['"12345678901234567890"', ['12345678901234567890']],
    ['9007199254740993', ['9007199254740993']],
    ['12345678901234567890e0', []],
    ['1e400', []],
  ])('names a numeric id by the digits that are written, or none: %s', (written, numericIds) => {
    expect(received(`{"text":"a \\" 11111111111111111","path":"${session}/move","numericId":${written}}`)).toMatchObject({ says: 'browser-told', numericIds });
  });
});

describe('a hostile frame', () => {
  test.each(['eyJ-', 'token', 'expir', 'eyJaaaaaaaa-', 'eyJaaaaaaaa.', '-', '1', '1234567812345678 ', 'jwt ', '\\"', '?'])('of many %j is read in one pass: else this would take hours', (piece) => {
    const many = piece.repeat(300_000);
    expect(received(JSON.stringify({ status: 400, error: many, path: `/${many}` }))?.says).not.toBe('browser-told');
  });
});
