import type { BridgeCore } from '../bridge-core';

/** What can be traced in detail for a time, and what the log calls it. Source: `docs/cms-wire.md`, section 8.6. */
export const tracedParts = { activeControl: 'Active control', api: 'API', bfcp: 'BFCP', dns: 'DNS', events: 'Events', sip: 'SIP' } as const;
export type TracedPart = keyof typeof tracedParts;

/** The web interface offers no more than a day. */
export const longestTracingSeconds = 86_400;

type Parts = Pick<BridgeCore, 'tracing' | 'clock' | 'log'>;

/** For how long a part stays traced; 0 while it is not. */
export function tracingSecondsLeft({ tracing, clock }: Pick<Parts, 'tracing' | 'clock'>, part: TracedPart): number {
  return Math.max(0, Math.ceil(((tracing.untilMs.get(part) ?? 0) - clock.now()) / 1_000));
}

/** Traces a part for so long from now on; 0 ends it. */
export function traceFor(parts: Parts, part: TracedPart, seconds: number): void {
  const wasOn = tracingSecondsLeft(parts, part) > 0;
  parts.tracing.untilMs.set(part, parts.clock.now() + seconds * 1_000);
  if (seconds > 0 !== wasOn) parts.log.write(`${tracedParts[part]} tracing now ${seconds > 0 ? 'enabled' : 'disabled'}`);
}
