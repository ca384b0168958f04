import { localParticipants } from '../world/world';
import { badParameters, done, failed } from './answer';
import type { Handlers } from './handler';
import { readLegParameters } from './leg-parameters';
import { Parameters, readOneOf } from './parameters';

/** What can be said to many at once. */
const forMany = ['rxAudioMute', 'txAudioMute', 'rxVideoMute', 'txVideoMute', 'layout', 'importance'];

const mostFilterIds = 20;

/** Source: `docs/cms-wire.md`, section 2.3. That it reaches those homed on this bridge only is an assumption. */
export const bulkHandlers: Handlers<'change-call-participants'> = {
  'change-call-participants': ({ core }, { ids, query, form }) => {
    const call = core.world.calls.get(ids.call);
    if (!call) return failed('callDoesNotExist');
    const read = readLegParameters(only(forMany, form));
    const filter = readFilter(query, form);
    if (!read.ok || !filter.ok) return badParameters(...(read.ok ? [] : read.invalid), ...(filter.ok ? [] : filter.invalid));
    for (const { id } of localParticipants(core.world, call)) {
      if (filter.isMeant(id)) core.run({ do: 'change-participant', participant: id, changes: read.changes, asker: 'bridge' });
    }
    return done;
  },
};

type Filter = { ok: true; isMeant(participant: string): boolean } | { ok: false; invalid: string[] };

/** Clients write `filterIds` and `mode` into the query or into the form. Without ids everybody is meant. */
function readFilter(query: Parameters, form: Parameters): Filter {
  const given = (name: string): string | null => form.get(name) ?? query.get(name);
  const ids = (given('filterIds') ?? '').toLowerCase().split(',').filter((id) => id !== '');
  const mode = readOneOf(given('mode'), ['exclude', 'selected']);
  const invalid = [...(ids.length > mostFilterIds ? ['filterIds'] : []), ...(mode.state === 'invalid' ? ['mode'] : [])];
  if (invalid.length > 0) return { ok: false, invalid };
  const isSelected = mode.state === 'value' && mode.value === 'selected';
  return { ok: true, isMeant: (participant) => ids.includes(participant) === isSelected };
}

function only(names: readonly string[], form: Parameters): Parameters {
  return new Parameters(
    names.flatMap((name): [string, string][] => {
      const value = form.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}
