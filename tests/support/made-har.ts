/** What the recording of a browser shows of a move, as Chrome writes it. */
export interface RecordedMove {
  /** When the browser was told to come over, in milliseconds since 1970. */
  readonly toldMs: number;
  readonly participant: string;
  readonly newParticipant: string;
  readonly account: string;
  readonly newAccount: string;
  /** How long it took from being told to the new call, in milliseconds; 200 unless given. */
  readonly overMs?: number;
  /** To which it was sent. */
  readonly numericId: string;
}

const address = 'wss://web.example/api/call/session?trace=true';

/** A HAR of a browser that was moved: it was told, ended its old call after a quarter of the time that it took, and came to the new one. */
export function madeHar({ toldMs, overMs = 200, participant, newParticipant, account, newAccount, numericId }: RecordedMove): string {
  const begin = (who: string, by: string) => ({ request: 'POST /api/call/session/start', data: { jwt: token({ participant: who, sub: by }) } });
  const told = { request: 'POST /api/call/session/move', data: { accessMethod: { numericId }, jwt: token({ participant: newParticipant, sub: newAccount }) } };
  const oldCall = [
    frame('send', toldMs - 4_900, begin(participant, account)),
    frame('receive', toldMs - 4_850, { type: 'reply', id: 1, status: 200 }),
    frame('receive', toldMs, told),
    frame('send', toldMs + overMs / 4, { request: 'POST /api/call/session/end', data: { reason: 'moved' } }),
  ];
  const newCall = [frame('send', toldMs + overMs * 0.6, begin(newParticipant, newAccount)), frame('receive', toldMs + overMs, { type: 'reply', id: 1, status: 200 })];
  const entries = [entry(toldMs - 5_000, oldCall), entry(toldMs + overMs / 2, newCall)];
  return JSON.stringify({ log: { version: '1.2', creator: { name: 'WebInspector' }, pages: [], entries } });
}

function entry(atMs: number, messages: readonly unknown[]) {
  return { _resourceType: 'websocket', _webSocketMessages: messages, request: { method: 'GET', url: address }, startedDateTime: new Date(atMs).toISOString(), time: 30_000 };
}

function frame(type: 'send' | 'receive', atMs: number, data: unknown) {
  return { type, time: atMs / 1_000, opcode: 1, data: JSON.stringify(data) };
}

function token(claims: object): string {
  return [{ alg: 'ES256' }, claims, 'a signature'].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}
