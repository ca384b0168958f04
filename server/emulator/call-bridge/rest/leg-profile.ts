import type { ClusterConfiguration } from '../../cluster/configuration';
import type { Parameters } from './parameters';

/**
 * The form of a request about a call leg, and under its own words those of the call leg profile that it names: what a
 * client makes somebody a moderator with who is in the meeting already. Source: `docs/cms-wire.md`, sections 2.2 and 2.5.
 * @returns null if there is no such profile
 */
export function withLegProfile({ database }: ClusterConfiguration, form: Parameters): Parameters | null {
  const id = form.get('callLegProfile')?.toLowerCase() ?? '';
  if (id === '') return form;
  const profile = database.get('callLegProfiles', id);
  return profile ? form.over(profile.values) : null;
}
