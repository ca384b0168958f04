import { guidOf } from '../../ids';
import type { BridgeCore } from '../bridge-core';
import { element, text } from '../rest/xml';
import { taskOf } from '../world/participant';
import type { Participant } from '../world/participant';
import type { RecordType } from './record-queue';

/** The record that a recording, or a stream, makes as it begins; none for people. Source: `docs/cms-wire.md`, section 5. */
export function machineStart(participant: Participant): readonly RecordType[] {
  const task = taskOf(participant);
  return task === null ? [] : [`${task}Start`];
}

/** The record of its end; none for people, nor for a recorder that never answered. */
export function machineEnd(participant: Participant): readonly RecordType[] {
  const task = taskOf(participant);
  return task === null || participant.connectedAtMs === null ? [] : [`${task}End`];
}

/**
 * `<recording>` or `<streaming>` as it begins: where to, in which call and by which leg. How its address is called for
 * recorders by SIP is an assumption; a stream also goes to the `streamUrl` of its space.
 */
export function writeMachineStart({ cluster, world }: BridgeCore, participant: Participant): string {
  const { kind, uri, call, leg } = participant;
  const space = cluster.database.get('coSpaces', world.calls.get(call)?.coSpace ?? '');
  return machine(
    participant,
    text('streamUrl', kind === 'streamer' ? space?.values['streamUrl'] : null),
    text(`${kind}Uri`, uri),
    text('call', call),
    text('callLeg', leg),
  );
}

export function writeMachineEnd(participant: Participant): string {
  return machine(participant);
}

/** A recorder's leg makes one recording, so that its id follows from that of the leg. */
function machine(participant: Participant, ...children: string[]): string {
  const task = taskOf(participant) ?? '';
  return element(task, { id: guidOf(`${task} ${participant.leg}`) }, ...children);
}
