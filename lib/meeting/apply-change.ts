import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Change } from '@/lib/meeting/change';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { Notice } from '@/lib/move/notice';
import type { Order } from '@/lib/move/order';

/** What is live now, by id. The server and the browser hold the same picture and change it by the same function. */
export interface Picture {
  readonly meetings: Map<string, Meeting>;
  readonly participants: Map<string, Participant>;
  readonly participantsByMeeting: Map<string, Set<string>>;
  readonly callBridges: Map<string, CallBridge>;
  readonly orders: Map<string, Order>;
  /** Those that are open. */
  readonly notices: Map<string, Notice>;
}

export function emptyPicture(): Picture {
  return {
    meetings: new Map(),
    participants: new Map(),
    participantsByMeeting: new Map(),
    callBridges: new Map(),
    orders: new Map(),
    notices: new Map(),
  };
}

/** Changes `picture` in place; the cost does not depend on how much is in it. */
export function applyChange(picture: Picture, change: Change): void {
  switch (change.event) {
    case 'meeting':
      picture.meetings.set(change.data.id, change.data);
      return;
    case 'meeting-ended':
      picture.meetings.delete(change.data.id);
      for (const id of picture.participantsByMeeting.get(change.data.id) ?? []) picture.participants.delete(id);
      picture.participantsByMeeting.delete(change.data.id);
      return;
    case 'participant':
      putParticipant(picture, change.data);
      return;
    case 'participant-left':
      removeParticipant(picture, change.data.id);
      return;
    case 'call-bridge':
      picture.callBridges.set(change.data.id, change.data);
      return;
    case 'call-bridge-removed':
      picture.callBridges.delete(change.data.id);
      return;
    case 'move':
      picture.orders.set(change.data.id, change.data);
      return;
    case 'presence':
      // Whom operators carry is not what is live: who shows it holds it apart.
      return;
    case 'notice':
      if (change.data.state === 'open') picture.notices.set(change.data.id, change.data);
      else picture.notices.delete(change.data.id);
      return;
    case 'reset':
      picture.meetings.clear();
      picture.participants.clear();
      picture.participantsByMeeting.clear();
      picture.callBridges.clear();
      picture.orders.clear();
      picture.notices.clear();
  }
}

/** Most changes leave somebody in their meeting: then nothing has to be found but themselves. */
function putParticipant(picture: Picture, participant: Participant): void {
  const { id, meeting } = participant;
  if (picture.participants.get(id)?.meeting !== meeting) {
    removeParticipant(picture, id);
    memberIds(picture, meeting).add(id);
  }
  picture.participants.set(id, participant);
}

function removeParticipant(picture: Picture, id: string): void {
  const known = picture.participants.get(id);
  if (!known) return;
  picture.participants.delete(id);
  picture.participantsByMeeting.get(known.meeting)?.delete(id);
}

function memberIds(picture: Picture, meeting: string): Set<string> {
  let ids = picture.participantsByMeeting.get(meeting);
  if (!ids) picture.participantsByMeeting.set(meeting, (ids = new Set()));
  return ids;
}
