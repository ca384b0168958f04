import { describe, expect, test } from 'vitest';
import { sealer } from './seal';

const secret = 'a secret that is long enough for a test';
const codeOf = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
};

describe('a sealed password', () => {
  const seal = sealer(secret);

  test.each(['emulator', '', 'pässwörd 密码 🔑', 'x'.repeat(500)])('opens to what it was: %s', (plain) => {
    expect(seal.open(seal.seal(plain, 'bridge 1'), 'bridge 1')).toBe(plain);
  });

  test('does not show what it holds, nor that two are the same', () => {
    const [one, two] = [seal.seal('emulator', 'bridge 1'), seal.seal('emulator', 'bridge 1')];
    expect(one).not.toBe(two);
    expect(Buffer.from(one.split('.')[1] ?? '', 'base64url').toString('latin1')).not.toContain('emulator');
  });

  test('opens neither with another secret nor for another bridge', () => {
    const sealed = seal.seal('emulator', 'bridge 1');
    expect(codeOf(() => sealer('another secret').open(sealed, 'bridge 1'))).toBe('wrong-secret');
    expect(codeOf(() => seal.open(sealed, 'bridge 2'))).toBe('wrong-secret');
  });

  test('that was altered, cut off or is something else does not open', () => {
    const sealed = seal.seal('emulator', 'bridge 1');
    const bytes = Buffer.from(sealed.slice('v1.'.length), 'base64url');
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    const flipped = `v1.${bytes.toString('base64url')}`;
    for (const broken of [flipped, sealed.slice(0, 12), '', 'v2.abc', 'emulator']) {
      expect(codeOf(() => seal.open(broken, 'bridge 1'))).toBe('wrong-secret');
    }
  });
});
