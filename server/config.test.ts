import { expect, test } from 'vitest';
import { readConfig } from '@/server/config';

test('everything has a default, and the default stays on this machine', () => {
  expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 3000, usherUrl: 'http://127.0.0.1:3000', tls: null });
});

test('an empty variable counts as unset', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 3000, databaseUrl: undefined });
});

test('every variable that is wrong is named', () => {
  expect(() => readConfig({ PORT: 'x', EMULATOR: 'maybe' })).toThrow(/PORT.*EMULATOR/s);
});

test('a wider address is refused without TLS or a trusted proxy', () => {
  expect(() => readConfig({ HOST: '0.0.0.0' })).toThrow(/in the clear/);
  expect(readConfig({ HOST: '0.0.0.0', USHER_TRUST_PROXY: 'true' }).host).toBe('0.0.0.0');
  expect(readConfig({ HOST: '::', USHER_TLS_CERT: 'c', USHER_TLS_KEY: 'k' }).usherUrl).toBe('https://localhost:3000');
});

test('bridges reach Usher where browsers do, unless told otherwise; programs on this machine where it listens', () => {
  expect(readConfig({})).toMatchObject({ cdrUrl: 'http://127.0.0.1:3000', ownUrl: 'http://127.0.0.1:3000' });
  const behindProxy = { PORT: '8080', USHER_URL: 'https://usher.example.net/' };
  expect(readConfig(behindProxy)).toMatchObject({ cdrUrl: 'https://usher.example.net', ownUrl: 'http://127.0.0.1:8080' });
  expect(readConfig({ ...behindProxy, USHER_CDR_URL: 'http://192.0.2.7:8080/usher/' }).cdrUrl).toBe('http://192.0.2.7:8080/usher');
  expect(() => readConfig({ USHER_CDR_URL: 'udp://192.0.2.7' })).toThrow(/USHER_CDR_URL/);
});

test('half of a TLS pair is refused', () => {
  expect(() => readConfig({ USHER_TLS_CERT: 'c' })).toThrow(/belong together/);
});

test('protected spaces are a list separated by commas, and moves of more than ten are confirmed', () => {
  expect(readConfig({}).confirm).toEqual({ above: 10, protectedSpaces: [] });
  expect(readConfig({ USHER_CONFIRM_ABOVE: '0', USHER_PROTECTED_SPACES: ' Board Room, c0ffee,' }).confirm).toEqual({
    above: 0,
    protectedSpaces: ['Board Room', 'c0ffee'],
  });
  expect(() => readConfig({ USHER_CONFIRM_ABOVE: 'many' })).toThrow(/USHER_CONFIRM_ABOVE/);
});
