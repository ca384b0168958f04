import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { Heartbeat } from './heartbeat';

/** The far end of a WebSocket that answers pings, or does not. */
class Peer extends EventEmitter {
  pings = 0;
  cut = false;

  constructor(readonly answers: boolean) {
    super();
  }

  ping(): void {
    this.pings++;
    if (this.answers) this.emit('pong');
  }

  terminate(): void {
    this.cut = true;
  }
}

it('cuts who did not answer the last ping, and nobody else', () => {
  const heartbeat = new Heartbeat();
  const [alive, gone] = [new Peer(true), new Peer(false)];
  const sockets = [alive, gone] as unknown as WebSocket[];
  heartbeat.beat(sockets);
  expect([alive.cut, gone.cut]).toEqual([false, false]);
  heartbeat.beat(sockets);
  heartbeat.beat(sockets);
  expect([alive.cut, gone.cut]).toEqual([false, true]);
  expect(alive.pings).toBe(3);
  expect(alive.listenerCount('pong')).toBe(1);
});
