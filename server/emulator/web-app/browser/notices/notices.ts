import type { ClientState } from '../../client/client-state';

export interface Notice {
  icon: 'moved' | 'micOff' | 'mic' | 'cameraOff' | 'present' | 'people';
  title: string;
  text: string;
}

/** What the guest is to be told about a change that they did not make. */
export function noticesBetween(before: ClientState, after: ClientState): Notice[] {
  if (after.phase === 'in-call' && after.moves > before.moves) {
    return [{ icon: 'moved', title: 'You have been moved to a new call', text: `Now in ${after.space?.name ?? ''}` }];
  }
  if (before.phase !== 'in-call' || after.phase !== 'in-call') return [];
  return [...lobbyNotices(before, after), ...muteNotices(before, after), ...floorNotices(before, after)];
}

function lobbyNotices(before: ClientState, after: ClientState): Notice[] {
  if (before.waiting === after.waiting || before.space === null) return [];
  const name = after.space?.name ?? '';
  // Somebody who has only just come in was not put back.
  if (after.waiting) return before.people.length === 0 ? [] : [{ icon: 'people', title: 'You are waiting again', text: `The host has left ${name}.` }];
  return [{ icon: 'people', title: 'You have been let in', text: `Now in ${name}` }];
}

function muteNotices(before: ClientState, after: ClientState): Notice[] {
  const notices: Notice[] = [];
  if (!before.imposed.audioMuted && after.imposed.audioMuted) {
    notices.push({ icon: 'micOff', title: 'You were muted', text: 'Somebody who runs the meeting muted you.' });
  }
  if (before.imposed.audioMuted && !after.imposed.audioMuted && before.own === after.own) {
    notices.push({ icon: 'mic', title: 'You can be heard again', text: 'Somebody who runs the meeting took the mute away.' });
  }
  if (!before.imposed.videoMuted && after.imposed.videoMuted) {
    notices.push({ icon: 'cameraOff', title: 'Your camera was stopped', text: 'Somebody who runs the meeting stopped it.' });
  }
  return notices;
}

function floorNotices(before: ClientState, after: ClientState): Notice[] {
  if (before.presentation !== 'on' || after.presentation !== 'off') return [];
  const other = after.people.find((person) => person.presenting && !person.self);
  if (other === undefined) return [];
  return [{ icon: 'present', title: 'Your presentation has stopped', text: `${other.name} is presenting now.` }];
}
