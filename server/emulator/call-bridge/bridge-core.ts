import type { Clock, TimerSet } from '../clock';
import { timerSet } from '../clock';
import type { ClusterConfiguration } from '../cluster/configuration';
import type { ArmedFaults } from '../faults/armed-faults';
import type { Ids } from '../ids';
import type { Homes } from './homes';
import { createNodeLog } from './log/bridge-log';
import type { NodeLog } from './log/bridge-log';
import type { Command } from './world/command';
import type { Fact } from './world/fact';
import type { Outcome } from './world/rule';
import { runCommand } from './world/run-command';
import { emptyWorld } from './world/world';
import type { World } from './world/world';

/** How long things take, in milliseconds. One object for all nodes of an emulator; the control port changes it. */
export interface Tempo {
  /** From a web app's session, or a SIP participant's re-join, to media. */
  mediaDelayMs: number;
  /** From dialling to ringing, and from ringing to an answer. */
  dialDelayMs: number;
  /** How long somebody who is called and does not answer is rung. */
  answerTimeoutMs: number;
  /** How long a new guest waits for their client before they go away. */
  clientTimeoutMs: number;
  /** How long a JWT can be used. In the product a matter of the MMP: `callbridge wc3jwt expiry`. */
  jwtLifetimeMs: number;
  /** How much faster than usual the demo's people come, go and speak: 2 is twice as fast. */
  speed: number;
}

export const defaultTempo: Tempo = {
  mediaDelayMs: 150,
  dialDelayMs: 1_500,
  answerTimeoutMs: 30_000,
  clientTimeoutMs: 30_000,
  jwtLifetimeMs: 24 * 60 * 60 * 1_000,
  speed: 1,
};

/** What the product does is not documented everywhere: these are the guesses that one may want the other way round. */
export interface Choices {
  /** Whether `deactivated=false` lets a moved participant past the lobby. */
  movedMayBeAdmitted: boolean;
  /** Whether one who is moved without a word about the lobby waits there if the target's rules say so. */
  movedWaitsByRules: boolean;
}

export const defaultChoices: Choices = { movedMayBeAdmitted: true, movedWaitsByRules: true };

/** What a Call Bridge is and knows, without any socket. Its parts share this and nothing else. */
export interface BridgeCore {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly cluster: ClusterConfiguration;
  readonly world: World;
  readonly clock: Clock;
  readonly timers: TimerSet;
  readonly ids: Ids;
  readonly log: NodeLog;
  readonly tempo: Tempo;
  readonly choices: Choices;
  readonly faults: ArmedFaults;
  readonly homes: Homes;
  readonly startedAtMs: number;
  /** Media load in per cent that the control port wants this bridge to report; null for what its people cause. */
  readonly load: { forcedPercent: number | null };
  /**
   * Which API requests the log shows in detail: none, those that change something, or all, as the control port says; and until when,
   * in milliseconds, it shows each part in detail because a client of the API asked for that.
   */
  readonly tracing: { api: 'off' | 'writes' | 'all'; readonly untilMs: Map<string, number> };
  /** The number of the next request of a guest to log in, as the log has it: those that fail have one too. */
  nextGuestLogin(): number;
  /** Decides and applies one command and what follows from it, then tells the followers. Refusals are values. */
  run(command: Command): Outcome;
  /** `listener` hears the facts of each command in order, after they are in the world. It must not run commands itself. */
  follow(listener: (facts: readonly Fact[]) => void): void;
}

export interface CoreOptions {
  id: string;
  name: string;
  version: string;
  cluster: ClusterConfiguration;
  clock: Clock;
  ids: Ids;
  tempo: Tempo;
  /** One object for all nodes of an emulator; the control port changes it. */
  choices: Choices;
  faults: ArmedFaults;
  /** One object for all bridges of a cluster. */
  homes: Homes;
}

export function createCore(options: CoreOptions): BridgeCore {
  const { id, name, version, clock } = options;
  const world = emptyWorld({ id, name, version });
  const listeners: ((facts: readonly Fact[]) => void)[] = [];
  let guestLogins = 0;
  return {
    ...options,
    world,
    timers: timerSet(clock),
    log: createNodeLog(clock),
    startedAtMs: clock.now(),
    load: { forcedPercent: null },
    tracing: { api: 'writes', untilMs: new Map() },
    nextGuestLogin: () => guestLogins++,
    run(command) {
      const outcome = runCommand(world, command, clock.now());
      if (!outcome.ok || outcome.facts.length === 0) return outcome;
      for (const listener of listeners) listener(outcome.facts);
      return outcome;
    },
    follow: (listener) => void listeners.push(listener),
  };
}
