import { isAtLeast } from '../version';
import type { Selection } from '../world/command';
import type { World } from '../world/world';
import { badParameters, done, failed } from './answer';
import type { Handlers, RestRequest } from './handler';
import { readLegParameters } from './leg-parameters';
import { readOneOf } from './parameters';
import { participantHandlers } from './participants';

type Names = 'change-call-participants' | 'change-call-participant' | 'drop-call-participant';

const idsAtMost = 20;

/** One participant, or many, by way of their call. Source: `docs/cms-wire.md`, sections 2.1 and 2.3. */
export const callParticipantHandlers: Handlers<Names> = {
  'change-call-participants': ({ core, links }, { ids, query, form }) => {
    const call = core.world.calls.get(ids.call);
    if (!call) return failed('callDoesNotExist');
    const read = readLegParameters(form, core.version);
    const who = readSelection(core.version, query, form);
    const invalid = [...(read.ok ? [] : read.invalid), ...('invalid' in who ? who.invalid : [])];
    if (!read.ok || 'invalid' in who) return badParameters(...invalid);
    const { rxAudioMute, txAudioMute, rxVideoMute, txVideoMute, layout, importance } = read.changes;
    const wanted = { rxAudioMute, txAudioMute, rxVideoMute, txVideoMute, layout, importance };
    const changes = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
    core.run({ do: 'change-participants', call: call.id, who, changes });
    links.tellAll({ type: 'participantsChanged', correlator: call.correlator, who, changes });
    return done;
  },

  'change-call-participant': (parts, request) => {
    const { call, participant } = request.ids;
    if (!parts.core.world.calls.has(call)) return failed('callDoesNotExist');
    if (!isIn(parts.core.world, call, participant)) return failed('participantDoesNotExist');
    return participantHandlers['change-participant'](parts, request);
  },

  'drop-call-participant': (parts, request) => {
    const { call, participant } = request.ids;
    if (!parts.core.world.calls.has(call)) return failed('callDoesNotExist');
    if (!isIn(parts.core.world, call, participant)) return failed('participantDoesNotExist');
    return participantHandlers['drop-participant'](parts, request);
  },
};

function isIn({ calls }: World, call: string, participant: string): boolean {
  const found = calls.get(call);
  return found !== undefined && (found.local.has(participant) || found.remote.has(participant));
}

/** `filterIds` and `mode` come in the query or in the form. Before 2.4 there is no `mode`. */
function readSelection(version: string, query: Form, form: Form): Selection | { invalid: string[] } {
  const listed = query.get('filterIds') ?? form.get('filterIds') ?? '';
  const ids = listed.toLowerCase().split(',').filter((id) => id !== '');
  const mode = readOneOf(isAtLeast(version, '2.4') ? (query.get('mode') ?? form.get('mode')) : null, ['exclude', 'selected']);
  const invalid = [...(ids.length > idsAtMost ? ['filterIds'] : []), ...(mode.state === 'invalid' ? ['mode'] : [])];
  return invalid.length > 0 ? { invalid } : { ids, mode: mode.state === 'value' ? mode.value : 'exclude' };
}

type Form = RestRequest['form'];
