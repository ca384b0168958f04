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

function activeAlarms({ links, webBridges, cdr }: RestParts): Alarm[] {
  const failureReason = 'connectFailure';
  return [
    ...links.down().map(({ id, sinceMs }): Alarm => ({ type: 'callBridgeConnectionFailure', subject: id, callBridge: id, sinceMs, failureReason })),
    ...webBridges.down().map(({ id, sinceMs }): Alarm => ({ type: 'c2wConnectionFailure', subject: id, sinceMs, failureReason })),
    ...cdr.failing().map(({ receiver, sinceMs, reason }): Alarm => ({ type: 'cdrConnectionFailure', subject: receiver.id, sinceMs, failureReason: reason })),
  ];
}
