import type { CoSpace } from '../../cluster/configuration';
import type { FaultCode } from '../../faults/fault-table';
import { stageDirections } from '../../protocol/client-session';
import type { StageDirection } from '../../protocol/client-session';
import type { BridgeCore } from '../bridge-core';
import type { Placement } from '../link/link-message';

/** Whether a fault hits this newcomer at this call bridge. Nothing goes wrong for those who are not moved. */
export function takeMoveFault(core: BridgeCore, fault: FaultCode, { purpose, meeting }: Placement, peer?: string): boolean {
  if (core.faults.isEmpty || purpose.why !== 'move') return false;
  const { participant } = purpose.from;
  return core.faults.take(fault, { callBridge: core.name, participant, correlator: meeting.correlator, peer });
}

/** The token that goes to the browser: as it was signed, or spoiled. */
export function tokenOnItsWay(core: BridgeCore, placement: Placement, jwt: string): string {
  if (takeMoveFault(core, 'token-missing', placement)) return '';
  if (!takeMoveFault(core, 'token-unknown', placement)) return jwt;
  const [header = '', claims = '', signature = ''] = jwt.split('.');
  return [header, claims, [...signature].reverse().join('')].join('.');
}

/** What a browser is to play once it is told to come over; nothing where no fault says so. */
export function stageDirection(core: BridgeCore, placement: Placement): { rehearse?: StageDirection } {
  const played = stageDirections.find((fault) => takeMoveFault(core, fault, placement));
  return played ? { rehearse: played } : {};
}

/** Where a newcomer really ends up: in the meeting that was asked for, or behind another space's number. */
export function destinationOf(core: BridgeCore, placement: Placement): Placement {
  if (placement.kind !== 'web-app' || !takeMoveFault(core, 'wrong-numeric-id', placement)) return placement;
  const other = anotherSpace(core, placement.meeting.coSpace);
  return other ? redirected(core, placement, other) : placement;
}

/** A space other than that one; the last there is, in which rehearsals rarely meet. Null if there is no other. */
export function anotherSpace(core: BridgeCore, coSpace: string | null): CoSpace | null {
  return [...core.cluster.coSpaces.values()].filter(({ id }) => id !== coSpace).at(-1) ?? null;
}

/** The same newcomer in another space's meeting. */
function redirected(core: BridgeCore, placement: Placement, { id, name, callId }: CoSpace): Placement {
  const { purpose } = placement;
  const space = { name, numericId: callId };
  return {
    ...placement,
    meeting: { correlator: core.ids.guid(), coSpace: id, name, startedAtMs: core.clock.now() },
    purpose: purpose.why === 'move' ? { ...purpose, space } : purpose,
  };
}
