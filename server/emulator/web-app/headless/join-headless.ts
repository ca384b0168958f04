import type { LocalSettings } from '../../protocol/client-session';
import { CallClient } from '../client/call-client';
import { type ClientState, settingsInForce } from '../client/client-state';
import type { EndReason } from '../client/end-reason';
import { nodeTransport } from './node-transport';

export interface HeadlessJoin {
  /** Such as `http://127.0.0.1:4431`. */
  webBridgeUrl: string;
  numericId: string;
  name: string;
  passcode?: string;
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

/** The guest could not enter the call. */
export class JoinFailed extends Error {
  readonly reason: EndReason;

  constructor(reason: EndReason, detail: string) {
    super(detail === '' ? `could not join: ${reason}` : `could not join: ${reason}: ${detail}`);
    this.name = 'JoinFailed';
    this.reason = reason;
  }
}

const DEFAULTS: LocalSettings = { audioMuted: false, videoMuted: false, layout: 'automatic' };

/** Joins a meeting as a guest. Resolves once in the call; rejects with {@link JoinFailed} where that does not come. */
export async function joinHeadless(join: HeadlessJoin): Promise<HeadlessGuest> {
  const { webBridgeUrl, settings, ...request } = join;
  const client = new CallClient(nodeTransport(webBridgeUrl), { ...DEFAULTS, ...settings });
  const entered = new Promise<void>((resolve, reject) => {
    const stop = client.onState(({ phase, ended }) => {
      if (phase === 'in-call') resolve();
      else if (ended !== null) reject(new JoinFailed(ended.reason, ended.detail));
      else return;
      stop();
    });
  });
  await Promise.all([client.join(request), entered]);
  return handleOf(client);
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
