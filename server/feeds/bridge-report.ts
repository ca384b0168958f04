import type { Logger } from 'pino';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { BridgeTransport } from '@/server/bridge-client/bridge-transport';
import type { Clock } from '@/server/bridge-client/clock';
import {
  callBridgeOf,
  steadyPart,
  unknownCondition,
  type BridgeCondition,
  type BridgeIdentity,
  type SenderCondition,
} from '@/server/feeds/bridge-condition';

const figuresEveryMs = 5000;

export interface ReportPorts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly transport: Pick<BridgeTransport, 'requestsInFlight' | 'certificate'>;
  /** As the bridge is set up at this moment. */
  identity(): BridgeIdentity;
  /** What comes from it by itself, at this moment. */
  sender(): SenderCondition;
  describe(callBridge: CallBridge, wireId: string | null): void;
}

/** How one bridge is doing, and when whoever looks at it is told. */
export class BridgeReport {
  readonly #ports: ReportPorts;
  #condition: BridgeCondition;
  #published = { steady: '', atMs: -Infinity };
  #closed = false;
  /** The cluster's own id for the bridge, where it is known. */
  wireId: string | null = null;

  constructor(ports: ReportPorts) {
    this.#ports = ports;
    this.#condition = unknownCondition(ports.clock.now());
  }

  get condition(): BridgeCondition {
    return this.#condition;
  }

  update(changes: Partial<BridgeCondition>): void {
    this.#condition = { ...this.#condition, ...changes };
  }

  /** @param sinceMs milliseconds since 1970 @param problem why it is away */
  become(state: CallBridge['state'], sinceMs: number, problem: CallBridge['problem']): void {
    if (state !== this.#condition.state) {
      const { log, identity } = this.#ports;
      const bridge = identity().name;
      if (problem) log.warn({ bridge, ...problem }, 'call bridge is away');
      else log.info({ bridge, version: this.#condition.version }, 'call bridge is connected');
    }
    this.update({ state, sinceMs, problem });
  }

  /** @param count how much has been healed by now */
  heal(count: number): void {
    if (count > this.#condition.healed.count) this.update({ healed: { count, lastMs: this.#ports.clock.now() } });
  }

  /** @param count how much more was not taken in @param reason why the last was not, in words */
  refuse(count: number, reason: string): void {
    if (count === 0) return;
    const { refused } = this.#condition;
    this.update({ refused: { count: refused.count + count, lastMs: this.#ports.clock.now(), last: reason } });
  }

  /** At once if somebody should know; figures that change all the time only every few seconds. */
  publish(lastWordMs: number | null): void {
    if (this.#closed) return;
    const { clock, transport, identity, sender, describe } = this.#ports;
    const atMs = clock.now();
    const { requestsInFlight, certificate } = transport;
    const now = { atMs, lastWordMs, requestsInFlight, certificateExpiresAt: certificate?.notAfter ?? null };
    const callBridge = callBridgeOf(identity(), this.#condition, sender(), now);
    const steady = steadyPart(callBridge);
    if (steady === this.#published.steady && atMs - this.#published.atMs < figuresEveryMs) return;
    this.#published = { steady, atMs };
    describe(callBridge, this.wireId);
  }

  /** From now on nobody is told anything. */
  close(): void {
    this.#closed = true;
  }
}
