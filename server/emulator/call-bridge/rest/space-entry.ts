import type { ConfigurationObject } from '../../cluster/database/database';
import { spaceOfWay, waysIn } from '../../cluster/database/ways-in';
import { userByJid } from '../../cluster/users';
import { invitationTo } from '../c2w/invitation';
import { wayView } from '../c2w/space-view';
import { existsIn } from '../version';
import { badParameters, done, failed, notFound, xml } from './answer';
import type { Answer } from './answer';
import type { Handlers, RestParts } from './handler';
import { element, text } from './xml';

type Names =
  | 'get-meeting-entry-detail'
  | 'get-space-invitation'
  | 'get-access-method-invitation'
  | 'post-message'
  | 'delete-messages'
  | 'query-access';

/** How people get into a space, and what was written on its message board. Source: `docs/cms-wire.md`, section 3. */
export const spaceEntryHandlers: Handlers<Names> = {
  'get-meeting-entry-detail': ({ core }, { ids }) => {
    const space = core.cluster.database.get('coSpaces', ids.coSpace);
    if (!space) return failed('coSpaceDoesNotExist');
    const { name, uri, callId, passcode } = space.values;
    const entries = [text('name', name), text('uri', sipUri(core, uri)), text('callId', callId), text('passcode', passcode)];
    return xml(element('meetingEntryDetail', {}, ...entries, text('webAddress', webAddress(core, space))));
  },

  'get-space-invitation': ({ core }, { ids }) => invitation(core, ids.coSpace, null),

  'get-access-method-invitation': ({ core }, { ids }) => invitation(core, ids.coSpace, ids.accessMethod),

  // Only the Meeting App showed the board, so nothing is left to keep once a message has been checked.
  'post-message': ({ core }, { ids, form }) => {
    if (!existsIn(core.version, { goneIn: '3.0' })) return notFound;
    if (!core.cluster.database.get('coSpaces', ids.coSpace)) return failed('coSpaceDoesNotExist');
    return (form.get('message') ?? '') === '' ? badParameters('message') : done;
  },

  'delete-messages': ({ core }, { ids, form }) => {
    if (!existsIn(core.version, { goneIn: '3.0' })) return notFound;
    if (!core.cluster.database.get('coSpaces', ids.coSpace)) return failed('coSpaceDoesNotExist');
    const invalid = ['minAge', 'maxAge'].filter((name) => !/^\d*$/.test(form.get(name) ?? ''));
    return invalid.length > 0 ? badParameters(...invalid) : done;
  },

  'query-access': ({ core }, { form }) => {
    const { database } = core.cluster;
    const [uri = '', callId = '', tenant = ''] = ['uri', 'callId', 'tenant'].map((name) => form.get(name)?.toLowerCase());
    if (tenant !== '' && !database.get('tenants', tenant)) return failed('tenantDoesNotExist');
    const belongs = (way: ConfigurationObject): boolean => tenant === '' || database.get('coSpaces', spaceOfWay(way))?.values['tenant'] === tenant;
    const [dialled = ''] = uri.split('@');
    const isDialled = waysIn(database, 'address', dialled).some(belongs);
    const numbered = waysIn(database, 'callId', callId).find(belongs);
    const address = isDialled ? sipUri(core, dialled) : null;
    return xml(element('accessQuery', {}, text('uri', address), text('webAddress', numbered && webAddress(core, numbered))));
  },
};

type Core = RestParts['core'];

function invitation({ cluster, version }: Core, coSpace: string, accessMethod: string | null): Answer {
  if (!existsIn(version, { since: '3.2' })) return notFound;
  const space = cluster.coSpaces.get(coSpace);
  if (!space) return failed('coSpaceDoesNotExist');
  const method = accessMethod === null ? null : cluster.accessMethods.get(accessMethod);
  if (method === undefined || (method && method.coSpace !== coSpace)) return failed('accessMethodDoesNotExist');
  const owner = userByJid(cluster, cluster.database.get('coSpaces', coSpace)?.values['ownerJid'] ?? '');
  const terms = { host: owner?.name ?? cluster.name, sipDomain: cluster.sipDomain, webBridgeUrl: webBridgeUrl(cluster) ?? '' };
  const { language, text: words } = invitationTo(space, wayView(cluster, space, method), terms);
  return xml(element('emailInvitation', {}, text('language', language), text('invitation', words)));
}

function sipUri({ cluster }: Core, uri: string | undefined): string | null {
  return uri === undefined ? null : `${uri}@${cluster.sipDomain}`;
}

function webAddress({ cluster }: Core, { values: { callId, secret = '' } }: ConfigurationObject): string | null {
  const base = webBridgeUrl(cluster);
  return base === null || callId === undefined ? null : `${base}/meeting/${callId}?secret=${encodeURIComponent(secret)}`;
}

/** Where the web app joins: the first web bridge of the cluster that has such an address. */
function webBridgeUrl({ database }: Core['cluster']): string | null {
  return database.list('webBridges').find(({ values }) => values['joinUrl'] !== undefined)?.values['joinUrl'] ?? null;
}
