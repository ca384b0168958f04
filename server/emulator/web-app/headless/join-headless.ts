import type { LocalSettings } from '../../protocol/client-session';
import { ACCOUNT_WORDS, signIn } from '../client/account';
import type { AccountProblem } from '../client/account';
import { CallClient } from '../client/call-client';
import type { Transport } from '../client/transport';
import { type ClientState, settingsInForce } from '../client/client-state';
import type { EndReason } from '../client/end-reason';
import { nodeTransport } from './node-transport';

export interface HeadlessJoin {
  /** Such as `http://127.0.0.1:4431`. */
  webBridgeUrl: string;
  numericId: string;
  name: string;
  passcode?: string;
  secret?: string;
  /** Whose sign-in to join with; left out, one joins as a guest. */
  user?: { username: string; password: string };
  settings?: Partial<LocalSettings>;
}

/** A guest without a browser. It follows moves by itself, as the browser does. */
export interface HeadlessGuest {
  readonly state: ClientState;
  /** The settings that hold, of the guest and the bridge together. */
  readonly settings: LocalSettings;
  /** Tells each new state. Returns how to stop. */
  onState(listener: (state: ClientState) => void): () => void;
  setMuted(muted: boolean): void;
  setVideoMuted(muted: boolean): void;
  setLayout(layout: string): void;
  sendChat(text: string): void;
  setPresenting(presenting: boolean): void;
  leave(): void;
}

/** The guest, or user, could not enter the call. */
export class JoinFailed extends Error {
  readonly reason: EndReason | AccountProblem;

  constructor(reason: JoinFailed['reason'], detail: string) {
    super(detail === '' ? `could not join: ${reason}` : `could not join: ${reason}: ${detail}`);
    this.name = 'JoinFailed';
    this.reason = reason;
  }
}

const DEFAULTS: LocalSettings = { audioMuted: false, videoMuted: false, layout: 'automatic' };

/** Joins a meeting, as a guest or signed in. Resolves once in the call; rejects with {@link JoinFailed} where that does not come. */
export async function joinHeadless(join: HeadlessJoin): Promise<HeadlessGuest> {
  const { webBridgeUrl, settings, user, ...request } = join;
  const transport = nodeTransport(webBridgeUrl);
  const jwt = user ? await signInHeadless(transport, user) : null;
  const client = new CallClient(transport, { ...DEFAULTS, ...settings });
  const entered = new Promise<void>((resolve, reject) => {
    const stop = client.onState(({ phase, ended }) => {
      if (phase === 'in-call') resolve();
      else if (ended !== null) reject(new JoinFailed(ended.reason, ended.detail));
      else return;
      stop();
    });
  });
  await Promise.all([client.join(request, jwt), entered]);
  return handleOf(client);
}

async function signInHeadless(transport: Transport, { username, password }: Required<HeadlessJoin>['user']): Promise<string> {
  const outcome = await signIn(transport, username, password);
  if (!outcome.ok) throw new JoinFailed(outcome.problem, ACCOUNT_WORDS[outcome.problem].text);
  return outcome.jwt;
}

function handleOf(client: CallClient): HeadlessGuest {
  return {
    get state() {
      return client.state;
    },
    get settings() {
      return settingsInForce(client.state);
    },
    onState: (listener) => client.onState(listener),
    setMuted: (muted) => client.dispatch({ type: 'set-audio-muted', muted }),
    setVideoMuted: (muted) => client.dispatch({ type: 'set-video-muted', muted }),
    setLayout: (layout) => client.dispatch({ type: 'set-layout', layout }),
    sendChat: (text) => client.dispatch({ type: 'send-chat', text }),
    setPresenting: (presenting) => client.dispatch({ type: 'set-presenting', presenting }),
    leave: () => client.dispatch({ type: 'leave' }),
  };
}
