import type { BridgeCore } from '../bridge-core';
import type { LeaveReason } from '../world/command';

/** How somebody who is called reacts. */
export type DialOutcome = 'answers' | 'busy' | 'rejects' | 'keeps-silent' | 'is-unknown';

/**
 * There is no SIP network: the address says how the call ends. Users `busy`, `reject`, `noanswer` and `unknown`, whatever
 * follows them (`busy.room7`); hosts under `.invalid`, which nobody can have. Everybody else answers.
 */
export function dialOutcome(uri: string): DialOutcome {
  const [user = '', host = ''] = uri.toLowerCase().split('@');
  const [word = ''] = user.split(/[^a-z]/, 1);
  if (host.endsWith('.invalid') || word === 'unknown') return 'is-unknown';
  return outcomes[word] ?? 'answers';
}

const outcomes: Readonly<Record<string, DialOutcome>> = { busy: 'busy', reject: 'rejects', noanswer: 'keeps-silent' };

/** Calls a participant who has just been made: rings, then they answer or leave with the reason that records name. */
export function dial(core: BridgeCore, participant: string): void {
  const who = core.world.participants.get(participant);
  if (!who) return;
  const outcome = dialOutcome(who.uri);
  const end = (reason: LeaveReason): void => void core.run({ do: 'remove-participant', participant, reason });
  const { dialDelayMs, answerTimeoutMs } = core.tempo;
  core.timers.after(dialDelayMs, () => {
    if (outcome === 'is-unknown') return end('unknownDestination');
    if (outcome === 'busy') return end('remoteBusy');
    if (!core.run({ do: 'ring', participant }).ok) return;
    if (outcome === 'keeps-silent') return void core.timers.after(answerTimeoutMs, () => end('ringingTimeout'));
    core.timers.after(dialDelayMs, () => {
      if (outcome === 'rejects') return end('remoteRejected');
      core.run({ do: 'connect', participant, name: displayName(who.uri) });
    });
  });
}

/** What a device that is called says that it is called: the words of its address. Source: `docs/cms-wire.md`, section 11.5. */
function displayName(uri: string): string {
  const words = (uri.split('@')[0] ?? '').split(/[._-]+/);
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(' ');
}
