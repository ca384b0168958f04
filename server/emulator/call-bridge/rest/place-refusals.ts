import type { PlaceRefusal } from '../link/link-message';
import { failed } from './answer';
import type { Answer } from './answer';

/** What a client is told when nobody was placed. Source: `docs/cms-wire.md`, sections 1.3 and 3, "Participant limits". */
export const placeRefusals: Record<PlaceRefusal, Answer> = {
  'no-capacity': failed('callBridgeGroupUnavailable'),
  'participant-limit': failed('participantLimitReached'),
  'tenant-participant-limit': failed('tenantParticipantLimitReached'),
  // Only those who come with media at once are refused for it; whoever is called or moved leaves with this reason.
  'guest-account-not-stored': failed('callBridgeUnavailable'),
  'encryption-required': failed('participantCannotBeModified'),
};
