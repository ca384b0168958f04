import { describe, expect, it } from 'vitest';
import type { BridgeRequest, ClientRequest, LocalSettings } from '../../protocol/client-session';
import { type ClientEffect, type ClientEvent, type ClientState, joiningClient, settingsInForce } from './client-state';
import { step } from './client-step';

const OPEN: LocalSettings = { audioMuted: false, videoMuted: false, layout: 'automatic' };
const SPACE_1 = { name: 'Space 1', numericId: '1001' };
const SELF = { id: 'p1', name: 'Ana', audioMuted: false, videoMuted: false, speaking: false, presenting: false, self: true };
const BEN = { ...SELF, id: 'p2', name: 'Ben', self: false };
const MOVE: BridgeRequest = {
  request: 'POST /api/call/session/move',
  data: { accessMethod: { numericId: '1002' }, jwt: 'second', space: { name: 'Space 2' } },
};
const HELLO: BridgeRequest = {
  request: 'POST /api/call/session/chat',
  data: { id: 'm1', from: 'Ben', text: 'Hello', at: '2026-01-15T10:00:00Z' },
};

/** A client that events are played to, and what it asked for so far. */
class Player {
  state: ClientState;
  effects: ClientEffect[] = [];

  constructor(own: LocalSettings = OPEN) {
    this.state = joiningClient(own);
  }

  play(...events: ClientEvent[]): this {
    for (const event of events) {
      const next = step(this.state, event);
      this.state = next.state;
      this.effects.push(...next.effects);
    }
    return this;
  }

  /** The web bridge asks something of the client, on the WebSocket in use. */
  hear(request: BridgeRequest): this {
    return this.play({ type: 'frame', connection: this.#connection, frame: { type: 'request', id: 7, ...request } });
  }

  /** The web bridge answers `start`. */
  answer(status: number, error?: string): this {
    const id = this.state.connection?.start?.id ?? -1;
    return this.play({ type: 'frame', connection: this.#connection, frame: { type: 'reply', id, status, error } });
  }

  inCall(): this {
    this.play({ type: 'join-accepted', jwt: 'first', space: SPACE_1 }, { type: 'opened', connection: 1 });
    this.answer(200);
    this.effects = [];
    return this;
  }

  /** Requests that were sent, oldest first. */
  get said(): ClientRequest[] {
    return this.effects.flatMap((effect) =>
      effect.type === 'send' && effect.frame.type === 'request' ? [{ request: effect.frame.request, data: effect.frame.data } as ClientRequest] : [],
    );
  }

  get #connection(): number {
    return this.state.connection?.number ?? -1;
  }
}

const inCall = (own?: LocalSettings): Player => new Player(own).inCall();

describe('joining', () => {
  it('opens a WebSocket and brings token and settings in its first frame', () => {
    const client = new Player({ ...OPEN, audioMuted: true });
    client.play({ type: 'join-accepted', jwt: 'first', space: SPACE_1 });
    expect(client.effects).toEqual([{ type: 'open', connection: 1 }]);
    client.play({ type: 'opened', connection: 1 });
    expect(client.said).toEqual([
      { request: 'POST /api/call/session/start', data: { jwt: 'first', settings: { ...OPEN, audioMuted: true } } },
    ]);
    expect(client.state.phase).toBe('joining');
    expect(client.answer(200).state).toMatchObject({ phase: 'in-call', space: SPACE_1, moves: 0 });
  });

  it('ends with the reason where it is refused', () => {
    const client = new Player().play({ type: 'join-refused', reason: 'passcode-required', detail: '' });
    expect(client.state).toMatchObject({ phase: 'ended', ended: { reason: 'passcode-required' } });
  });

  it.each([
    ['token-expired', 'not-admitted'],
    ['no-such-call', 'not-admitted'],
    ['limit', 'no-call-bridge'],
    ['bridge-lost', 'no-call-bridge'],
  ])('ends where the session cannot start for %s', (error, reason) => {
    const client = new Player().play({ type: 'join-accepted', jwt: 'first', space: SPACE_1 }, { type: 'opened', connection: 1 });
    client.answer(401, error);
    expect(client.state.ended).toEqual({ reason, detail: error });
    expect(client.effects.at(-1)).toEqual({ type: 'close', connection: 1 });
  });

  it('sends what the guest changed while the call was starting, once it has started', () => {
    const client = new Player().play({ type: 'join-accepted', jwt: 'first', space: SPACE_1 }, { type: 'opened', connection: 1 });
    client.play({ type: 'set-audio-muted', muted: true });
    expect(client.said).toHaveLength(1);
    client.answer(200);
    expect(client.said.at(-1)).toEqual({ request: 'PUT /api/call/session/settings', data: { ...OPEN, audioMuted: true } });
  });

  it('ends where nobody answers in time, and not once the call has started', () => {
    const late = new Player().play({ type: 'join-accepted', jwt: 'first', space: SPACE_1 }, { type: 'start-overdue', connection: 1 });
    expect(late.state.ended?.reason).toBe('unreachable');
    expect(inCall().play({ type: 'start-overdue', connection: 1 }).state.phase).toBe('in-call');
  });

  it('takes a second acceptance for none', () => {
    const client = new Player().play({ type: 'join-accepted', jwt: 'first', space: SPACE_1 }, { type: 'join-accepted', jwt: 'again', space: SPACE_1 });
    expect(client.effects).toEqual([{ type: 'open', connection: 1 }]);
  });
});

describe('a move', () => {
  it('answers, ends the old session, closes it and opens a new one, in this order', () => {
    const client = inCall().hear(MOVE);
    expect(client.effects).toEqual([
      { type: 'send', connection: 1, frame: { type: 'reply', id: 7, status: 200 } },
      expect.objectContaining({
        type: 'send',
        connection: 1,
        frame: expect.objectContaining({ request: 'POST /api/call/session/end', data: { reason: 'moved' } }),
      }),
      { type: 'close', connection: 1 },
      { type: 'open', connection: 2 },
    ]);
    expect(client.state).toMatchObject({ phase: 'moving', space: { name: 'Space 2', numericId: '1002' } });
  });

  it('carries mute, camera and layout, empties the chat and stops the presentation', () => {
    const client = inCall({ audioMuted: true, videoMuted: true, layout: 'speakerOnly' });
    client.hear(HELLO).play({ type: 'set-presenting', presenting: true });
    client.hear({ request: 'PUT /api/call/session/state', data: { space: SPACE_1, people: [{ ...SELF, presenting: true }, BEN], locked: true, waiting: true } });
    client.hear(MOVE).play({ type: 'opened', connection: 2 });
    expect(client.said.at(-1)).toEqual({
      request: 'POST /api/call/session/start',
      data: { jwt: 'second', settings: { audioMuted: true, videoMuted: true, layout: 'speakerOnly' } },
    });
    expect(client.answer(200).state).toMatchObject({ phase: 'in-call', moves: 1, chat: [], people: [], locked: false, waiting: false, presentation: 'off' });
  });

  it('keeps somebody muted whom the bridge had muted, and takes the layout that the guest chose', () => {
    const client = inCall().hear({ request: 'PUT /api/call/session/settings', data: { audioMuted: true, videoMuted: true, layout: 'allEqual' } });
    client.hear(MOVE);
    expect(settingsInForce(client.state)).toEqual({ audioMuted: true, videoMuted: true, layout: 'automatic' });
  });

  it('ignores what the old WebSocket still says and does', () => {
    const client = inCall().hear(MOVE);
    const before = client.state;
    client.play({ type: 'closed', connection: 1 }, { type: 'frame', connection: 1, frame: { type: 'request', id: 9, ...HELLO } });
    expect(client.state).toBe(before);
  });

  it.each([
    ['the new session is refused', (client: Player) => client.play({ type: 'opened', connection: 2 }).answer(401, 'token-expired'), 'token-expired'],
    ['the new WebSocket closes', (client: Player) => client.play({ type: 'closed', connection: 2 }), 'connection-lost'],
    ['nobody answers in time', (client: Player) => client.play({ type: 'start-overdue', connection: 2 }), 'unreachable'],
  ])('ends as failed where %s, with the meeting to join by hand', (_what, happen, detail) => {
    const client = happen(inCall().hear(MOVE));
    expect(client.state).toMatchObject({ phase: 'ended', ended: { reason: 'move-failed', detail }, space: { numericId: '1002' } });
  });

  it('that comes during a move leads to the meeting that was named last', () => {
    const client = inCall().hear(MOVE).play({ type: 'opened', connection: 2 });
    client.hear({ ...MOVE, data: { accessMethod: { numericId: '1003' }, jwt: 'third', space: { name: 'Space 3' } } });
    client.play({ type: 'opened', connection: 3 }).answer(200);
    expect(client.state).toMatchObject({ phase: 'in-call', moves: 1, space: { name: 'Space 3', numericId: '1003' } });
  });

  it('can be left', () => {
    const client = inCall().hear(MOVE).play({ type: 'leave' });
    expect(client.state.ended?.reason).toBe('left');
    expect(client.effects.at(-1)).toEqual({ type: 'close', connection: 2 });
  });
});

describe('mutes', () => {
  it('of the guest are sent at once', () => {
    const client = inCall().play({ type: 'set-audio-muted', muted: true }, { type: 'set-video-muted', muted: true });
    expect(client.said.at(-1)).toEqual({ request: 'PUT /api/call/session/settings', data: { ...OPEN, audioMuted: true, videoMuted: true } });
  });

  it('of the bridge are shown, and lifted by the bridge or by the guest', () => {
    const client = inCall().hear({ request: 'PUT /api/call/session/settings', data: { ...OPEN, audioMuted: true } });
    expect(settingsInForce(client.state).audioMuted).toBe(true);
    expect(client.said).toEqual([]);
    client.hear({ request: 'PUT /api/call/session/settings', data: OPEN });
    expect(settingsInForce(client.state).audioMuted).toBe(false);
    client.hear({ request: 'PUT /api/call/session/settings', data: { ...OPEN, audioMuted: true } });
    client.play({ type: 'set-audio-muted', muted: false });
    expect(client.said.at(-1)?.data).toEqual(OPEN);
  });

  it('of the guest are not lifted by the bridge, which is told so once', () => {
    const client = inCall({ ...OPEN, audioMuted: true });
    client.hear({ request: 'PUT /api/call/session/settings', data: OPEN }).hear({ request: 'PUT /api/call/session/settings', data: OPEN });
    expect(settingsInForce(client.state).audioMuted).toBe(true);
    expect(client.said).toEqual([{ request: 'PUT /api/call/session/settings', data: { ...OPEN, audioMuted: true } }]);
  });

  it('hold whatever the bridge says, in any order, until the guest opens the microphone', () => {
    const client = inCall({ ...OPEN, audioMuted: true });
    for (const audioMuted of [true, false, false, true, false]) {
      client.hear({ request: 'PUT /api/call/session/settings', data: { ...OPEN, audioMuted } });
      expect(settingsInForce(client.state).audioMuted).toBe(true);
    }
    client.hear(MOVE).play({ type: 'opened', connection: 2 }).answer(200);
    expect(settingsInForce(client.state).audioMuted).toBe(true);
  });
});

describe('a presentation', () => {
  it('is on once the bridge shows it, and off when another one takes the floor', () => {
    const client = inCall().play({ type: 'set-presenting', presenting: true });
    const state = (presenting: boolean, ben: boolean): BridgeRequest => ({
      request: 'PUT /api/call/session/state',
      data: { space: SPACE_1, people: [{ ...SELF, presenting }, { ...BEN, presenting: ben }], locked: false, waiting: false },
    });
    expect(client.hear(state(false, false)).state.presentation).toBe('asked');
    expect(client.hear(state(true, false)).state.presentation).toBe('on');
    expect(client.hear(state(false, true)).state.presentation).toBe('off');
  });

  it('is asked for once', () => {
    const client = inCall().play({ type: 'set-presenting', presenting: true }, { type: 'set-presenting', presenting: true });
    expect(client.said).toHaveLength(1);
  });
});

describe('the chat', () => {
  it('is sent in a call only, and keeps the last 500 messages', () => {
    expect(new Player().play({ type: 'send-chat', text: 'early' }).effects).toEqual([]);
    const client = inCall().play({ type: 'send-chat', text: 'Hello' });
    expect(client.said).toEqual([{ request: 'POST /api/call/session/chat', data: { text: 'Hello' } }]);
    for (let i = 0; i < 501; i++) client.hear({ ...HELLO, data: { ...HELLO.data, id: String(i) } } as BridgeRequest);
    expect(client.state.chat).toHaveLength(500);
    expect(client.state.chat[0]?.id).toBe('1');
  });
});

describe('the end', () => {
  it('is told to the bridge when the guest leaves', () => {
    const client = inCall().play({ type: 'leave' });
    expect(client.said).toEqual([{ request: 'POST /api/call/session/end', data: { reason: 'leave' } }]);
    expect(client.effects.at(-1)).toEqual({ type: 'close', connection: 1 });
    expect(client.state.ended?.reason).toBe('left');
  });

  it.each([
    ['callEnded', 'meeting-ended'],
    ['bridge-lost', 'bridge-lost'],
    ['timeout', 'connection-lost'],
    ['apiInitiatedTeardown', 'removed'],
    ['anything else', 'removed'],
  ])('for %s is shown as %s', (reason, shown) => {
    const client = inCall().hear({ request: 'POST /api/call/session/end', data: { reason } });
    expect(client.state.ended).toEqual({ reason: shown, detail: reason });
  });

  it('comes with the loss of the WebSocket', () => {
    expect(inCall().play({ type: 'closed', connection: 1 }).state.ended?.reason).toBe('connection-lost');
  });

  it('is final: nothing that happens later changes anything', () => {
    const client = inCall().play({ type: 'leave' });
    const { state, effects } = client;
    const later: ClientEvent[] = [
      { type: 'join-accepted', jwt: 'x', space: SPACE_1 },
      { type: 'frame', connection: 1, frame: { type: 'request', id: 1, ...MOVE } },
      { type: 'closed', connection: 1 },
      { type: 'set-audio-muted', muted: true },
      { type: 'leave' },
    ];
    const count = effects.length;
    expect(client.play(...later).state).toBe(state);
    expect(client.effects).toHaveLength(count);
  });
});
