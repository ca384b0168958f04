import type { SpaceTarget } from '@/lib/move/target';
import type { CallDetails, ListedCall } from '@/server/bridge-client/bridge-objects';
import type { SpaceDesk, SpaceSeen } from '@/server/clusters/space-desk';

/** Spaces without bridges, for tests: what is known of them is what a test says. */
export class ToldSpaces implements SpaceDesk {
  readonly seen = new Map<string, SpaceSeen>();
  /** All calls of all bridges, by id; a bridge that is not in `away` says what it has. */
  readonly calls = new Map<string, CallDetails & { readonly callBridge: string }>();
  readonly away = new Set<string>();

  look(): Promise<void> {
    return Promise.resolve();
  }

  find({ space }: SpaceTarget): SpaceSeen | null {
    return this.seen.get(space) ?? null;
  }

  callsIn(callBridge: string, space: string): Promise<readonly ListedCall[] | null> {
    const there = [...this.calls.values()].filter((call) => call.callBridge === callBridge && call.coSpace === space);
    return Promise.resolve(this.away.has(callBridge) ? null : there);
  }

  callOf(callBridge: string, call: string): Promise<CallDetails | 'gone' | null> {
    return Promise.resolve(this.away.has(callBridge) ? null : (this.calls.get(call) ?? 'gone'));
  }
}
