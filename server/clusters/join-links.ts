import type { SpaceTarget } from '@/lib/move/target';
import type { JoinLink } from '@/lib/move/join-link';
import { ProblemError } from '@/lib/problem/problem';
import type { BridgeReader } from '@/server/bridge-client/bridge-reader';
import type { ClusterRegistry } from '@/server/clusters/cluster-registry';
import type { FeedSet } from '@/server/feeds/feed-set';
import type { Inventory } from '@/server/inventory/inventory';

const longestLink = 2_000;

interface Parts {
  readonly registry: ClusterRegistry;
  readonly feeds: Pick<FeedSet, 'clientOf'>;
  readonly inventory: Inventory;
}

/** Reads from a bridge how guests join a space. What it finds lets people in: it is kept nowhere, and never logged. */
export class JoinLinks {
  constructor(private readonly parts: Parts) {}

  /** Problems: `bridge-unreachable`; `conflict` where the bridge has no web address for the space. */
  async to({ space, cluster }: SpaceTarget): Promise<JoinLink> {
    const { registry, feeds, inventory } = this.parts;
    const bridge = registry.bridgesOf(cluster).find(({ id }) => inventory.picture.callBridges.get(id)?.state === 'connected');
    const reader = bridge && feeds.clientOf(bridge.id)?.reader;
    if (!reader) throw new ProblemError('bridge-unreachable', 'No call bridge of the cluster answers, so the link cannot be read.');
    const entry = await reader.meetingEntry(space);
    const passcode = entry.ok ? entry.value.passcode : null;
    const told = entry.ok ? webLink(entry.value.webAddress) : null;
    if (told !== null) return { link: told, passcode, source: 'meetingEntryDetail', callBridge: bridge.name };
    const asked = webLink(await addressByNumber(reader, space));
    if (asked !== null) return { link: asked, passcode, source: 'accessQuery', callBridge: bridge.name };
    if (!entry.ok && entry.error.code === 'bridge-unreachable') throw new ProblemError('bridge-unreachable', entry.error.detail);
    throw new ProblemError('conflict', `${bridge.name} knows no address at which browsers join this space. It needs a numeric id, and a web bridge.`);
  }
}

async function addressByNumber(reader: BridgeReader, space: string): Promise<string | null> {
  const found = await reader.space(space);
  const callId = found.ok ? found.value.callId : null;
  const answer = callId === null ? null : await reader.webAddressOf(callId);
  return answer?.ok ? answer.value : null;
}

/** Only what a browser opens as a page: it is handed to people. */
function webLink(text: string | null): string | null {
  if (text === null || text.length > longestLink || !URL.canParse(text)) return null;
  return ['http:', 'https:'].includes(new URL(text).protocol) ? text : null;
}
