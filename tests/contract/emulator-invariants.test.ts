import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startEmulator } from '@/server/emulator/emulator';
import type { Emulator } from '@/server/emulator/emulator';
import { JoinFailed, joinHeadless } from '@/server/emulator/web-app/headless/join-headless';
import type { HeadlessGuest } from '@/server/emulator/web-app/headless/join-headless';
import { addPerson, askControl, emulatedBridge, worldOf } from '../support/emulated-bridge';
import { worldFaults } from '../support/world-faults';

const bridgeNames = ['cbcms1', 'cbcms2', 'cbcms3'];
const numericIds = ['1001', '1002', '1003'];

/** How many sequences of what may happen; `npm run bench -- soak` asks for more. */
const runs = Number(process.env.EMULATOR_SOAK_RUNS ?? 8);

/** What may happen. Numbers choose among what there is at that moment. */
type Step =
  | { does: 'guest-joins' | 'caller-joins'; space: number; bridge: number }
  | { does: 'guest-leaves' | 'is-dropped' | 'mutes'; who: number }
  | { does: 'moves'; who: number; call: number; twice: boolean }
  | { does: 'is-ended' | 'is-made'; call: number }
  | { does: 'is-let-in' | 'is-put-back' | 'is-relabelled'; who: number }
  | { does: 'locks' | 'unlocks' | 'records' | 'records-no-more' | 'mutes-all' | 'calls-out' | 'calls-in-vain'; call: number }
  | { does: 'gets-busy'; bridge: number; load: number };

const small = fc.nat({ max: 30 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('guest-joins' as const, 'caller-joins' as const), space: small, bridge: small }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('guest-leaves' as const, 'is-dropped' as const, 'mutes' as const), who: small }) },
  { weight: 5, arbitrary: fc.record({ does: fc.constant('moves' as const), who: small, call: small, twice: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('is-ended' as const, 'is-made' as const), call: small }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('is-let-in' as const, 'is-put-back' as const, 'is-relabelled' as const), who: small }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constantFrom('locks' as const, 'unlocks' as const, 'records' as const, 'records-no-more' as const, 'mutes-all' as const, 'calls-out' as const, 'calls-in-vain' as const),
      call: small,
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('gets-busy' as const), bridge: small, load: fc.constantFrom(0, 60, 90) }) },
);

const pick = <T>(from: readonly T[], number: number): T | undefined => from[number % Math.max(1, from.length)];

const aboutSomebody = { 'is-let-in': 'deactivated=false', 'is-put-back': 'deactivated=true', 'is-relabelled': 'nameLabelOverride=Guest&importance=1' };

const aboutCalls = {
  locks: ['PUT', '', 'locked=true'],
  unlocks: ['PUT', '', 'locked=false'],
  records: ['PUT', '', 'recording=true'],
  'records-no-more': ['PUT', '', 'recording=false'],
  'mutes-all': ['PUT', '/participants/*', 'rxAudioMute=true'],
  'calls-out': ['POST', '/participants', 'remoteParty=room@rooms.example'],
  'calls-in-vain': ['POST', '/participants', 'remoteParty=reject@rooms.example'],
} as const;

async function take(emulator: Emulator, guests: HeadlessGuest[], next: Step): Promise<void> {
  const { callBridges } = await worldOf(emulator);
  const webapp = callBridges.filter(({ cluster }) => cluster === 'webapp.com');
  const calls = webapp.flatMap(({ name, calls: own }) => own.map(({ id, coSpace }) => ({ name, id, coSpace })));
  const people = webapp.flatMap(({ name, calls: own }) => own.flatMap(({ participants }) => participants.map(({ id }) => ({ name, id }))));
  switch (next.does) {
    case 'guest-joins': {
      const webBridgeUrl = emulator.nodes.find(({ name }) => name === pick(['wbcms1', 'wbcms2'], next.bridge))?.http ?? '';
      try {
        guests.push(await joinHeadless({ webBridgeUrl, numericId: pick(numericIds, next.space) ?? '', name: 'Guest' }));
      } catch (cause) {
        // Somebody ended the meeting while this guest was on the way in.
        expect(cause).toBeInstanceOf(JoinFailed);
      }
      return;
    }
    case 'caller-joins':
      await addPerson(emulator, { kind: 'sip', name: 'Caller', numericId: pick(numericIds, next.space) ?? '', callBridge: pick(bridgeNames, next.bridge) });
      return;
    case 'guest-leaves':
      return pick(guests, next.who)?.leave();
    case 'is-dropped': {
      const who = pick(people, next.who);
      if (who) await emulatedBridge(emulator, who.name).request('DELETE', `participants/${who.id}`);
      return;
    }
    case 'mutes':
      return pick(guests, next.who)?.setMuted(true);
    case 'moves': {
      const [who, call] = [pick(people, next.who), pick(calls, next.call)];
      if (!who || !call) return;
      const post = () => emulatedBridge(emulator, call.name).request('POST', `calls/${call.id}/participants`, `movedParticipant=${who.id}&needsActivation=false`);
      const answers = await Promise.all(next.twice ? [post(), post()] : [post()]);
      for (const { status } of answers) expect([200, 400]).toContain(status);
      return;
    }
    case 'is-ended': {
      const call = pick(calls, next.call);
      if (call) await emulatedBridge(emulator, call.name).request('DELETE', `calls/${call.id}`);
      return;
    }
    case 'is-made':
      await emulatedBridge(emulator, pick(bridgeNames, next.call) ?? '').request('POST', 'calls', `coSpace=${pick(calls, next.call)?.coSpace ?? ''}&name=Made`);
      return;
    case 'is-let-in':
    case 'is-put-back':
    case 'is-relabelled': {
      const who = pick(people, next.who);
      if (who) await emulatedBridge(emulator, who.name).request('PUT', `participants/${who.id}`, aboutSomebody[next.does]);
      return;
    }
    case 'locks':
    case 'unlocks':
    case 'records':
    case 'records-no-more':
    case 'mutes-all':
    case 'calls-out':
    case 'calls-in-vain': {
      const call = pick(calls, next.call);
      const [method, node, body] = aboutCalls[next.does];
      if (call) await emulatedBridge(emulator, call.name).request(method, `calls/${call.id}${node}`, body);
      return;
    }
    case 'gets-busy':
      await askControl(emulator, 'PUT', `/call-bridges/${pick(bridgeNames, next.bridge)}`, { load: next.load });
  }
}

test('whatever happens, in whatever order and at once: nobody is in two calls, and accounts, tokens, rosters and calls fit the people', { timeout: 60_000 + runs * 5_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 5, maxLength: 15 }), async (rounds) => {
      const tempo = { mediaDelayMs: 0, dialDelayMs: 0, clientTimeoutMs: 200 };
      const emulator = await startEmulator({ basePort: 0, scenario: 'empty', seed: 'invariants', tempo });
      const guests: HeadlessGuest[] = [];
      try {
        for (const steps of rounds) await Promise.all(steps.map((next) => take(emulator, guests, next)));
        // At rest: everybody who was on the way has arrived, or has been given up.
        await expect.poll(async () => worldFaults(await worldOf(emulator)), { timeout: 5_000, interval: 10 }).toEqual([]);
        await expect
          .poll(async () => (await worldOf(emulator)).callBridges.flatMap(({ calls }) => calls.flatMap(({ participants }) => participants.filter(({ state }) => state !== 'connected'))), { timeout: 5_000, interval: 10 })
          .toEqual([]);
        expect(worldFaults(await worldOf(emulator))).toEqual([]);
        for (const guest of guests) guest.leave();
        const accounts = async () => (await worldOf(emulator)).callBridges.flatMap((bridge) => bridge.guests);
        await expect.poll(accounts, { timeout: 5_000, interval: 10 }).toEqual([]);
      } finally {
        await emulator.close();
      }
    }),
    { numRuns: runs, endOnFailure: true },
  );
});
