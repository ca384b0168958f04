import type { ConfigurationObject } from '../../cluster/database/database';
import { spaceOfWay, waysIn } from '../../cluster/database/ways-in';
import { failed, xml } from './answer';
import type { Handlers } from './handler';
import { element, text } from './xml';

/** Questions about what is in use. Source: `docs/cms-wire.md`, section 3, query methods. */
export const queryHandlers: Handlers<'query-uri-usage' | 'query-conversation'> = {
  // Without a tenant only what belongs to none is found, unlike in an access query.
  'query-uri-usage': ({ core }, { form }) => {
    const { database } = core.cluster;
    const tenant = form.get('tenant')?.toLowerCase() || undefined;
    if (tenant !== undefined && !database.get('tenants', tenant)) return failed('tenantDoesNotExist');
    const wanted = userPart(form.get('uri')?.toLowerCase() ?? '');
    const isTenants = (object: ConfigurationObject | undefined): boolean => object?.values['tenant'] === tenant;
    const user = database.list('users').find((one) => isTenants(one) && userPart(one.values['userJid'] ?? '') === wanted);
    const space = waysIn(database, 'address', wanted).map(spaceOfWay).find((id) => isTenants(database.get('coSpaces', id)));
    return xml(element('uriUsageQuery', {}, text('userId', user?.id), text('coSpaceId', space)));
  },

  // Nobody here comes by a conversation that has an id.
  'query-conversation': (_parts, { query }) =>
    xml(element('conversationIdQuery', {}, text('conversationId', query.get('conversationId') ?? ''), text('found', false))),
};

function userPart(address: string): string {
  return address.split('@')[0] ?? '';
}
