import type { BridgeCore } from '../call-bridge/bridge-core';
import type { Fact } from '../call-bridge/world/fact';
import type { Happening, Happenings } from './happenings';

/** Notes who comes, goes and is moved on one call bridge. */
export function followForHappenings(core: BridgeCore, happenings: Happenings): void {
  core.follow((facts) => {
    for (const fact of facts) {
      const happening = happeningOf(core, fact);
      if (happening) happenings.add(happening);
    }
  });
}

function happeningOf(core: BridgeCore, fact: Fact): Happening | null {
  switch (fact.is) {
    case 'participant-added': {
      const { participant } = fact;
      const place = placeOf(core, participant);
      if (participant.movedFrom) return { what: 'move', ...place, movedParticipant: participant.movedFrom.participant };
      return participant.state === 'connected' ? { what: 'joined', ...place } : null;
    }
    case 'participant-changed':
      if (fact.before.state === 'connected' || fact.participant.state !== 'connected') return null;
      return { what: 'joined', ...placeOf(core, fact.participant) };
    case 'participant-removed':
      return { what: 'left', ...placeOf(core, fact.participant) };
    default:
      return null;
  }
}

function placeOf({ name: callBridge, world }: BridgeCore, { id, name, call }: { id: string; name: string; call: string }) {
  return { name, participant: id, meeting: world.calls.get(call)?.name ?? '', callBridge };
}
