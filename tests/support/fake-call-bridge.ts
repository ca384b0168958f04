import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { WebSocket } from 'ws';
import type { AccountClaims, CallClaims, ToCallBridge, ToWebBridge } from '@/server/emulator/protocol/c2w';

type Said<T extends ToCallBridge['type']> = Extract<ToCallBridge, { type: T }>;

/** The C2W side of a call bridge, played by a test: it says what the test says, and hands out what it heard, in order. */
export class FakeCallBridge {
  readonly id = randomUUID();
  readonly name: string;
  readonly socket: WebSocket;
  /** Whether it says that users can sign in. */
  offersSignIn = true;
  readonly #sign: (claims: CallClaims | AccountClaims) => Promise<string>;
  readonly #heard: ToCallBridge[] = [];
  readonly #wanted: (() => void)[] = [];

  private constructor(name: string, socket: WebSocket, sign: (claims: CallClaims | AccountClaims) => Promise<string>) {
    this.name = name;
    this.socket = socket;
    this.#sign = sign;
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as ToCallBridge;
      // Each page that is opened asks this first; what tests are about comes after.
      if (message.type === 'offerRequest') return this.say({ type: 'offerResponse', requestId: message.requestId, userPortalEnabled: this.offersSignIn });
      this.#heard.push(message);
      for (const look of [...this.#wanted]) look();
    });
  }

  /** Opens `/c2w` of a web bridge and introduces itself; resolves once it was welcomed. */
  static async connect(webBridgeUrl: string, secret: string, name: string): Promise<FakeCallBridge> {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const socket = new WebSocket(`${webBridgeUrl.replace('http', 'ws')}/c2w`, {
      headers: { Authorization: `Bearer ${secret}` },
    });
    const sign = (claims: CallClaims | AccountClaims): Promise<string> =>
      new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
    const bridge = new FakeCallBridge(name, socket, sign);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const jwtKey = { ...(await exportJWK(publicKey)) };
    bridge.say({ type: 'hello', callBridge: bridge.id, name, jwtKey, jwtKeyId: 'key-1' });
    await bridge.hear('welcome');
    return bridge;
  }

  say(message: ToWebBridge): void {
    this.socket.send(JSON.stringify(message));
  }

  /** The oldest message of a type that was not handed out yet; waits for it where there is none. */
  hear<T extends ToCallBridge['type']>(type: T): Promise<Said<T>> {
    return new Promise((resolve) => {
      const look = (): void => {
        const index = this.#heard.findIndex((message) => message.type === type);
        if (index < 0) return;
        const [message] = this.#heard.splice(index, 1);
        this.#wanted.splice(this.#wanted.indexOf(look), 1);
        resolve(message as Said<T>);
      };
      this.#wanted.push(look);
      look();
    });
  }

  /** A token of a guest of this bridge. `claims` overrides what it says. */
  token(participant: string, claims: Partial<CallClaims> = {}): Promise<string> {
    const nowSeconds = Math.floor(Date.now() / 1000);
    return this.#sign({
      aud: 'call',
      jti: randomUUID(),
      sub: 'guest301557120',
      iss: this.name,
      callBridge: this.id,
      call: 'call-1',
      participant,
      iat: nowSeconds,
      exp: nowSeconds + 600,
      ...claims,
    });
  }

  /** The token of a user who signed in at this bridge. */
  accountToken({ name, userJid }: { name: string; userJid: string }): Promise<string> {
    const nowSeconds = Math.floor(Date.now() / 1000);
    return this.#sign({
      aud: 'account',
      jti: randomUUID(),
      sub: userJid,
      name,
      iss: this.name,
      callBridge: this.id,
      iat: nowSeconds,
      exp: nowSeconds + 600,
    });
  }

  /** Answers the next join with a token for the participant, and starts the session that comes of it. */
  async admit(participant: string, space: { name: string; numericId: string }): Promise<Said<'startSession'>> {
    const { requestId } = await this.hear('authRequest');
    this.say({ type: 'authResponse', requestId, ok: true, jwt: await this.token(participant), space });
    return this.start(participant);
  }

  /** Accepts the next session. */
  async start(participant: string): Promise<Said<'startSession'>> {
    const wish = await this.hear('startSession');
    this.say({ type: 'sessionStarted', connection: wish.connection, participant });
    return wish;
  }

  /** Closes the connection; resolves once it is closed. */
  async close(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    await new Promise((resolve) => {
      this.socket.once('close', resolve);
      this.socket.close();
    });
  }
}
