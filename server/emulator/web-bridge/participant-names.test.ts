import { SignJWT } from 'jose';
import { expect, it } from 'vitest';
import { ParticipantNames } from './participant-names';

function tokenFor(participant: string): Promise<string> {
  return new SignJWT({ participant }).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32));
}

it('keeps the name of a guest over a move, and until the guest is gone', async () => {
  const names = new ParticipantNames();
  names.expect(await tokenFor('old'), 'Ana');
  names.carry('old', 'new');
  names.forget('old');
  expect([names.of('old'), names.of('new')]).toEqual(['unknown', 'Ana']);
});

it('takes no harm from a token that is none', () => {
  const names = new ParticipantNames();
  names.expect('garbage', 'Ana');
  expect(names.of('garbage')).toBe('unknown');
});
