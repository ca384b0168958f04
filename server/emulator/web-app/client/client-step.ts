import type { BridgeRequest, ClientRequest, Frame, LocalSettings, SeenPerson } from '../../protocol/client-session';
import { type ClientEffect, type ClientEvent, type ClientState, settingsInForce } from './client-state';
import { type EndReason, endReasonOf } from './end-reason';

export interface Step {
  state: ClientState;
  effects: readonly ClientEffect[];
}

/** A reader of a long meeting keeps this many chat messages. */
const MAX_CHAT = 500;

/** The one place where a client's state changes: what happened in, the next state and what is to be done out. */
export function step(state: ClientState, event: ClientEvent): Step {
  if (state.phase === 'ended') return stay(state);
  switch (event.type) {
    case 'join-accepted':
      return state.connection === null ? connect({ ...state, space: event.space }, event.jwt) : stay(state);
    case 'join-refused':
      return end(state, event.reason, event.detail);
    case 'opened':
    case 'frame':
    case 'closed':
    case 'start-overdue':
      return event.connection === state.connection?.number ? hear(state, event) : stay(state);
    case 'set-audio-muted':
      return change(
        { ...state, imposed: { ...state.imposed, audioMuted: false } },
        { ...state.own, audioMuted: event.muted },
      );
    case 'set-video-muted':
      return change(
        { ...state, imposed: { ...state.imposed, videoMuted: false } },
        { ...state.own, videoMuted: event.muted },
      );
    case 'set-layout':
      return change({ ...state, imposed: { ...state.imposed, layout: null } }, { ...state.own, layout: event.layout });
    case 'send-chat':
      if (state.phase !== 'in-call') return stay(state);
      return say(state, { request: 'POST /api/call/session/chat', data: { text: event.text } });
    case 'set-presenting':
      return setPresenting(state, event.presenting);
    case 'leave':
      return leave(state);
  }
}

/** What the WebSocket in use does or says. */
function hear(state: ClientState, event: Extract<ClientEvent, { connection: number }>): Step {
  switch (event.type) {
    case 'opened':
      return start(state);
    case 'frame':
      return event.frame.type === 'reply' ? heedReply(state, event.frame) : heedRequest(state, event.frame);
    case 'start-overdue':
      return state.phase === 'in-call' ? stay(state) : fail(state, 'unreachable', '');
    case 'closed':
      return fail(state, 'connection-lost', '');
  }
}

/** First frame of a connection: the token, and the settings that the guest comes with. */
function start(state: ClientState): Step {
  const { connection } = state;
  if (connection === null || connection.start !== null) return stay(state);
  const settings = settingsInForce(state);
  const said = say(state, { request: 'POST /api/call/session/start', data: { jwt: connection.jwt, settings } });
  const sent = { id: said.state.lastRequestId, settings };
  return { ...said, state: { ...said.state, connection: { ...connection, start: sent } } };
}

function heedReply(state: ClientState, reply: Extract<Frame<BridgeRequest>, { type: 'reply' }>): Step {
  const sent = state.connection?.start ?? null;
  if (sent === null || reply.id !== sent.id || state.phase === 'in-call') return stay(state);
  if (reply.status !== 200) {
    const noBridge = reply.error === 'bridge-lost' || reply.error === 'limit';
    return fail(state, noBridge ? 'no-call-bridge' : 'not-admitted', reply.error ?? '');
  }
  const arrived: ClientState = {
    ...state,
    phase: 'in-call',
    moves: state.phase === 'moving' ? state.moves + 1 : state.moves,
  };
  // What the guest changed while the call was starting.
  const settings = settingsInForce(arrived);
  if (isSame(settings, sent.settings)) return stay(arrived);
  return say(arrived, { request: 'PUT /api/call/session/settings', data: settings });
}

function isSame(a: LocalSettings, b: LocalSettings): boolean {
  return a.audioMuted === b.audioMuted && a.videoMuted === b.videoMuted && a.layout === b.layout;
}

function heedRequest(state: ClientState, frame: Extract<Frame<BridgeRequest>, { type: 'request' }>): Step {
  if (frame.request === 'POST /api/call/session/move' && frame.data.rehearse === 'client-silent') return stay(state);
  const replied: ClientEffect[] =
    state.connection === null
      ? []
      : [
          {
            type: 'send',
            connection: state.connection.number,
            frame: { type: 'reply', id: frame.id, status: 200 },
          },
        ];
  const next = heedBridge(state, frame);
  return { state: next.state, effects: [...replied, ...next.effects] };
}

function heedBridge(state: ClientState, request: BridgeRequest): Step {
  switch (request.request) {
    case 'PUT /api/call/session/state':
      return stay({
        ...state,
        space: state.space === null ? null : { ...state.space, name: request.data.space.name },
        people: request.data.people,
        locked: request.data.locked,
        waiting: request.data.waiting,
        presentation: presentationAfter(state.presentation, request.data.people),
      });
    case 'POST /api/call/session/chat':
      return stay({ ...state, chat: [...state.chat, request.data].slice(-MAX_CHAT) });
    case 'PUT /api/call/session/settings':
      return heedSettings(state, request.data);
    case 'POST /api/call/session/move':
      return move(state, request.data);
    case 'POST /api/call/session/end':
      return end(state, endReasonOf(request.data.reason), request.data.reason);
  }
}

/** The floor is lost once the bridge, having shown the guest as presenting, no longer does. */
function presentationAfter(before: ClientState['presentation'], people: readonly SeenPerson[]): ClientState['presentation'] {
  if (before === 'off') return 'off';
  if (people.some((person) => person.self && person.presenting)) return 'on';
  return before === 'on' ? 'off' : 'asked';
}

/**
 * The bridge set a mute or a layout. It may close the guest's microphone and open it again, but never one that the
 * guest closed: then it is told once that it is still closed.
 */
function heedSettings(state: ClientState, bridge: LocalSettings): Step {
  const { own } = state;
  const next: ClientState = {
    ...state,
    imposed: {
      audioMuted: bridge.audioMuted && !own.audioMuted,
      videoMuted: bridge.videoMuted && !own.videoMuted,
      layout: bridge.layout === own.layout ? null : bridge.layout,
    },
  };
  const overruled = (own.audioMuted && !bridge.audioMuted) || (own.videoMuted && !bridge.videoMuted);
  if (!overruled) return stay({ ...next, insisted: false });
  if (state.insisted || state.phase !== 'in-call') return stay(next);
  return say(
    { ...next, insisted: true },
    { request: 'PUT /api/call/session/settings', data: settingsInForce(next) },
  );
}

/**
 * Steps 7, 8 and 11 of a move: ends the old call and starts over with the new token. Mutes, also those that the bridge
 * had set, and the guest's layout come along; chat and presentation do not. Source: "Moving web app participants",
 * background information.
 */
function move(state: ClientState, data: Extract<BridgeRequest, { request: 'POST /api/call/session/move' }>['data']): Step {
  const ended = say(state, { request: 'POST /api/call/session/end', data: { reason: 'moved' } });
  if (data.rehearse === 'client-left') {
    const gone = end(ended.state, 'connection-lost', '');
    return { state: gone.state, effects: [...ended.effects, ...gone.effects] };
  }
  const { audioMuted, videoMuted } = settingsInForce(state);
  const opened = connect(
    {
      ...ended.state,
      phase: 'moving',
      space: { name: data.space.name, numericId: data.accessMethod.numericId },
      own: { ...state.own, audioMuted, videoMuted },
      imposed: { audioMuted: false, videoMuted: false, layout: null },
      people: [],
      chat: [],
      locked: false,
      waiting: false,
      presentation: 'off',
      insisted: false,
    },
    data.jwt,
  );
  return { state: opened.state, effects: [...ended.effects, ...closing(state), ...opened.effects] };
}

function connect(state: ClientState, jwt: string): Step {
  const number = state.lastConnection + 1;
  return {
    state: { ...state, connection: { number, jwt, start: null }, lastConnection: number },
    effects: [{ type: 'open', connection: number }],
  };
}

/** The guest's own change of settings; the bridge hears of it where there is a call. */
function change(state: ClientState, own: LocalSettings): Step {
  const next = { ...state, own, insisted: false };
  if (next.phase !== 'in-call') return stay(next);
  return say(next, { request: 'PUT /api/call/session/settings', data: settingsInForce(next) });
}

function setPresenting(state: ClientState, presenting: boolean): Step {
  if (state.phase !== 'in-call' || presenting === (state.presentation !== 'off')) return stay(state);
  return say(
    { ...state, presentation: presenting ? 'asked' : 'off' },
    { request: 'PUT /api/call/session/presentation', data: { presenting } },
  );
}

function leave(state: ClientState): Step {
  if (state.connection === null || state.connection.start === null) return end(state, 'left', '');
  const said = say(state, { request: 'POST /api/call/session/end', data: { reason: 'leave' } });
  const ended = end(said.state, 'left', '');
  return { state: ended.state, effects: [...said.effects, ...ended.effects] };
}

/** A call that could not start or did not last. Somebody on the way to another meeting is told that, first of all. */
function fail(state: ClientState, reason: EndReason, detail: string): Step {
  if (state.phase === 'moving') return end(state, 'move-failed', detail === '' ? reason : detail);
  return end(state, reason, detail);
}

function end(state: ClientState, reason: EndReason, detail: string): Step {
  return {
    state: { ...state, phase: 'ended', ended: { reason, detail }, connection: null, presentation: 'off', people: [] },
    effects: closing(state),
  };
}

function closing({ connection }: ClientState): ClientEffect[] {
  return connection === null ? [] : [{ type: 'close', connection: connection.number }];
}

function say(state: ClientState, request: ClientRequest): Step {
  if (state.connection === null) return stay(state);
  const id = state.lastRequestId + 1;
  return {
    state: { ...state, lastRequestId: id },
    effects: [{ type: 'send', connection: state.connection.number, frame: { type: 'request', id, ...request } }],
  };
}

function stay(state: ClientState): Step {
  return { state, effects: [] };
}
