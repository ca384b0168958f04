import type { BridgeWriter } from '@/server/bridge-client/bridge-writer';

/** A writer for tests: its bridge agrees to everything. */
export const agreeingWriter: BridgeWriter = {
  moveParticipant: (_, participant) => Promise.resolve({ ok: true, value: { participant: `${participant}-new` } }),
  callAddress: () => Promise.resolve({ ok: true, value: { participant: 'called' } }),
  makeCall: (space) => Promise.resolve({ ok: true, value: { call: `call-in-${space}` } }),
  releaseCall: () => Promise.resolve({ ok: true, value: null }),
  endCall: () => Promise.resolve({ ok: true, value: null }),
  changeParticipant: () => Promise.resolve({ ok: true, value: null }),
  changeCallLeg: () => Promise.resolve({ ok: true, value: null }),
  traceFor: () => Promise.resolve({ ok: true, value: null }),
};
