import { describe, expect, test } from 'vitest';
import { diagnose } from '@/lib/trace/diagnose';
import type { Heard } from '@/lib/trace/heard';
import { heardIn } from '@/lib/trace/log/heard-in-log';
import { LogReader } from '@/lib/trace/log/log-reader';
import { sayingIn } from '@/lib/trace/log/say';

const old = '26de0160-30b5-4d7b-8a05-304472af284a';
const fresh = 'dd2bc8c6-fa80-495f-9a20-1da19010cfab';
const call = 'ae778701-7fed-410c-b3e6-c2860907a3f4';
const head = '2026-03-04 10:00:01.000 Info ';
const move = `move participant operation: moving WC3 participant ${old} (guest1) (homed on this callbridge) to call ${call}`;
const refusal = `participant ${fresh} may not join: encryption-required`;

function heardOf(...lines: string[]): Heard[] {
  const heard: Heard[] = [];
  const reader = new LogReader('a.log', (line) => heard.push(...[heardIn(line, ({ ms }) => ms) ?? []].flat()));
  for (const [at, line] of lines.entries()) reader.read(line, at + 1);
  reader.finish();
  return heard;
}

/** Lines of the bridge with a name in them. */
const naming: readonly ((name: string) => string)[] = [
  (name) => `call 20: allocated for guest2 / "${name}" conference participation (Chrome)`,
  (name) => `participant "guest2" left space ${call} (${name})`,
  (name) => `removing guest account 'guest2' (name '${name}') on call drop`,
  (name) => `WebApp Audit : Session: ${call} : Participant ${name} performed action of leave call`,
  (name) => `API "${name}" Space GUID: ${call} <--> Call Correlator GUID: ${call} <--> Internal GUID: ${call}`,
  (name) => `API trace 7: <participant><name>${name}</name></participant>`,
  (name) => `call 40: outgoing SIP call to "sip:a@b" from space "${name}"`,
];

describe('a name that holds a line', () => {
  test.each(naming.map((line) => [line('…'), line] as const))('is a name, in %s', (_, line) => {
    const kinds = heardOf(`${head}${line(`x ${head}${refusal}`)}`, `${head}${line(`x ${head}${move}`)}`, `${head}${line(move)}`).map(({ said }) => said.says);
    expect(kinds).not.toContain('not-admitted');
    expect(kinds).not.toContain('move');
  });

  test.each(naming.map((line) => [line('…'), line] as const))('and ends itself as the bridge ends names is taken for no sure line, in %s', (_, line) => {
    const [before = '', after = ''] = line('|').split('|');
    const heard = heardOf(`${head}${before}x${after} ${head}${refusal} ${head}${before}y${after}`);
    expect(heard.filter(({ said }) => said.says === 'not-admitted').map(({ isGuess }) => isGuess)).toEqual([true]);
  });

  test('makes no cause sure that only it tells of', () => {
    const whole = (forged: string) =>
      diagnose(heardOf(`${head}${move}`, `${head}192.0.2.1: API user "a" created new participant ${fresh}, call ${call}`, `${head}user "guest1": deactivating due to session resource teardown`, forged))[0]?.finding;
    expect(whole(`${head}${refusal}`)).toMatchObject({ cause: 'encryption-required', confidence: 'high' });
    expect(whole(`${head}call 20: allocated for g / "x" conference participation (a) ${head}${refusal} ${head}call 20: allocated for g / "x" conference participation (a)`)?.confidence).not.toBe('high');
  });
});

test('lines that ran together after one that holds no name, or do not end as that would, are lines', () => {
  const heard = heardOf(`${head}${move} ${head}${refusal}`, `${head}call 20: allocated for g / "x" conference participation (a) ${head}${refusal} ${head}${move}`);
  expect(heard.map(({ said, isGuess }) => [said.says, isGuess])).toEqual([['move', undefined], ['not-admitted', undefined], ['call-allocated', undefined], ['not-admitted', undefined], ['move', undefined]]);
});

test('tags of a failure that never end are looked through once: else this would take hours', () => {
  expect(sayingIn(`API trace 1: <failureDetails><${'a'.repeat(2_000_000)}`)).toEqual({ says: 'failure', trace: 1, tags: [] });
});
