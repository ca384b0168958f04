import type { WorldView } from './emulated-bridge';

/** What is wrong with a world at rest, in words; empty if nothing is. */
export function worldFaults({ callBridges }: WorldView): string[] {
  const faults: string[] = [];
  const homes = new Map<string, string>();
  for (const bridge of callBridges) {
    for (const call of bridge.calls) {
      for (const { id } of call.participants) {
        if (homes.has(id)) faults.push(`${id} is in two calls`);
        homes.set(id, bridge.id);
      }
      if (call.participants.length === 0 && !call.activeWhenEmpty) faults.push(`${call.id} is empty and still there`);
    }
    const inCalls = bridge.calls.flatMap(({ participants }) => participants);
    const webApps = inCalls.filter(({ kind }) => kind === 'web-app');
    const guests = webApps.filter(({ userJid }) => userJid === null);
    if (guests.length !== bridge.guests.length) faults.push(`${bridge.name} has ${bridge.guests.length} accounts for ${guests.length} guests`);
    if (webApps.length !== bridge.tokens.length) faults.push(`${bridge.name} has ${bridge.tokens.length} tokens for ${webApps.length} web apps`);
    for (const { participant, user } of bridge.guests) {
      if (inCalls.find(({ id }) => id === participant)?.guest !== user) faults.push(`account ${user} is nobody's`);
    }
  }
  return [...faults, ...twins(callBridges), ...rosterFaults(callBridges), ...meetingFaults(callBridges)];
}

/** No two things anywhere have one id. */
function twins(callBridges: WorldView['callBridges']): string[] {
  const calls = callBridges.flatMap((bridge) => bridge.calls);
  const ids = {
    calls: calls.map(({ id }) => id),
    'call legs': calls.flatMap(({ participants }) => participants.map(({ leg }) => leg)),
    accounts: callBridges.flatMap(({ guests }) => guests.map(({ user }) => user)),
    tokens: callBridges.flatMap(({ tokens }) => tokens.map(({ token }) => token)),
  };
  return Object.entries(ids).flatMap(([what, all]) => (new Set(all).size === all.length ? [] : [`two ${what} have one id`]));
}

/** Every bridge that hosts a meeting has everybody else of it as a remote participant, and nobody else. */
function rosterFaults(callBridges: WorldView['callBridges']): string[] {
  const faults: string[] = [];
  for (const bridge of callBridges) {
    for (const call of bridge.calls) {
      const others = callBridges.filter(({ id }) => id !== bridge.id).flatMap(({ calls }) => calls.filter(({ correlator }) => correlator === call.correlator));
      const expected = others.flatMap(({ participants }) => participants.map(({ id }) => id)).sort();
      const known = [...call.remoteParticipants].sort();
      if (JSON.stringify(expected) !== JSON.stringify(known)) faults.push(`${bridge.name} knows ${known.length} remotes of ${call.name}, not ${expected.length}`);
    }
  }
  return faults;
}

/** One space, one meeting, and one set of settings for all of it. */
function meetingFaults(callBridges: WorldView['callBridges']): string[] {
  const correlators = new Map<string, string>();
  const settingsOf = new Map<string, string>();
  return callBridges.flatMap(({ calls }) =>
    calls.flatMap(({ coSpace, correlator, settings }) => {
      const known = correlators.get(coSpace ?? correlator) ?? correlator;
      correlators.set(coSpace ?? correlator, known);
      const set = JSON.stringify(settings);
      const elsewhere = settingsOf.get(correlator) ?? set;
      settingsOf.set(correlator, elsewhere);
      return [
        ...(known === correlator ? [] : [`space ${coSpace} has two meetings`]),
        ...(elsewhere === set ? [] : [`meeting ${correlator} is set to ${elsewhere} and to ${set}`]),
      ];
    }),
  );
}
