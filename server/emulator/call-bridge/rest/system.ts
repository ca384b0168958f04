import { guidOf } from '../../ids';
import { loadPercent } from '../placing/load';
import { isAtLeast } from '../version';
import { notFound, xml } from './answer';
import type { Handlers } from './handler';
import { element, text } from './xml';

/** Source: `docs/cms-wire.md`, sections 3 and 4. */
export const systemHandlers: Handlers<'get-status' | 'get-load' | 'create-auth-token'> = {
  'get-status': ({ core, cdr }) => {
    const legs = core.world.legs.size;
    const { callLegsMaxActive, callLegsCompleted } = core.world.counters;
    const nowMs = core.clock.now();
    return xml(
      element(
        'status',
        {},
        text('hostId', guidOf(`host ${core.name}`)),
        text('softwareVersion', core.version),
        text('uptimeSeconds', Math.floor((nowMs - core.startedAtMs) / 1_000)),
        text('cdrTime', `${new Date(nowMs).toISOString().slice(0, 19)}Z`),
        text('activated', true),
        text('clusterEnabled', true),
        isAtLeast(core.version, '3.0') ? text('clusterId', core.cluster.id) : '',
        text('cdrCorrelatorIndex', cdr.nextCorrelatorIndex),
        text('callLegsActive', legs),
        text('callLegsMaxActive', callLegsMaxActive),
        text('callLegsCompleted', callLegsCompleted),
        text('audioBitRateOutgoing', legs * 48_000),
        text('audioBitRateIncoming', legs * 48_000),
        text('videoBitRateOutgoing', legs * 1_500_000),
        text('videoBitRateIncoming', legs * 1_200_000),
      ),
    );
  },

  'get-load': ({ core }) => xml(element('load', {}, text('mediaProcessingLoad', loadPercent(core)))),

  'create-auth-token': ({ core, issueAuthToken }) =>
    // Events came with 2.4.
    isAtLeast(core.version, '2.4')
      ? { status: 200, headers: { 'X-Cisco-CMS-Auth-Token': issueAuthToken() }, body: '' }
      : notFound,
};
