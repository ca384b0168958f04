import { beforeEach, describe, expect, test } from 'vitest';
import { exampleBridge } from '@/lib/meeting/examples';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { ToldInventory } from '@/server/inventory/told-inventory';
import { Journal } from '@/server/journal/journal';
import { bridgeKey, callNumberKey } from '@/server/journal/keys';
import { SyslogIntake } from './syslog-intake';

const guest = '26de0160-30b5-4d7b-8a05-304472af284a';
let inventory: ToldInventory;
let journal: Journal;
let intake: SyslogIntake;
let clock: ManualClock;

beforeEach(() => {
  clock = new ManualClock(Date.UTC(2026, 0, 5, 10, 31, 8));
  inventory = new ToldInventory();
  journal = new Journal({ clock });
  intake = new SyslogIntake({ journal, inventory, clock });
  intake.isListening = true;
  bridgeIs('b1', 'cms-a.example.net', 'https://10.0.0.1:445');
  bridgeIs('b2', 'cms-b', 'https://cms-b.example.net:445');
});

function bridgeIs(id: string, name: string, address: string): void {
  inventory.tell({ event: 'call-bridge', data: exampleBridge({ id, name, address }) });
}

function line(host: string, text: string, from = '192.0.2.9'): void {
  const data = Buffer.from(`<14>Jan  5 10:31:07.601 user.info ${host} ${text}`);
  intake.take(data, 0, data.length, from);
}

const about = (...keys: string[]) => journal.about(keys, { order: 'oldest-first', limit: 100, after: null });
const saidAbout = (...keys: string[]) => about(...keys).map(({ said }) => said);

test("a line is noted as its bridge's word, with the bridge's time, and found by whom it names", () => {
  line('cms-b', `host:server:  INFO : call 31: destroying API call leg ${guest}`);
  const noted = { source: 'syslog', callBridge: 'b2', toldAtMs: Date.UTC(2026, 0, 5, 10, 31, 7, 601), heardAtMs: clock.now() };
  expect(about(guest)).toMatchObject([{ ...noted, said: `host:server:  INFO : call 31: destroying API call leg ${guest}` }]);
  expect(about(callNumberKey('b2', 31))).toHaveLength(1);
});

test.each(['cms-a.example.net', 'CMS-A.EXAMPLE.NET', 'cms-a', '10.0.0.1'])('a bridge is known by its name, its first label, or the host of its address: %s', (host) => {
  line(host, `host:server: x ${guest}`);
  expect(about(guest)[0]?.callBridge).toBe('b1');
});

test('a line that names no host is its sender\'s', () => {
  const data = Buffer.from(`<14>Jan  5 10:31:07 host:server: x ${guest}`);
  intake.take(data, 0, data.length, '10.0.0.1');
  expect(about(guest)[0]?.callBridge).toBe('b1');
});

test('a host that two bridges could be is neither', () => {
  bridgeIs('b3', 'cms-a.example.org', 'https://10.0.0.3');
  line('cms-a', `host:server: x ${guest}`);
  expect(about(guest)[0]?.callBridge).toBeNull();
  line('cms-a.example.org', 'host:server: y');
  expect(saidAbout(bridgeKey('b3'))).toEqual(['host:server: y']);
});

test('a bridge that is renamed or removed is known as it then is', () => {
  line('cms-b', 'host:server: x');
  bridgeIs('b2', 'other', 'https://10.0.0.2');
  line('cms-b', 'host:server: y');
  line('other', 'host:server: z');
  inventory.tell({ event: 'call-bridge-removed', data: { id: 'b2' } });
  line('other', 'host:server: too late');
  expect(saidAbout(bridgeKey('b2'))).toEqual(['host:server: x', 'host:server: z']);
});

describe('a host that is no bridge', () => {
  test('is counted and named, and what it says of somebody is kept under its name', () => {
    line('wb1', `client_backend: INFO : WebSocket : Got authenticated JWT for guest7 participant ${guest} tracing 0`);
    line('wb1', 'kernel: something');
    expect(intake.unknownHosts()).toEqual([{ host: 'wb1', lines: 2, lastAt: '2026-01-05T10:31:08.000Z' }]);
    expect(intake.figures).toEqual({ lines: 2, malformed: 0, unknownHostLines: 2 });
    expect(saidAbout('guest7')).toEqual([expect.stringMatching(/^wb1 client_backend/)]);
  });

  test('is named among a hundred at most, and all are counted', () => {
    for (let i = 0; i < 5_000; i += 1) line(`host-${i}-${'x'.repeat(500)}`, 'x');
    expect(intake.unknownHosts()).toHaveLength(100);
    expect(intake.figures.unknownHostLines).toBe(5_000);
  });
});

test('what is no line of syslog is counted and not kept', () => {
  const data = Buffer.from('GET / HTTP/1.1');
  intake.take(data, 0, data.length, '192.0.2.9');
  expect(intake.figures).toEqual({ lines: 0, malformed: 1, unknownHostLines: 0 });
});

describe('how the log of a bridge comes in', () => {
  test('is waited for until there is a line, and again after 20 minutes of silence', () => {
    expect(intake.stateOf('b2')).toEqual({ state: 'waiting', ageMs: null });
    line('cms-b', 'host:server: x');
    clock.advance(3_000);
    expect(intake.stateOf('b2')).toEqual({ state: 'active', ageMs: 3_000 });
    clock.advance(20 * 60_000);
    expect(intake.stateOf('b2').state).toBe('waiting');
  });

  test('is off where no port is open', () => {
    intake.isListening = false;
    expect(intake.stateOf('b2').state).toBe('off');
  });
});

describe('a secret that a trace breaks over lines', () => {
  const trace = (number: number, text: string) => line('cms-b', `host:server:  INFO : API trace ${number}:${text}`);
  const after = (number: number) => saidAbout(`trace ${number}@b2`).map((said) => String(said).replace(/^.*API trace \d+:/, ''));

  test('is hidden in each of them, and what comes after is not', () => {
    trace(7, `  passcode=${'1'.repeat(39)}`);
    trace(8, '      of another trace');
    trace(7, '      2222&');
    trace(7, '  name=Ana&');
    expect(after(7)).toEqual(['  passcode=********', '      ********', '  name=Ana&']);
    expect(after(8)).toEqual(['      of another trace']);
  });

  test('that ends in its own line hides nothing else', () => {
    trace(7, '  passcode=1234&');
    trace(7, '      rest of something');
    expect(after(7)).toEqual(['  passcode=********&', '      rest of something']);
  });
});
