import { stageDirections } from '../../protocol/client-session';
import type { BridgeRequest, ChatMessage, Frame, LocalSettings, SeenPerson } from '../../protocol/client-session';

type Json = Record<string, unknown>;
type BridgeFrame = Frame<BridgeRequest>;

/**
 * The frame in a web bridge's message, or null where it is none that the web app knows. By hand, as a schema library
 * would be most of what a browser loads.
 */
export function readBridgeFrame(text: string): BridgeFrame | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value) || typeof value.id !== 'number') return null;
  if (value.type === 'reply') return readReply(value, value.id);
  if (value.type !== 'request' || !isObject(value.data)) return null;
  const request = readRequest(value.request, value.data);
  return request === null ? null : { type: 'request', id: value.id, ...request };
}

function readReply(value: Json, id: number): BridgeFrame | null {
  if (typeof value.status !== 'number') return null;
  const reply = { type: 'reply' as const, id, status: value.status };
  return typeof value.error === 'string' ? { ...reply, error: value.error } : reply;
}

function readRequest(request: unknown, data: Json): BridgeRequest | null {
  switch (request) {
    case 'PUT /api/call/session/state': {
      const { space, people, locked, waiting } = data;
      if (!isObject(space) || typeof space.name !== 'string' || !isFlag(locked) || !isFlag(waiting)) return null;
      if (!Array.isArray(people) || !people.every(isPerson)) return null;
      return { request, data: { space: { name: space.name }, people, locked, waiting } };
    }
    case 'POST /api/call/session/chat':
      return isChatMessage(data) ? { request, data } : null;
    case 'PUT /api/call/session/settings':
      return isSettings(data) ? { request, data } : null;
    case 'POST /api/call/session/move': {
      const { accessMethod, jwt, space, rehearse } = data;
      if (!isObject(accessMethod) || typeof accessMethod.numericId !== 'string' || typeof jwt !== 'string') return null;
      if (!isObject(space) || typeof space.name !== 'string') return null;
      const move = { accessMethod: { numericId: accessMethod.numericId }, jwt, space: { name: space.name } };
      const direction = stageDirections.find((known) => known === rehearse);
      return { request, data: direction ? { ...move, rehearse: direction } : move };
    }
    case 'POST /api/call/session/end':
      return typeof data.reason === 'string' ? { request, data: { reason: data.reason } } : null;
    default:
      return null;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPerson(value: unknown): value is SeenPerson {
  return (
    isObject(value) &&
    typeof value.id === 'string' &&
    typeof value.name === 'string' &&
    [value.audioMuted, value.videoMuted, value.speaking, value.presenting, value.self].every(isFlag)
  );
}

function isChatMessage(value: Json): value is Json & ChatMessage {
  return [value.id, value.from, value.text, value.at].every((field) => typeof field === 'string');
}

function isSettings(value: Json): value is Json & LocalSettings {
  return isFlag(value.audioMuted) && isFlag(value.videoMuted) && typeof value.layout === 'string';
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}
