import { notABridge } from '@/server/bridge-client/answer-reading';
import type { Answer } from '@/server/bridge-client/bridge-error';
import type { BridgeTransport } from '@/server/bridge-client/bridge-transport';

/**
 * The one thing that is written to a bridge whatever the mode of its cluster: a slot of Usher's own among the receivers of its
 * call detail records. There is no way to change a slot that is taken. Source: docs/cms-wire.md, section 3.
 */
export interface CdrSlotWriter {
  /** Takes a free slot. Refused with `tooManyCdrReceivers` where there is none. @returns its id on the bridge */
  take(uri: string): Promise<Answer<string>>;
  /** Gives up a slot; whoever asks has made sure that it is Usher's own. */
  release(id: string): Promise<Answer<null>>;
}

export function cdrSlotWriter(transport: BridgeTransport): CdrSlotWriter {
  return {
    async take(uri) {
      // The guide's prose names the parameter `url`; clients write `uri`, which is known to work.
      const answer = await transport.post('system/cdrReceivers', { uri }, 'read');
      if (!answer.ok) return answer;
      const location = answer.value.headers['location'];
      const id = typeof location === 'string' ? /^\/api\/v1\/system\/cdrReceivers\/([^/]+)$/i.exec(location)?.[1] : undefined;
      if (id !== undefined) return { ok: true, value: id };
      return notABridge(`${transport.address.origin} took the receiver, but did not name it.`, answer.value.status, true);
    },
    async release(id) {
      const answer = await transport.delete(`system/cdrReceivers/${encodeURIComponent(id)}`, 'read');
      return answer.ok ? { ok: true, value: null } : answer;
    },
  };
}
