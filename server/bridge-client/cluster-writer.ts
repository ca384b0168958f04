import type { ClusterMode } from '@/lib/meeting/call-bridge';
import { notABridge } from '@/server/bridge-client/answer-reading';
import type { Answer } from '@/server/bridge-client/bridge-error';
import type { BridgeTransport } from '@/server/bridge-client/bridge-transport';
import type { BridgeWriter, MoveEntry } from '@/server/bridge-client/bridge-writer';
import type { HttpReply } from '@/server/bridge-client/http-exchange';
import { moveForm, settingsForm } from '@/server/bridge-client/move-form';

const guid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const participantLocation = new RegExp(`^/api/v1/participants/(${guid})$`, 'i');
const callLocation = new RegExp(`^/api/v1/calls/(${guid})$`, 'i');

/** As Meeting Management moves people. */
const asUsual: MoveEntry = { lobby: 'open', settings: {} };

/**
 * The writer for one bridge. Asks for its cluster's mode when a deed is about to leave, so that a stop
 * holds at once, also for what waits in line.
 */
export function clusterWriter(transport: BridgeTransport, mode: () => ClusterMode): BridgeWriter {
  const mayGo = () => mode() === 'operate';
  const obeying = (answer: Answer<HttpReply>) => (answer.ok || mayGo() || answer.error.mayHaveActed ? answer : observeOnly());
  const post = async (path: string, form: Readonly<Record<string, string>>) => obeying(await transport.post(path, form, 'deed', mayGo));
  const put = async (path: string, form: Readonly<Record<string, string>>): Promise<Answer<null>> => {
    const answer = obeying(await transport.put(path, form, 'deed', mayGo));
    return answer.ok ? { ok: true, value: null } : answer;
  };
  const add = async (call: string, form: Readonly<Record<string, string>>): Promise<Answer<{ participant: string }>> => {
    const answer = await post(`calls/${encodeURIComponent(call)}/participants`, form);
    if (!answer.ok) return answer;
    const id = idIn(answer.value, participantLocation);
    if (id !== null) return { ok: true, value: { participant: id } };
    const at = transport.address.origin;
    return notABridge(`${at} took the request, but did not name the new participant.`, answer.value.status, true);
  };
  return {
    moveParticipant: (call, participant, entry = asUsual) => add(call, moveForm(participant, entry)),
    callAddress: (call, address, { audioMute, videoMute }) => add(call, { remoteParty: address, ...settingsForm({ audioMute, videoMute }) }),
    async makeCall(space) {
      const answer = await post('calls', { coSpace: space, activeWhenEmpty: 'true' });
      if (!answer.ok) return answer;
      const id = idIn(answer.value, callLocation);
      if (id !== null) return { ok: true, value: { call: id } };
      return notABridge(`${transport.address.origin} made a call, but did not name it.`, answer.value.status, true);
    },
    releaseCall: (call) => put(`calls/${encodeURIComponent(call)}`, { activeWhenEmpty: 'false' }),
    async endCall(call) {
      const answer = obeying(await transport.delete(`calls/${encodeURIComponent(call)}`, 'deed', mayGo));
      return answer.ok ? { ok: true, value: null } : answer;
    },
    changeParticipant: (participant, { importance, label }) => put(`participants/${encodeURIComponent(participant)}`, settingsForm({ importance, label })),
    changeCallLeg: (callLeg, { audioMute, videoMute, layout }) => put(`callLegs/${encodeURIComponent(callLeg)}`, settingsForm({ audioMute, videoMute, layout })),
    traceFor: (part, seconds) => put('system/timedLogging', { [part]: String(seconds) }),
  };
}

function idIn({ headers }: HttpReply, shape: RegExp): string | null {
  const location = headers['location'];
  return (typeof location === 'string' ? shape.exec(location)?.[1]?.toLowerCase() : undefined) ?? null;
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
