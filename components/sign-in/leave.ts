/** What a tab tells the others of the same browser, which share its session, when the person signs out in it. */
type Word = 'signing-out' | 'stayed' | 'signed-out';

const channelName = 'usher-sign-out';

let isLeaving = false;
let hasEnded = false;
/** In another tab the person is signing out: that the session ends is what they want. */
let isWanted = false;

/** Hears of sign-outs in other tabs, and leads to the sign-in page after one. Returns what stops it. */
export function followOtherTabs(): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = ({ data: word }: MessageEvent<Word>) => {
    isWanted = word !== 'stayed';
    if (word === 'signed-out') leaveForSignIn();
  };
  return () => channel.close();
}

/**
 * The session has ended: the sign-in page says so and leads back to where the person was, unless they ended it in another tab. The
 * stream and each read that is under way notice it for themselves; the first leads away, and a second would only begin the load anew.
 */
export function leaveForSignIn(): void {
  hasEnded = true;
  if (isLeaving) return;
  isLeaving = true;
  const door = signInPage();
  if (!isWanted) {
    door.searchParams.set('ended', '1');
    door.searchParams.set('from', window.location.pathname + window.location.search);
  }
  leaveBy(door);
}

/**
 * Ends the session because the person wants it, and leads to the sign-in page. That the session is gone is noticed by the stream
 * before the answer is here; nobody needs to be told. False if Usher did not answer, and for all that is known still has the session.
 */
export async function signOut(): Promise<boolean> {
  isLeaving = true;
  tellOtherTabs('signing-out');
  try {
    const auth = await import('next-auth/react');
    await auth.signOut({ redirect: false });
  } catch {
    if (!hasEnded) {
      isLeaving = false;
      tellOtherTabs('stayed');
      return false;
    }
  }
  tellOtherTabs('signed-out');
  leaveBy(signInPage());
  return true;
}

function tellOtherTabs(word: Word): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(word);
  channel.close();
}

function signInPage(): URL {
  return new URL('/sign-in', window.location.origin);
}

/** A load, not a change of route: nothing of the ended session stays in memory. */
function leaveBy(door: URL): void {
  // Whoever comes back with the browser's button to a page that it has kept is led away again; with a session, the door leads on.
  window.addEventListener('pageshow', () => window.location.replace(door));
  window.location.assign(door);
}
