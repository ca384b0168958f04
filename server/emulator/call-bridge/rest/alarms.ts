import { guidOf } from '../../ids';
import type { FailureReason } from '../failure-reason';
import { xml } from './answer';
import type { Handlers, RestParts } from './handler';
import { page, smallPage } from './page';
import { element, text } from './xml';

interface Alarm {
  readonly type: 'callBridgeConnectionFailure' | 'c2wConnectionFailure' | 'cdrConnectionFailure';
  /** What it is about: a bridge, a web bridge or a receiver. */
  readonly subject: string;
  readonly callBridge?: string;
  readonly sinceMs: number;
  readonly failureReason: FailureReason;
}

/** Source: `docs/cms-wire.md`, section 3, alarm types. */
export const alarmHandlers: Handlers<'list-alarms'> = {
  'list-alarms': (parts, { query }) => {
    const { id, clock } = parts.core;
    const result = page(query, 'alarms', smallPage, activeAlarms(parts), ({ type, subject, callBridge, sinceMs, failureReason }) =>
      element(
        'alarm',
        { id: guidOf(`alarm ${id} ${type} ${subject}`) },
        text('type', type),
        text('callBridge', callBridge),
        text('activeTimeSeconds', Math.floor((clock.now() - sinceMs) / 1_000)),
        text('failureReason', failureReason),
      ),
    );
    return result.ok ? xml(result.xml) : result.answer;
  },
};

function activeAlarms(parts: RestParts): Alarm[] {
  const alarms = realAlarms(parts);
  const played = playedAlarms(parts).filter(({ type, subject }) => !alarms.some((alarm) => alarm.type === type && alarm.subject === subject));
  return [...alarms, ...played];
}

/** Alarms about connections that are up, but failed because a fault was armed. */
function playedAlarms({ core }: RestParts): Alarm[] {
  return core.faults.alarmsOf(core.name).flatMap(({ type, peer, sinceMs }): Alarm[] => {
    const isPeer = type === 'callBridgeConnectionFailure';
    const nodes = isPeer ? core.cluster.callBridges : core.cluster.webBridges;
    const subject = [...nodes.values()].find(({ name }) => name === peer)?.id;
    if (subject === undefined) return [];
    return [{ type, subject, callBridge: isPeer ? subject : undefined, sinceMs, failureReason: 'connectFailure' }];
  });
}

function realAlarms({ links, webBridges, cdr }: RestParts): Alarm[] {
  const failureReason = 'connectFailure';
  return [
    ...links.down().map(({ id, sinceMs }): Alarm => ({ type: 'callBridgeConnectionFailure', subject: id, callBridge: id, sinceMs, failureReason })),
    ...webBridges.down().map(({ id, sinceMs }): Alarm => ({ type: 'c2wConnectionFailure', subject: id, sinceMs, failureReason })),
    ...cdr.failing().map(({ receiver, sinceMs, reason }): Alarm => ({ type: 'cdrConnectionFailure', subject: receiver.id, sinceMs, failureReason: reason })),
  ];
}
