import type { ClusterMode } from '@/lib/meeting/call-bridge';
import { notABridge } from '@/server/bridge-client/answer-reading';
import type { Answer } from '@/server/bridge-client/bridge-error';
import type { BridgeTransport } from '@/server/bridge-client/bridge-transport';
import type { BridgeWriter } from '@/server/bridge-client/bridge-writer';

const guid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const participantLocation = new RegExp(`^/api/v1/participants/(${guid})$`, 'i');

/**
 * The writer for one bridge. Asks for its cluster's mode when a deed is about to leave, so that a stop
 * holds at once, also for what waits in line.
 */
export function clusterWriter(transport: BridgeTransport, mode: () => ClusterMode): BridgeWriter {
  return {
    async moveParticipant(call, participant, muted = false) {
      const path = `calls/${encodeURIComponent(call)}/participants`;
      // In this order, and for whoever is not muted nothing else: this is what a bridge is known to get from Meeting Management.
      const form = { movedParticipant: participant, needsActivation: 'false', ...(muted && { rxAudioMute: 'true' }) };
      const answer = await transport.post(path, form, 'deed', () => mode() === 'operate');
      if (!answer.ok) return mode() === 'operate' || answer.error.mayHaveActed ? answer : observeOnly();
      const location = answer.value.headers['location'];
      const id = typeof location === 'string' ? participantLocation.exec(location)?.[1] : undefined;
      if (id !== undefined) return { ok: true, value: { participant: id.toLowerCase() } };
      const at = transport.address.origin;
      return notABridge(`${at} took the move, but did not name the new participant.`, answer.value.status, true);
    },
  };
}

function observeOnly(): Answer<never> {
  return {
    ok: false,
    error: {
      code: 'cluster-observe-only',
      detail: 'The cluster is only observed. Set its mode to "operate" on the call bridges page to move people.',
      status: null,
      failureTag: null,
      mayHaveActed: false,
    },
  };
}
