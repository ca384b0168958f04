import { dialOut, longestUri } from '../placing/dial-out';
import { badParameters, created, failed } from './answer';
import { legsOf, listLegs } from './call-legs';
import type { Handlers } from './handler';
import { newcomerIn } from './newcomer';
import { placeRefusals } from './place-refusals';

/** Source: `docs/cms-wire.md`, sections 2.1 and 11.1. */
export const legsOfCallHandlers: Handlers<'list-legs-of-call' | 'add-leg-to-call'> = {
  'list-legs-of-call': ({ core }, { ids, query }) => {
    const call = core.world.calls.get(ids.call);
    return call ? listLegs(core, query, legsOf(core, call)) : failed('callDoesNotExist');
  },

  /** As a POST of a participant, but it is always this bridge that calls: there is no load balancing. */
  'add-leg-to-call': async (parts, { ids, form, from, user }) => {
    const { core } = parts;
    const call = core.world.calls.get(ids.call);
    if (!call) return failed('callDoesNotExist');
    const read = newcomerIn(core, form);
    if ('answer' in read) return read.answer;
    const remoteParty = form.get('remoteParty') ?? '';
    if (remoteParty === '' || remoteParty.length > longestUri) return badParameters('remoteParty');
    const placed = await dialOut(parts, call, remoteParty, read.newcomer, { callBridge: core.id });
    if (!placed.ok && placed.refusal !== 'no-capacity') return placeRefusals[placed.refusal];
    const made = placed.ok ? core.world.participants.get(placed.participant) : undefined;
    if (!made) return failed('callBridgeUnavailable');
    core.log.write(`${from}: API user "${user}" created new call leg ${made.leg}, call ${call.id}`, 'local0');
    return created(`callLegs/${made.leg}`);
  },
};
