import type { Placement } from '../link/link-message';
import { identityOf } from '../world/world';
import type { Call } from '../world/world';
import type { PlacementWish } from './choose-bridge';
import { placeInGroup } from './placer';
import type { PlaceOutcome, PlacerParts } from './placer';

/** What a request says of whoever comes. */
export type Newcomer = Pick<Placement, 'settings' | 'lobby'>;

/** The longest uri that can be called. */
export const longestUri = 255;

/**
 * Has a bridge call somebody into a meeting: the best of the group, or the one that `wish` names. The answer comes
 * before it rings there.
 * @param remoteParty whom to call; without a domain the cluster's own is meant
 */
export function dialOut(
  parts: PlacerParts,
  call: Call,
  remoteParty: string,
  newcomer: Newcomer,
  wish: PlacementWish,
): Promise<PlaceOutcome> {
  const uri = remoteParty.replace(/^sips?:/i, '');
  return placeInGroup(
    parts,
    {
      meeting: identityOf(call),
      kind: 'sip',
      name: '',
      userJid: null,
      uri: uri.includes('@') ? uri : `${uri}@${parts.core.cluster.sipDomain}`,
      originalUri: remoteParty,
      direction: 'outgoing',
      entrance: { coSpace: call.coSpace, accessMethod: null, user: null },
      ...newcomer,
      purpose: { why: 'dial' },
    },
    wish,
  );
}
