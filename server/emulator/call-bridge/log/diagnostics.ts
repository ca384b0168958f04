import type { Ids } from '../../ids';
import type { BridgeCore } from '../bridge-core';
import { accountOf } from '../world/participant';
import { localParticipants, remoteParticipants } from '../world/world';
import type { Call } from '../world/world';
import type { LogLine } from './bridge-log';
import { internalConferenceId } from './call-log';

/** What a bridge wrote down of one meeting when it was asked to. Source: `docs/cms-wire.md`, section 3, /system/diagnostics. */
export interface Diagnostics {
  readonly id: string;
  readonly label: string;
  readonly coSpace: string | null;
  readonly correlator: string;
  /** Milliseconds since 1970. */
  readonly takenAtMs: number;
  /** Plain text, for people. */
  readonly contents: string;
}

export const diagnosticsKept = 20;
const linesShown = 50;

/** The diagnostics that were taken of one bridge's calls, the newest of them: the oldest goes when there are too many. */
export class DiagnosticsShelf {
  readonly #core: BridgeCore;
  readonly #ids: Ids;
  readonly #byId = new Map<string, Diagnostics>();

  constructor(core: BridgeCore) {
    this.#core = core;
    this.#ids = core.ids.fork('diagnostics');
  }

  /** From the oldest to the newest. */
  list(): readonly Diagnostics[] {
    return [...this.#byId.values()];
  }

  get(id: string): Diagnostics | null {
    return this.#byId.get(id) ?? null;
  }

  take(call: Call): Diagnostics {
    const { name: label, coSpace, correlator } = call;
    const id = this.#ids.guid();
    const taken = { id, label, coSpace, correlator, takenAtMs: this.#core.clock.now(), contents: contentsOf(this.#core, id, call) };
    this.#byId.set(id, taken);
    const [oldest] = this.#byId.keys();
    if (this.#byId.size > diagnosticsKept && oldest !== undefined) this.#byId.delete(oldest);
    return taken;
  }

  /** False if there are none by that id. */
  remove(id: string): boolean {
    return this.#byId.delete(id);
  }
}

/** As the product writes them, newest line first; its own go on with the state of each call leg. */
function contentsOf(core: BridgeCore, id: string, call: Call): string {
  const lines = linesOf(core, call).toReversed();
  const shown = lines.slice(0, linesShown);
  return [
    `Diagnostics ${id}:`,
    '',
    `"${call.name}" (${internalConferenceId(call.id)})`,
    ...(call.coSpace === null ? [] : [`  coSpace: ${call.coSpace}`]),
    `  correlator: ${call.correlator}`,
    '',
    'Recent log messages:',
    ...shown.map(writeLine),
    `${shown.length} most recent (of ${lines.length}) shown`,
    '',
  ].join('\n');
}

/** Lines that name the call, its space or somebody who is in it. */
function linesOf(core: BridgeCore, call: Call): LogLine[] {
  const people = localParticipants(core.world, call);
  const words = [
    call.id,
    call.correlator,
    internalConferenceId(call.id),
    ...(call.coSpace === null ? [] : [call.coSpace]),
    ...people.flatMap((who) => [who.id, who.leg, `"${accountOf(who)}"`]),
    ...remoteParticipants(core.world, call).map(({ id }) => id),
  ];
  const numbered = people.map(({ logNumber }) => `call ${logNumber}:`);
  return core.log.after(0).filter(({ text }) => words.some((word) => text.includes(word)) || numbered.some((start) => text.startsWith(start)));
}

function writeLine({ at, severity, text }: LogLine): string {
  const word = severity.charAt(0).toUpperCase() + severity.slice(1);
  return `${at.slice(11, 23)} ${word.padEnd(7)} ${text}`;
}
